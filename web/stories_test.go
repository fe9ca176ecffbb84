package web

import (
	"time"

	"github.com/a-h/templ"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// stories lists every page at least once, and those states of it that look different.
func stories() (all []story) {
	add := func(name string, p Page, content templ.Component) {
		all = append(all, story{name, p, content})
	}
	addFeeds(add)
	addCommunity(add)
	addThreads(add)
	addEvents(add)
	addWiki(add)
	addLibrary(add)
	addAccount(add)
	addMail(add)
	addAdmin(add)
	addPlain(add)
	return all
}

type addStory func(name string, p Page, content templ.Component)

func addFeeds(add addStory) {
	home := storyPage("What people say")
	home.Place = AtHome
	home.Flash = &Flash{Text: "You have left Green wards.", Undo: "/c/green-wards/join"}
	add("home", home, Home(HomeView{
		Items: storyItems(), Pages: Pagination{Base: "/", Page: 2, Pages: 20, Total: 1000, More: true}, Start: "/new", Feed: "/feed.atom",
		Filters:     []Tab{{Name: "Everything", URL: "/", Active: true}, {Name: "My communities", URL: "/communities-only"}},
		Communities: []CommunityLink{*peerSupport, {Name: "Falls and frailty", URL: "/c/falls", Note: "Last post today"}, {Name: "Social prescribing", URL: "/c/social-prescribing@city.example", Site: "city.example", New: 120}, {Name: "Carers’ voices", URL: "/c/carers", Note: "Last post yesterday"}},
	}))
	add("home-empty", storyPage("What people say"), Home(HomeView{Start: "/new", Steps: []Step{{Title: "Say who you are", Text: "A face and a line about your work", URL: "/settings", Done: true}, {Title: "Join a community", Text: "There are nine here", URL: "/communities"}}}))
	landing := storyPage("")
	landing.Viewer = nil
	landing.Site.ThemeURL = "/theme.css"
	landing.Description = "Communities of people who make care better in North West England."
	add("landing", landing, Landing(LandingView{Communities: storyCards(), Items: visitorItems(), SignIn: true, Handle: "@peer-support@academy.example", More: "/discussions"}))
	communities := storyPage("Communities")
	communities.Place = AtCommunities
	add("communities", communities, Communities(CommunitiesView{Here: storyCards()[:5], Elsewhere: storyCards()[5:], CanFound: true}))
}

func visitorItems() []Item {
	items := storyItems()
	for i := range items {
		items[i].Can, items[i].Liked, items[i].New = Can{}, false, false
	}
	return items[:3]
}

func addCommunity(add addStory) {
	home := storyPage("Peer support in the North West")
	home.Band = storyBand("Home", false, Joined)
	items := storyItems()
	for i := range items {
		items[i].Community = nil
	}
	view := CommunityView{
		URL: "/c/peer-support", Items: []Item{items[0], items[2], items[3]}, More: "/c/peer-support/discussions", Start: "/c/peer-support/new",
		Organisers: []Person{cath, siân}, Gain: "People to ask on a bad day, and a shelf of things that worked elsewhere.", Members: 214, Followers: 1380,
		Feed: "/c/peer-support/feed.atom", Handle: "@peer-support@academy.example", Sites: []SiteCount{{"city.example", 42}, {"mastodon.example", 17}, {"charity.example", 9}}, Requests: 2,
	}
	add("community", home, CommunityHome(view))
	visitor := home
	visitor.Viewer, visitor.Band = nil, storyBand("Home", false, Visitor)
	visitor.Site.ThemeURL = "/theme-plum.css"
	add("community-visitor", visitor, CommunityHome(CommunityView{URL: view.URL, Organisers: view.Organisers, Members: 3, Handle: view.Handle}))
	talk := home
	talk.Title, talk.Band = "Discussions", storyBand("Discussions", false, Waiting)
	add("discussions", talk, Discussions(DiscussionsView{Items: items, Start: "/c/peer-support/new", Pages: Pagination{Base: "/c/peer-support/discussions", Page: 1, Pages: 4, Total: 77}, Filters: []Tab{{Name: "Latest", URL: "/c/peer-support/discussions", Active: true}, {Name: "No replies yet", URL: "/c/peer-support/discussions/unanswered", Count: 3}}}))
	people := home
	people.Title, people.Band = "People", storyBand("People", false, Keeper)
	asks := []PersonCard{{Person: Person{Name: "Nia Owusu", URL: "/u/nia", Role: "Trainee", Organisation: "Irwell Community Health"}, Acts: []ActButton{{Label: "Let in", About: "Nia Owusu", URL: "/c/peer-support/people/accept", Fields: map[string]string{"actor": "12"}}, {Label: "Decline", About: "Nia Owusu", URL: "/c/peer-support/people/decline", Style: "secondary"}}}}
	add("people", people, CommunityPeople(PeopleView{Requests: asks, Keepers: []PersonCard{{Person: cath, AskAbout: []string{"anything"}}, {Person: siân}}, Members: storyPeople(), Count: 214, Pages: Pagination{Base: "/c/peer-support/people", Page: 3, Pages: 9}, Manage: true, Base: "/c/peer-support/people"}))
	about := home
	about.Title, about.Band = "About", storyBand("About", false, Following)
	add("about", about, CommunityAbout(AboutView{
		URL: "/c/peer-support", Purpose: text.Clean("<p>For people who run peer support, so that nobody has to work out the same thing twice.</p>"), Gain: text.Clean("<p>People to ask on a bad day, and a shelf of things that worked elsewhere.</p>"),
		Domain: text.Clean("<p>Groups in which people with the same experience help each other. Not one-to-one counselling.</p>"), Agreement: text.Clean("<ul><li>Speak for yourself.</li><li>What is said about a person stays here.</li></ul>"),
		Facts: []Fact{{Label: "Started", Value: "3 March 2024"}, {Label: "Joining", Value: "Anyone can join"}, {Label: "Lives on", Value: "academy.example", URL: "/"}},
		Log:   []LogEntry{{At: ago(30 * time.Hour), Text: "Cath Jones closed “Who pays for the tea?” to replies", Reason: "We have heard everyone. Thank you.", URL: "/post/104"}, {At: ago(80 * time.Hour), Text: "Siân Rees removed a reply", Reason: "Off topic", Undone: true}}, Handle: "@peer-support@academy.example", CanEdit: true,
	}))
	charter := storyPage("Start a community")
	add("charter-new", charter, Charter(CharterView{New: true, Action: "/communities/new", Back: "/communities", Site: "academy.example", Joining: "open", Errors: Errors{"title": "Enter the name of the community, as people will say it.", "visibility": "Choose who can see the community."}}))
	edit := storyPage("Community settings")
	edit.Band = storyBand("", true, Keeper)
	add("charter-edit", edit, Charter(CharterView{Action: "/c/peer-support/settings", Back: "/c/peer-support", Title: "Peer support in the North West", Purpose: "For people who run peer support.", Joining: "request", Restricted: true, Audience: Audience{Seen: ByMembers}, Mark: "/pictures/mark.png"}))
	add("banned", edit, Banned(BannedView{Base: "/c/peer-support/people", People: []PersonCard{{Person: Person{Name: "Loud Larry", Site: "shouting.example", URL: "/u/larry@shouting.example"}, Acts: []ActButton{{Label: "Let back in", About: "Loud Larry", URL: "/c/peer-support/people/unban", Style: "secondary"}}}}}))
}

func addThreads(add addStory) {
	page := storyPage("How do you keep a group going when the facilitator leaves?")
	page.Band = storyBand("Discussions", true, Joined)
	add("thread", page, Thread(storyThread()))
	failed := storyThread()
	failed.Composer.Errors = Errors{"body": "Write something before you send it."}
	add("thread-error", page, Thread(failed))
	locked := storyThread()
	locked.Composer, locked.Post.Locked = nil, true
	locked.Why = "This discussion is closed to replies. You can still read it."
	locked.Replies[0].Pictures = []Picture{{URL: "/pictures/list.jpg", Alt: "", Full: "/pictures/list-big.jpg"}}
	visitor := page
	visitor.Viewer, visitor.Band = nil, storyBand("Discussions", true, Visitor)
	add("thread-locked", visitor, Thread(locked))
	add("compose", page, ComposePage(ComposeView{Heading: "Start a discussion", Back: "/c/peer-support", BackName: "Peer support in the North West", Composer: Composer{ID: "post", Action: "/c/peer-support/new", Kind: models.Post, Title: "What do you do when nobody comes?", Body: "Last **Tuesday** it was only me and the kettle.", Label: "What would you like to say?", Send: "Post", Pictures: true, Audience: Audience{Seen: ByAnyone, Sites: 4}, Back: "/c/peer-support", Draft: "post-peer-support", Preview: &Preview{Title: "What do you do when nobody comes?", Body: text.Clean("<p>Last <strong>Tuesday</strong> it was only me and the kettle.</p>")}}}))
	add("compose-edit", storyPage("Change your post"), ComposePage(ComposeView{Heading: "Change your post", Composer: Composer{ID: "edit", Action: "/post/1/edit", Kind: models.Post, Label: "Your words", Send: "Save changes", Pictures: true, Places: []Choice{{Value: "1", Label: "Peer support"}, {Value: "2", Label: "Falls and frailty"}}, In: "2", Quote: &Quote{Name: "Asha Patel", Text: "Nobody had wanted “the job”."}, Kept: []KeptPicture{{ID: "7", Picture: Picture{URL: "/pictures/agreement.jpg", Alt: "A sheet of paper", Width: 640, Height: 360}}}, Errors: Errors{"title": "Enter a title.", "body": "Write something.", "alt-7": "Say what the picture shows.", "picture1": "This file is not a picture that we can read."}}}))
	add("history", page, History(HistoryView{Title: "How do you keep a group going?", Back: "/post/101", Versions: []Version{
		{At: ago(20 * time.Minute), By: "Cath Jones", Current: true, Title: []DiffPart{{Text: "How do you keep a group going"}, {Text: " when the facilitator leaves", Added: true}, {Text: "?"}}, Parts: []DiffPart{{Text: "Our Tuesday group has met for "}, {Text: "five", Removed: true}, {Text: "six", Added: true}, {Text: " years."}}},
		{At: ago(40 * time.Minute), By: "Cath Jones", First: true, Parts: []DiffPart{{Text: "Our Tuesday group has met for five years."}}},
	}}))
	add("report", page, Report(ReportView{Action: "/comment/202/report", Back: "/post/101", Quote: Quote{Name: "Jo Lindqvist", Text: "Could you share the list?"}, Site: "mastodon.example", Reasons: []Choice{{Value: "rude", Label: "It is rude or hurtful"}, {Value: "private", Label: "It tells something private about a person"}, {Value: "spam", Label: "It is advertising"}, {Value: "other", Label: "Something else"}}, Errors: Errors{"reason": "Choose what is wrong."}}))
	add("confirm", page, ConfirmPage(Confirm{Title: "Delete this post?", Lost: []string{"Your words and pictures will be gone for everyone on this site.", "We will ask 4 other sites to delete their copies. We cannot promise that they do."}, Kept: "The six replies stay, under “This post is gone”.", Action: "/post/101/delete", Button: "Yes, delete it", Back: "/post/101"}))
}
