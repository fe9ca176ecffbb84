package web

import "time"

func addAdmin(add addStory) {
	page := storyPage("Run this site")
	page.NoIndex = true
	add("admin", page, Admin(AdminHomeView{
		Reports: 2, Version: "0.1.0", Database: "SQLite",
		Tiles:  []Tile{{"People", "318", "With an account here"}, {"Posts this week", "64", "From here and elsewhere"}, {"Other sites", "23", "Dealt with in the last month"}, {"Waiting", "1,204", "Messages to other sites"}},
		Attend: []Attention{{"2 reports wait for an answer", "/admin/reports", Warn}, {"slow.example has not answered since Tuesday", "/admin/peers", Bad}},
	}))
	add("admin-well", page, Admin(AdminHomeView{Version: "0.1.0", Database: "PostgreSQL 17"}))
	rules := []RuleRow{
		{Host: "city.example", Allow: true, Reason: "Partner since 2019, agreement signed", By: "Asha Patel", At: ago(400 * 24 * time.Hour)},
		{Host: "*.council.example", Allow: true, Reason: "All councils of the region", At: ago(30 * 24 * time.Hour)},
		{Host: "shouting.example", Reason: "Three complaints in a week", By: "Asha Patel", At: ago(50 * time.Hour)},
	}
	add("admin-federation", page, Federation(FederationView{Reports: 2, Mode: "allowlist", Rules: rules, Host: "academy.example", Rule: "allow", Errors: Errors{"host": "This is your own site. Enter the address of another one."}}))
	add("admin-federation-empty", page, Federation(FederationView{Mode: "open"}))
	add("admin-preview", page, PolicyPreview(PreviewView{Title: "Deny city.example?", Hosts: []string{"city.example"}, Followers: 312, Following: 4, Items: 1290, Deliveries: 18, Fields: map[string]string{"host": "city.example", "rule": "deny", "reason": "…"}, Button: "Deny city.example"}))
	add("admin-preview-opens", page, PolicyPreview(PreviewView{Title: "Allow charity.example?", Opens: "People on charity.example will be able to follow your public communities and take part.", Fields: map[string]string{"host": "charity.example"}, Button: "Allow charity.example"}))
	add("admin-peers", page, Peers(PeersView{Peers: []PeerRow{
		{Host: "charity.example", Software: "Folkmoot 0.1.0", State: State{"Well", Good}, Followers: 88, Following: 3, HeardAt: ago(4 * time.Minute)},
		{Host: "mastodon.example", Software: "Mastodon 4.5.1", State: State{"Well", Good}, Followers: 940, HeardAt: ago(2 * time.Hour), Waiting: 2, NextAt: storyNow.Add(time.Minute)},
		{Host: "slow.example", Software: "Lemmy 1.0.0", State: State{"Not answering", Bad}, Followers: 12, Following: 1, HeardAt: ago(52 * time.Hour), Waiting: 1202, Parked: 14, Fails: 19, Trouble: "the connection timed out", NextAt: storyNow.Add(5 * time.Hour), CanRetry: true},
		{Host: "shouting.example", State: State{"Denied", Warn}, HeardAt: ago(50 * time.Hour)},
	}, Filters: []Tab{{Name: "All", URL: "/admin/peers", Active: true}, {Name: "In trouble", URL: "/admin/peers/trouble", Count: 1}}}))
	add("admin-peers-empty", page, Peers(PeersView{}))
	add("admin-stuck", page, Stuck(StuckView{Work: []StuckWork{
		{ID: "7", What: "Fetch a picture from another site", Error: "the picture is larger than 10 MB", Tries: 20, Since: ago(52 * time.Hour), GivenUpAt: ago(2 * time.Hour)},
	}}))
	add("admin-stuck-none", page, Stuck(StuckView{}))
	add("admin-members", page, Members(MembersView{CanFind: true, Members: []MemberRow{
		{Person: asha, Email: "asha@academy.example", Admin: true, Since: ago(900 * 24 * time.Hour), SeenAt: ago(time.Minute)},
		{Person: imran, Email: "imran.ahmed@irwell-community-health.example", Since: ago(100 * 24 * time.Hour), SeenAt: ago(20 * time.Hour), Acts: []ActButton{{Label: "Suspend", About: "Imran Ahmed", URL: "/admin/people/suspend", Style: "secondary", Link: true}}},
		{Person: mo, Email: "mo@mail.example", Suspended: true, Since: ago(100 * 24 * time.Hour), Acts: []ActButton{{Label: "Let back in", About: "Maureen", URL: "/admin/people/release", Style: "secondary"}}},
	}}))
	add("admin-invitations", page, Invitations(InvitationsView{Link: "https://academy.example/invitation/3f0c9a7be41d4f6c9a7be41d4f6c0c9a", Communities: []Choice{{Value: "1", Label: "Peer support in the North West"}}, Uses: "20", Days: "14", Errors: Errors{"days": "Enter a number of days from 1 to 90."}, Invitations: []InvitationRow{
		{ID: "1", Note: "New starters, March", Community: "Peer support in the North West", By: "Asha Patel", UsesLeft: 12, Used: 8, EndsAt: storyNow.AddDate(0, 0, 9), State: State{"Open", Good}, Open: true},
		{ID: "2", By: "Asha Patel", Used: 1, EndsAt: ago(time.Hour), State: State{"Used up", Quiet}},
	}}))
	reports := []ReportRow{
		{ID: "1", At: ago(3 * time.Hour), By: imran, About: jo, Community: peerSupport, Quote: &Quote{Name: "Jo Lindqvist", URL: "/comment/202", Text: "Could you share the list?"}, Reason: "It tells something private about a person: names a patient.", Close: "/admin/reports/1"},
		{ID: "2", At: ago(30 * time.Hour), By: Person{Name: "city.example"}, About: mo, Reason: "Rude", ClosedAt: ago(time.Hour), ClosedBy: "Asha Patel", Outcome: "Talked with both. Nothing to remove."},
	}
	add("admin-reports", page, Reports(ReportsView{Admin: true, Reports: 1, Heading: "Reports", Rows: reports, Filters: []Tab{{Name: "Open", URL: "/admin/reports", Active: true, Count: 1}, {Name: "Closed", URL: "/admin/reports/closed"}}}))
	add("community-reports", page, Reports(ReportsView{Heading: "Reports", Back: "/c/peer-support", BackName: "Peer support in the North West"}))
	add("admin-settings", page, SiteSettings(SiteSettingsView{Name: "North West Academy", Contact: "hello@academy.example", Accent: "#ffcc00", Nearest: "#846805", Errors: Errors{"accent": "This colour is too pale to read on white."}}))
	add("admin-log", page, Log(LogView{Entries: []LogEntry{{At: ago(50 * time.Hour), Text: "Asha Patel denied shouting.example", Reason: "Three complaints in a week"}, {At: ago(90 * time.Hour), Text: "Asha Patel changed the site settings"}}}))
	add("admin-log-empty", page, Log(LogView{}))
}
