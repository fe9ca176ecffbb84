package text

import "github.com/folkmoot/folkmoot/models/limits"

// Limits on what is read and written. They bound work and memory, not taste: how long a post may be is a rule of the
// domain, and is much less.
const (
	// MaxSource is the length in bytes up to which Markdown is rendered; the rest is cut off.
	MaxSource = 200_000
	// MaxForeign is the length in bytes up to which foreign HTML is read; the rest is cut off.
	MaxForeign = limits.ForeignHTMLBytes
	// MaxHTML is the greatest length in bytes of an HTML; what would stand beyond it is left out, whole links and
	// words at a time.
	MaxHTML = limits.CleanHTMLBytes
	// MaxAddress is the greatest length in bytes of a link's address; a longer one is no link.
	MaxAddress = limits.URLBytes
	// MaxMentions and MaxHashtags are the different mentions and hashtags that one text may hold; further ones stay
	// text, so that a post cannot make us look up or tell thousands of people.
	MaxMentions = limits.Mentions
	MaxHashtags = 50
	// MaxHashtag is the greatest length in characters of one hashtag, without its sign.
	MaxHashtag = 100

	maxNodesRead = limits.TextNodes // tags and texts that are kept in memory while reading
	maxNodesKept = 20_000           // and those that are written; half, so that what we wrote is always read back whole
	maxDepth     = limits.TextDepth // quotes, lists and tables inside each other
	maxMarks     = 8                // accents stacked on one letter
	maxBreaks    = 2                // line breaks in a row
	maxEscape    = 5                // bytes that one byte takes at most when escaped: a quotation mark becomes &#34;
)
