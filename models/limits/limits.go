// Package limits holds every limit on foreign input: what other servers may send us, what they may
// make us fetch, and how long they may keep us waiting. Nothing else in the program sets such a figure,
// but for the finer bounds of the HTML that models/text makes (limits.go and bounds.go there). What people
// of this site may do is a matter of their own: models/kinds.go for words, handlers/request for how often.
// All gives the same figures with their reasons, for the page that lists them.
//
// It imports nothing of ours, so that whatever reads foreign bytes can import it.
package limits

import (
	"fmt"
	"time"
)

// Sizes, in bytes.
const (
	InboxBytes           = 1 << 20   // the body of a request to an inbox
	FetchBytes           = 1 << 20   // the body of a document that we fetch
	MediaBytes           = 10 << 20  // the body of a picture or file that we fetch
	AnswerBytes          = 4 << 10   // what we read of an answer to a delivery
	HeaderBytes          = 64 << 10  // all headers of an answer together
	URLBytes             = 2048      // an address or id
	HostBytes            = 253       // a host name without its port
	HandleNameBytes      = 128       // the name in @name@host
	SignatureHeaderBytes = 8 << 10   // Signature, and Signature-Input
	KeyPEMBytes          = 16 << 10  // a key in PEM form
	ForeignHTMLBytes     = 512 << 10 // text of another server; the rest is cut off
	CleanHTMLBytes       = 256 << 10 // what is kept of it
)

// Counts.
const (
	JSONDepth           = 64      // arrays and objects inside one another
	JSONKeys            = 10_000  // keys of all objects of a document
	JSONItems           = 10_000  // items of all arrays of a document
	Recipients          = 1_000   // to and cc together
	Tags                = 256     // entries of tag
	Mentions            = 64      // mentions that have an effect
	Attachments         = 10      // attachments that are kept
	Reported            = 16      // things that one report is about
	AnnounceDepth       = 2       // announces inside one another
	TitleRunes          = 200     // characters of a title
	PostRunes           = 50_000  // characters of Markdown that starts a thread
	ReplyRunes          = 20_000  // characters of Markdown that answers
	PageRunes           = 150_000 // characters of Markdown of a wiki page
	NoteRunes           = 300     // characters of the note that goes with an edit of one
	AltRunes            = 1_500   // characters of what is said of a picture
	NameRunes           = 100     // characters of a person's or community's display name
	FieldRunes          = 120     // characters of a field of a profile, or of the name of a server's software
	PurposeRunes        = 300     // characters of what a community is for
	ReasonRunes         = 1_000   // characters of the reason of an act of moderation
	ReportRunes         = 5_000   // characters of a report
	TextDepth           = 20      // quotes, lists and tables inside one another
	TextNodes           = 40_000  // tags and runs of words in one text
	SignatureParams     = 16      // parameters of one signature
	SignatureComponents = 32      // headers that one signature covers
	RSABitsMin          = 2048    // the size of an RSA key
	RSABitsMax          = 8192
)

// What one job may fetch: one received activity, one look-up by a person.
const (
	Redirects       = 3   // for one request
	JobFetches      = 50  // requests in all
	HostFetches     = 3   // of these, to any one host but the one where the job began
	CollectionPages = 3   // pages of one collection
	CollectionItems = 100 // items of one collection
	ReplyDepth      = 100 // replies followed up to the head of a thread
	EarlierThreads  = 20  // threads fetched of a community that was just followed
)

// How often. So many at once, and then so many a second; each process counts for itself. FOLKMOOT_LIMITS=off
// lifts these.
const (
	Calls               = 600      // activities that one host sends to our inboxes
	CallsPerSecond      = 20       // likewise, after that
	CallBytes           = 64 << 10 // of a body that counts as one call
	KeyLookUps          = 300      // keys that one caller has us fetch, or that are fetched of one host
	KeyLookUpsPerSecond = 10       // likewise, after that
)

