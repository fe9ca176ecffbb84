package web

import (
	"fmt"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// Canned people, places and talk for the stories. All names are invented.

var storyNow = time.Date(2026, 3, 5, 14, 30, 0, 0, time.UTC)

func ago(d time.Duration) time.Time { return storyNow.Add(-d) }

var (
	asha  = Person{Name: "Asha Patel", Handle: "@asha@academy.example", URL: "/u/asha", Role: "Programme lead", Organisation: "North West Academy"}
	cath  = Person{Name: "Cath Jones", Handle: "@cath@academy.example", URL: "/u/cath", Role: "Convener", Organisation: "Bridgewater Carers", Part: "Organiser"}
	imran = Person{Name: "Imran Ahmed", Handle: "@imran@academy.example", URL: "/u/imran", Role: "District nurse", Organisation: "Irwell Community Health"}
	jo    = Person{Name: "Jo Lindqvist", Handle: "@jo@mastodon.example", URL: "/u/jo@mastodon.example", Site: "mastodon.example"}
	mo    = Person{Name: "Maureen", Handle: "@maureen@academy.example", URL: "/u/maureen"}
	dele  = Person{Name: "Dele Okafor", Handle: "@dele@city.example", URL: "/u/dele@city.example", Role: "Social prescriber", Organisation: "City Voluntary Network", Site: "city.example"}
	siân  = Person{Name: "Siân Rees", Handle: "@sian@academy.example", URL: "/u/sian", Role: "Commissioner", Organisation: "Mersey Place Partnership", Part: "Facilitator"}
)

var storySite = Site{
	Name: "North West Academy", Region: "North West England", Contact: "hello@academy.example",
	RunBy: "the North West Academy for Better Care", Legal: "Registered charity 1234567.",
}

var storyViewer = &Viewer{Name: "Imran Ahmed", Handle: "@imran@academy.example", URL: "/u/imran", Unread: 3, Admin: true}

var peerSupport = &CommunityLink{Name: "Peer support in the North West", URL: "/c/peer-support", New: 4, Note: "Last post today"}

var member = Can{Reply: true, Like: true, Report: true}

func storyBand(active string, small bool, s Standing) *Band {
	b := &Band{
		Name: "Peer support in the North West", URL: "/c/peer-support", Small: small, Standing: s, CanJoin: true,
		Purpose:   "For people who run peer support, so that nobody has to work out the same thing twice.",
		Audience:  Audience{Seen: ByAnyone, Sites: 4},
		Elsewhere: "@peer-support@academy.example",
	}
	for _, tab := range []struct{ name, path string }{{"Home", ""}, {"Discussions", "/discussions"}, {"People", "/people"}, {"About", "/about"}} {
		b.Tabs = append(b.Tabs, Tab{Name: tab.name, URL: b.URL + tab.path, Active: tab.name == active})
	}
	return b
}

func storyPage(title string) Page {
	return Page{Title: title, Site: storySite, Viewer: storyViewer, Now: storyNow}
}

func storyItems() []Item {
	return []Item{
		{
			ID: "101", URL: "/post/101", Title: "How do you keep a group going when the facilitator leaves?", Author: cath, At: ago(35 * time.Minute), Community: peerSupport,
			Excerpt: "Our Tuesday group has met for six years. In May I am moving to Leeds, and nobody has stepped forward. I would rather hand it over well than see it fade. What has worked for you?",
			Replies: 6, Repliers: []Person{imran, jo, dele}, LastAt: ago(4 * time.Minute), LastBy: "Jo Lindqvist", Likes: 9, New: true, Pinned: true, Can: member,
		},
		{
			ID: "102", URL: "/post/102", Title: "A one-page agreement that people actually read", Author: dele, At: ago(3 * time.Hour), Community: &CommunityLink{Name: "Social prescribing", URL: "/c/social-prescribing@city.example", Site: "city.example"},
			Excerpt: "We cut ours from four pages to one, and now new people talk about it in their first meeting. Here it is, take it and change it.",
			Replies: 2, Repliers: []Person{siân, asha}, LastAt: ago(time.Hour), LastBy: "Siân Rees", Likes: 23, Liked: true, Can: member,
			Pictures: []Picture{{URL: "/pictures/agreement.jpg", Alt: "One sheet of paper with five short sentences, pinned to a noticeboard", Width: 640, Height: 360}},
		},
		{
			ID: "103", URL: "/post/103", Title: "Hello from the other side of the Pennines", Author: jo, At: ago(26 * time.Hour), Community: peerSupport,
			Excerpt: "I volunteer on a helpline and have been reading along from my own site for a month. Thank you for being so frank about what does not work.",
			Can:     member,
		},
		{
			ID: "104", URL: "/post/104", Title: "Who pays for the tea? Small money, big rows", Author: mo, At: ago(75 * time.Hour), Community: peerSupport,
			Excerpt: "It sounds silly, but it nearly ended us. We now have a tin, a notebook and two people who count it.",
			Replies: 14, Repliers: []Person{cath, imran, dele}, LastAt: ago(30 * time.Hour), LastBy: "Cath Jones", Likes: 41, Locked: true, Can: Can{Like: true},
		},
	}
}

func storyReplies() []Item {
	return []Item{
		{
			ID: "201", URL: "/comment/201", Author: imran, At: ago(30 * time.Minute), Likes: 4, Can: Can{Reply: true, Edit: true, Delete: true},
			Body: text.Clean("<p>We wrote down what Pat did for a month before she left. It came to <strong>eleven small jobs</strong>, and five people took two each. Nobody had wanted “the job”, but nobody minded a small one.</p>"),
		},
		{
			ID: "202", URL: "/comment/202", Author: jo, At: ago(22 * time.Minute), EditedAt: ago(20 * time.Minute), Can: member, Origin: "https://mastodon.example/@jo/1",
			Body: text.Clean("<p>Could you share the list? I would like to try the same with our phone rota. Things I would want on it:</p><ul><li>who has the key</li><li>who writes to new people</li><li>who knows what to do when somebody is in trouble</li></ul>"),
		},
		{
			ID: "203", URL: "/comment/203", Author: cath, At: ago(15 * time.Minute), Likes: 2, Liked: true, Can: member,
			Quote: &Quote{Name: "Imran Ahmed", URL: "#r201", Text: "It came to eleven small jobs, and five people took two each."},
			Body:  text.Clean("<p>That is the kindest idea I have heard all year. I will bring a big sheet of paper on Tuesday.</p>"),
		},
		{ID: "204", At: ago(10 * time.Minute), Gone: "Removed by a facilitator: off topic."},
		{
			ID: "205", URL: "/comment/205", Author: dele, At: ago(4 * time.Minute), Can: Can{Reply: true, Like: true, Report: true, Moderate: true},
			Body: text.Clean("<p>We did it with <em>two</em> facilitators from the start, one always half new. It costs more time and saves the group. See <a href=\"https://city.example/guide\" rel=\"nofollow noopener ugc\">our guide</a>.</p><blockquote><p>Never let one person be the group.</p></blockquote>"),
		},
	}
}

func storyThread() ThreadView {
	post := storyItems()[0]
	post.Community = nil
	post.Can = Can{Reply: true, Like: true, Report: true, Moderate: true}
	post.Body = text.Clean("<p>Our Tuesday group has met for six years. In May I am moving to Leeds, and nobody has stepped forward. I would rather hand it over well than see it fade.</p><p>What has worked for you? I am thinking of three things:</p><ol><li>asking two people to share it,</li><li>a summer break, then start again,</li><li>or an honest good-bye with cake.</li></ol>")
	return ThreadView{
		Post: post, Replies: storyReplies(), Count: 5, Audience: Audience{Seen: ByAnyone, Sites: 4},
		People: []Person{cath, imran, jo, dele}, Elsewhere: "https://academy.example/post/101",
		Composer: &Composer{ID: "reply", Kind: models.Reply, Action: "/post/101/reply", Label: "What would you like to say?", Send: "Reply", Short: true, Pictures: true, Audience: Audience{Seen: ByAnyone, Sites: 4}, Draft: "reply-101"},
	}
}

func storyCards() []CommunityCard {
	return []CommunityCard{
		{Name: "Peer support in the North West", URL: "/c/peer-support", Purpose: "For people who run peer support, so that nobody has to work out the same thing twice.", Members: 214, LastAt: ago(4 * time.Minute), Joined: true, Audience: Audience{Seen: ByAnyone}},
		{Name: "Falls and frailty", URL: "/c/falls", Purpose: "What works to keep people on their feet, and what to do after a fall.", Members: 88, LastAt: ago(5 * time.Hour), Audience: Audience{Seen: ByAnyone}},
		{Name: "Carers’ voices", URL: "/c/carers", Purpose: "Carers and the people who plan services, as equals.", Members: 46, LastAt: ago(28 * time.Hour), Audience: Audience{Seen: ByMembers}},
		{Name: "New facilitators", URL: "/c/new-facilitators", Purpose: "Your first year of looking after a community, in good company.", Members: 31, LastAt: ago(50 * time.Hour), Audience: Audience{Seen: BySite}},
		{Name: "Green wards", URL: "/c/green-wards", Purpose: "Less waste on wards, one bin at a time.", Members: 127, LastAt: ago(90 * time.Hour), Audience: Audience{Seen: ByAnyone}},
		{Name: "Social prescribing", URL: "/c/social-prescribing@city.example", Purpose: "Link workers, gardeners, choirs and GPs who send people to them.", Members: 302, Site: "city.example", LastAt: ago(time.Hour), Audience: Audience{Seen: ByAnyone}},
	}
}

func storyPeople() (cards []PersonCard) {
	cards = []PersonCard{
		{Person: asha, Place: "Manchester", AskAbout: []string{"setting up a community", "evaluation"}, Since: ago(900 * 24 * time.Hour)},
		{Person: imran, Place: "Salford", AskAbout: []string{"falls pathways", "wound care at home"}},
		{Person: jo},
		{Person: dele, AskAbout: []string{"gardens", "choirs"}},
		{Person: mo},
		{Person: Person{Name: "Ruth Adeyemi", URL: "/u/ruth", Role: "Trustee", Organisation: "Pennine Hospices"}, Place: "Bolton"},
	}
	for i, name := range []string{"Tom Whittle", "Priya Nair", "Gwen Ashworth", "Karol Nowak", "Beatriz Costa", "Yusuf Demir"} {
		cards = append(cards, PersonCard{Person: Person{Name: name, URL: fmt.Sprintf("/u/p%d", i)}})
	}
	return cards
}

func storyHits() []Hit {
	return []Hit{
		{
			Kind: "Discussion", Icon: "quote", URL: "/post/101", Author: cath, Community: peerSupport, At: ago(35 * time.Minute),
			Title: []models.Part{{Text: "How do you keep a "}, {Text: "peer", Found: true}, {Text: " group going?"}},
			Words: []models.Part{{Text: "… we have had "}, {Text: "support", Found: true}, {Text: " for six years, and in May I am moving to Leeds …"}},
		},
		{Kind: "Reply", Icon: "reply", URL: "/comment/202", Author: jo, Thread: "Who pays for the tea?", Words: []models.Part{{Text: "Peers", Found: true}, {Text: " do."}}, At: ago(22 * time.Hour)},
	}
}
