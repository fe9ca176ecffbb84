package web

import (
	"time"

	"github.com/folkmoot/folkmoot/models/text"
)

func visitorPage(title string) Page {
	p := storyPage(title)
	p.Viewer = nil
	return p
}

func addAccount(add addStory) {
	add("sign-in", visitorPage("Sign in"), SignIn(SignInView{Next: "/post/101", Why: "Sign in to reply."}))
	add("sign-in-wrong", visitorPage("Sign in"), SignIn(SignInView{Email: "imran@mail.example", Errors: Errors{"": "The e-mail address or the password is not right."}}))
	add("accept", visitorPage("Welcome"), Accept(AcceptView{Action: "/invitation/1", Host: "academy.example", By: "Asha Patel", Community: peerSupport}))
	add("accept-wrong", visitorPage("Welcome"), Accept(AcceptView{Action: "/invitation/1", Host: "academy.example", Name: "asha", Errors: Errors{"name": "This name is taken. Choose another one.", "password": "Use at least 10 characters."}}))
	setup := Page{Title: "Set up your site", Site: Site{Name: "A new Folkmoot site"}, Now: storyNow}
	add("setup", setup, Setup(SetupView{Action: "/setup/token", Host: "academy.example", Mode: "allowlist"}))
	add("setup-wrong", setup, Setup(SetupView{Action: "/setup/token", Host: "academy.example", Site: "North West Academy", Accent: "#ffcc00", Nearest: "#846805", Errors: Errors{"accent": "This colour is too pale to read on white.", "mode": "Choose whom your site talks with.", "contact": "Enter an e-mail address or a web address for questions."}}))
	profile := ProfileView{
		Person: imran, Place: "Salford", AskAbout: []string{"falls pathways", "wound care at home"}, Since: ago(300 * 24 * time.Hour),
		About: text.Clean("<p>Twelve years on a bike between kitchens and clinics. I like plain questions.</p>"), Communities: []CommunityLink{*peerSupport}, Items: storyItems()[:1], Own: true, Feed: "/u/imran/feed.atom", Blog: "/u/imran/blog",
	}
	add("profile", storyPage("Imran Ahmed"), Profile(profile))
	add("profile-elsewhere", storyPage("Jo Lindqvist"), Profile(ProfileView{Person: jo, Home: "https://mastodon.example/@jo", CanFollow: true, CanReport: true}))
	for _, s := range []Standing{Waiting, Following} {
		add("profile-"+string(s), storyPage("Jo Lindqvist"), Profile(ProfileView{Person: jo, CanFollow: true, Standing: s}))
	}
	add("settings", storyPage("Your settings"), Settings(SettingsView{Name: "imran", Title: "Imran Ahmed", Role: "District nurse", Picture: "/pictures/face.png", CanRemove: true, Errors: Errors{"picture": "This file is not a picture that we can read."}}))
	add("settings-password", storyPage("Your settings"), Settings(SettingsView{Name: "imran", Password: true, Errors: Errors{"present": "This is not your present password."}}))
	notices := storyPage("What is new for me")
	notices.Place = AtNotices
	add("notices", notices, Notices(NoticesView{Pages: Pagination{Base: "/notices", Page: 1, Pages: 2}, Notices: []Notice{
		{Kind: "reply", By: jo, What: "How do you keep a group going when the facilitator leaves?", URL: "/comment/202", Words: "Could you share the list? I would like to try the same with our phone rota.", At: ago(22 * time.Minute), New: true},
		{Kind: "mention", By: dele, What: "A one-page agreement that people actually read", URL: "/comment/301", Words: "@imran has one that is even shorter.", At: ago(70 * time.Minute), New: true},
		{Kind: "asked", By: Person{Name: "Nia Owusu", URL: "/u/nia"}, What: "Peer support in the North West", URL: "/c/peer-support/people", At: ago(20 * time.Hour)},
		{Kind: "reported", What: "Who pays for the tea?", URL: "/c/peer-support/reports", At: ago(40 * time.Hour)},
		{Kind: "other", Text: "The site was away for an hour last night. Nothing was lost.", URL: "/about", At: ago(60 * time.Hour)},
	}}))
	add("notices-empty", notices, Notices(NoticesView{}))
}

func addPlain(add addStory) {
	found := storyPage("Search")
	found.Search, found.Place = "peer support", AtSearch
	add("search", found, Search(SearchView{Query: "peer support", Communities: storyCards()[:2], People: storyPeople()[:3], Hits: storyHits(), Total: 27, More: true, Kinds: []FoundKind{
		{Label: "Everything", Icon: "search", URL: "/search?q=peer+support", Count: 32, Here: true},
		{Label: "Discussions", Icon: "quote", URL: "/search?kind=post&q=peer+support", Count: 27},
		{Label: "People", Icon: "person", URL: "/search?kind=people&q=peer+support", Count: 3},
	}, Pages: Pagination{Base: "/search", Query: "q=peer+support", Page: 1, Pages: 3}}))
	add("search-nothing", found, Search(SearchView{Query: "zzz", Filters: SearchFilters{Kind: "event", In: "gardens"}, Wider: "/search?q=zzz"}))
	add("search-refused", found, Search(SearchView{Query: "@x@shouting.example", Looked: true, Refused: "This site does not talk with shouting.example."}))
	add("search-wrong", visitorPage("Search"), Search(SearchView{Query: "@", Filters: SearchFilters{Until: "yesterday"}, Errors: Errors{"q": "Enter a word, a name or an address.", "until": "Enter a day, such as 2026-03-05."}, SignIn: "/sign-in?next=/search", Failed: "city.example did not answer. Try again later."}))
	for name, v := range map[string]ProblemView{
		"problem-403": {Status: 403, SignIn: "/sign-in"}, "problem-404": {Status: 404, Back: "/communities", BackTo: "See all communities"}, "problem-410": {Status: 410},
		"problem-413": {Status: 413, Message: "What you sent is too large."}, "problem-429": {Status: 429, Wait: 90}, "problem-500": {Status: 500, Ref: "7f3a"},
	} {
		add(name, visitorPage("Problem"), Problem(v))
	}
	add("about-site", visitorPage("About North West Academy"), AboutSite(AboutSiteView{About: text.Clean("<p>We help people in health and care learn from one another.</p>"), Communities: 9, People: 318, Sites: 23, Mode: "allowlist", Admins: []Person{asha}}))
	add("about-site-bare", visitorPage("About"), AboutSite(AboutSiteView{Mode: "closed"}))
	add("about-site-open", visitorPage("About"), AboutSite(AboutSiteView{Mode: "open"}))
	add("how-it-works", visitorPage("How it works"), HowItWorks("academy.example"))
	add("privacy", visitorPage("Privacy"), Privacy(PrivacyView{SessionDays: 30, LogDays: 7}))
	add("accessibility", visitorPage("Accessibility"), Accessibility())
}