// Times.
const (
	RequestTime   = 10 * time.Second // a request until the last byte of its answer, redirects included
	FileTime      = 10 * time.Minute // a file of another site until its last byte, redirects included
	DialTime      = 5 * time.Second  // until a connection stands
	HandshakeTime = 5 * time.Second  // until TLS stands
	AnswerTime    = 4 * time.Second  // until an inbox answers, what it must fetch first included
	HeaderTime    = 5 * time.Second  // from our last byte until the last header of the answer
	DateWindow    = time.Hour        // how far Date may be off, either way
	CreatedAhead  = 5 * time.Minute  // how far created may lie in the future
	CreatedAge    = time.Hour        // how far it may lie in the past
	KeyRetry      = 5 * time.Minute  // until a key that failed is fetched again
	RetryAfterMax = 24 * time.Hour   // the longest Retry-After that we follow
)

// Connections.
const (
	IdleConnections        = 1024        // kept open in all
	IdleConnectionsPerHost = 2           // kept open to one host
	ConnectionsPerHost     = 8           // in use and kept open, to one host
	IdleTime               = time.Minute // how long they are kept open
)

// A Limit is one figure and its reason.
type Limit struct {
	Name  string
	Value any    // an int or a time.Duration
	Unit  string // of an int: "bytes", "bits", "characters" or "" for a plain count
	Why   string
}

