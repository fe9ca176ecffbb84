package main

import (
	"regexp"
	"strings"

	"github.com/folkmoot/folkmoot/models"
)

// The demo is a play: demo_academy.go, demo_city.go and demo_charity.go hold the places and the people,
// demo_talk*.go what they say to each other. Everybody and everything in it is invented.
//
// People and communities are called "name@site", where site is the key of a demoSite. In a text, "@name@site"
// becomes a mention.

type demoSite struct {
	key, label                           string // how the play calls it, and the first part of its host
	name, region, contact, about, accent string
	people                               []demoPerson // the first one looks after the site
	communities                          []demoCommunity
}

type demoPerson struct {
	name, title               string
	role, organisation, place string
	askAbout, about           string
}

type demoCommunity struct {
	charter      models.Charter
	organiser    string
	facilitators string // names, with spaces between them
	members      string // likewise, those of other sites too
	waiting      string // likewise: who has asked to join and was not answered yet
}

type demoThread struct {
	in, by  string
	at      string // days ago and the time of day: "12d 09:30"
	title   string
	body    string
	likes   string // who likes it, with spaces between them
	pinned  bool
	locked  string // why it is locked in the end
	removed string // why it is removed in the end
	replies []demoReply
}

type demoReply struct {
	by      string
	after   string // since what was said last: "3h20m"
	to      int    // which reply is answered, from 1; 0 answers the post
	body    string
	likes   string
	edited  string // what it becomes a quarter of an hour later
	removed string
}

// theatre is where it happens.
var theatre = []demoSite{demoAcademy, demoCity, demoCharity}

// play is everything that is said, thread by thread.
func play() []demoThread {
	var all []demoThread
	for _, talk := range [][]demoThread{wardTalk, preceptorTalk, peerTalk, volunteerTalk, livedTalk, helplineTalk, insideTalk} {
		all = append(all, talk...)
	}
	return all
}

var listLine = regexp.MustCompile(`^(- |\d+\. |#+ )`)

// unwrap undoes the line breaks that a text has in the source. Blank lines, lists and quotes stay.
func unwrap(text string) string {
	var out strings.Builder
	quoted := false
	for line := range strings.Lines(strings.TrimSpace(text)) {
		line = strings.TrimSpace(line)
		rest, quote := strings.CutPrefix(line, "> ")
		begun := out.Len() > 0 && !strings.HasSuffix(out.String(), "\n")
		switch {
		case line == "":
			out.WriteString("\n\n")
		case begun && quote && quoted:
			out.WriteString(" " + rest)
		case begun && (quote || listLine.MatchString(line)):
			out.WriteString("\n" + line)
		case begun:
			out.WriteString(" " + line)
		default:
			out.WriteString(line)
		}
		quoted = quote
	}
	return out.String()
}

var scriptMention = regexp.MustCompile(`@([a-z-]+)@(academy|city|charity)\b`)

// cast writes the names in a text as they are outside the play. host gives the host of a site.
func cast(text string, host func(site string) string) string {
	return scriptMention.ReplaceAllStringFunc(unwrap(text), func(m string) string {
		parts := scriptMention.FindStringSubmatch(m)
		return "@" + parts[1] + "@" + host(parts[2])
	})
}