// String gives the figure as it is said: "1 MiB", "2048 bits", "10s".
func (l Limit) String() string {
	n, isInt := l.Value.(int)
	switch {
	case !isInt:
		return fmt.Sprint(l.Value)
	case l.Unit == "bytes" && n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case l.Unit == "bytes" && n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	case l.Unit == "":
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d %s", n, l.Unit)
}

// All is the list of all limits in the order of this file.
var All = []Limit{
	{"InboxBytes", InboxBytes, "bytes", "What Mastodon takes too; a larger body is answered 413."},
	{"FetchBytes", FetchBytes, "bytes", "A document has the same size whether it is sent or fetched."},
	{"MediaBytes", MediaBytes, "bytes", "Pictures of peers are copied; larger ones are linked to."},
	{"AnswerBytes", AnswerBytes, "bytes", "Enough to show an admin why a peer refused a delivery."},
	{"HeaderBytes", HeaderBytes, "bytes", "Headers are kept in memory until the last one has come."},
	{"URLBytes", URLBytes, "bytes", "Ids are stored, indexed and compared; no peer sends longer ones."},
	{"HostBytes", HostBytes, "bytes", "The longest name that the domain name system knows (RFC 1035)."},
	{"HandleNameBytes", HandleNameBytes, "bytes", "Names stand in addresses and mentions that people read and type."},
	{"SignatureHeaderBytes", SignatureHeaderBytes, "bytes", "Room for the largest key's signature and every header covered."},
	{"KeyPEMBytes", KeyPEMBytes, "bytes", "An RSA key of 8192 bits needs a tenth of it."},
	{"ForeignHTMLBytes", ForeignHTMLBytes, "bytes", "Long texts are cut, never refused; no peer writes half as much."},
	{"CleanHTMLBytes", CleanHTMLBytes, "bytes", "Cleaning may make a text longer; what is kept is sent on and shown."},
	{"JSONDepth", JSONDepth, "", "Real activities are less than 15 deep; deeper ones are refused before they are parsed."},
	{"JSONKeys", JSONKeys, "", "Bounds the memory that a body takes when it is parsed."},
	{"JSONItems", JSONItems, "", "Bounds the memory that a body takes when it is parsed."},
	{"Recipients", Recipients, "", "Each one may cost a look-up in the database."},
	{"Tags", Tags, "", "Each one may cost a look-up in the database."},
	{"Mentions", Mentions, "", "Each one may notify a person."},
	{"Attachments", Attachments, "", "Each one may be a fetch. Fields of a profile and pinned posts that are fetched are bounded by it too."},
	{"Reported", Reported, "", "Each one costs two look-ups in the database."},
	{"AnnounceDepth", AnnounceDepth, "", "A community announces an activity, and a parent community may announce that."},
	{"TitleRunes", TitleRunes, "characters", "Longer titles are cut, never refused; Lemmy has the same limit."},
	{"PostRunes", PostRunes, "characters", "The same as for people here; longer ones are cut."},
	{"ReplyRunes", ReplyRunes, "characters", "The same as for people here; longer ones are cut."},
	{"PageRunes", PageRunes, "characters", "The same as for people here; an edit from another site that is longer is refused."},
	{"NoteRunes", NoteRunes, "characters", "Notes stand in lists of edits; longer ones are cut."},
	{"AltRunes", AltRunes, "characters", "The same as for people here, and as on Mastodon; longer ones are cut."},
	{"NameRunes", NameRunes, "characters", "Longer names are cut, never refused."},
	{"FieldRunes", FieldRunes, "characters", "Longer fields are cut, never refused."},
	{"PurposeRunes", PurposeRunes, "characters", "Longer ones are cut, never refused."},
	{"ReasonRunes", ReasonRunes, "characters", "Reasons stand in a public log; longer ones are cut."},
	{"ReportRunes", ReportRunes, "characters", "Reports are read by people; longer ones are cut."},
	{"TextDepth", TextDepth, "", "A page must stay readable, and a browser must not run out of stack."},
	{"TextNodes", TextNodes, "", "Bounds the memory that a text takes while it is cleaned."},
	{"SignatureParams", SignatureParams, "", "Six are in use."},
	{"SignatureComponents", SignatureComponents, "", "Peers cover four to eight headers."},
	{"RSABitsMin", RSABitsMin, "bits", "Smaller keys can be broken."},
	{"RSABitsMax", RSABitsMax, "bits", "Larger keys make checking a signature expensive for us."},
	{"Redirects", Redirects, "", "A move of host, of scheme and of path; each hop is checked like the first."},
	{"JobFetches", JobFetches, "", "An activity that refers to others must not make us crawl."},
	{"HostFetches", HostFetches, "", "An activity must not turn us against a third server."},
	{"CollectionPages", CollectionPages, "", "A collection may link its pages in a circle."},
	{"CollectionItems", CollectionItems, "", "A page may hold any number of items."},
	{"ReplyDepth", ReplyDepth, "", "A chain of replies may be endless, or a circle."},
	{"EarlierThreads", EarlierThreads, "", "So that the page of a community is not empty on its first day."},
	{"Calls", Calls, "", "A busy server stays far below; one that floods us is answered 429 and comes again."},
	{"CallsPerSecond", CallsPerSecond, "", "The same, from then on."},
	{"CallBytes", CallBytes, "bytes", "A large body counts as several calls, since it is kept for a while."},
	{"KeyLookUps", KeyLookUps, "", "The first call of each actor costs one, and nobody need have signed anything for it: made-up signatures must not turn us against others."},
	{"KeyLookUpsPerSecond", KeyLookUpsPerSecond, "", "The same, from then on."},
	{"RequestTime", RequestTime, "", "Covers the body too, so that a peer cannot hold us by one byte a second."},
	{"FileTime", FileTime, "", "Files are larger than documents, and somebody waits for them; a slow one fills one lane."},
	{"DialTime", DialTime, "", "A host that does not answer must not fill the lanes."},
	{"HandshakeTime", HandshakeTime, "", "The same for one that answers and then says nothing."},
	{"AnswerTime", AnswerTime, "", "Some peers give an activity up after five seconds without an answer; a 503 brings it back."},
	{"HeaderTime", HeaderTime, "", "The same for one that takes the request and then says nothing."},
	{"DateWindow", DateWindow, "", "An old signature must not be of use for long; clocks of peers are minutes off, not hours."},
	{"CreatedAhead", CreatedAhead, "", "A clock that runs ahead a little is common; a signature from the future is not."},
	{"CreatedAge", CreatedAge, "", "The same as for Date, which older signatures carry."},
	{"KeyRetry", KeyRetry, "", "A flood of bad signatures must not become a flood of fetches."},
	{"RetryAfterMax", RetryAfterMax, "", "A peer must not park its deliveries for ever."},
	{"IdleConnections", IdleConnections, "", "The hosts of a large community are reached again without a new handshake."},
	{"IdleConnectionsPerHost", IdleConnectionsPerHost, "", "One lane and one fetch."},
	{"ConnectionsPerHost", ConnectionsPerHost, "", "A peer must not feel us as a flood."},
	{"IdleTime", IdleTime, "", "Long enough for the next post, short enough to be small at rest."},
}
