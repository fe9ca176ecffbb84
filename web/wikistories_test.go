package web

import (
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

func addWiki(add addStory) {
	page := storyPage("Night rota")
	page.Band = storyBand("Wiki", true, Keeper)
	front := storyPage("Wiki")
	front.Band = storyBand("Wiki", false, Keeper)
	below := []WikiNode{{Title: "Who has the key", URL: "/c/peer-support/wiki/who-has-the-key", At: ago(time.Hour)}}
	add("wiki", front, WikiIndexPage(WikiIndex{
		Feed: "/c/peer-support/wiki/feed.atom",
		New:  "/c/peer-support/wiki/new", Count: 3, Review: "/c/peer-support/wiki/review", Reviews: 1,
		Nodes: []WikiNode{{Title: "Night rota", URL: "/c/peer-support/wiki/night-rota", At: ago(48 * time.Hour), Below: below}, {Title: "Tea", URL: "/c/peer-support/wiki/tea", ReviewOn: "Sun 1 March"}},
	}))
	add("wiki-empty", page, WikiIndexPage(WikiIndex{Title: "Wiki", WhyNot: "Join this community to write in its wiki.", Back: "/c/peer-support/wiki", Empty: Empty{Drawing: "shelf", Title: "No pages yet", Text: "A wiki is what this community knows."}}))
	post := Item{ID: "401", URL: "/wiki/401", Title: "Night rota", Author: cath, At: ago(30 * time.Hour), Can: member}
	body, contents := text.Clean("<h3>Who</h3><p>is on</p><h4>First half</h4><p>Asha</p><h3>Whom to ring</h3>").Dress(func(string) *text.Lead { return nil })
	shown := WikiPageView{
		Thread: ThreadView{Post: post, Audience: Audience{Seen: ByAnyone, Sites: 4}, ToPage: "/c/peer-support/wiki/new?from=401"}, Above: []Tab{{Name: "Rotas", URL: "/c/peer-support/wiki/rotas"}},
		Body: body, Contents: contents, By: jo, At: ago(time.Hour), Note: "new numbers", Number: 7, Below: below, Links: "/c/peer-support/wiki/night-rota/links", Linked: 2,
		History: "/c/peer-support/wiki/night-rota/history", Edit: "/wiki/401/edit", Watch: "/wiki/401/unwatch", Watching: true, Protect: "/wiki/401/unprotect", Locked: true,
		ReviewOn: ago(72 * time.Hour), Due: true,
	}
	add("wiki-page", page, WikiPage(shown))
	far := shown
	far.Site, far.Locked, far.Protect, far.Due, far.ReviewOn, far.WhyNot = "city.example", false, "", false, ago(-72*time.Hour), "Join this community to write in its wiki."
	far.Offers = []WikiOffer{{State: models.Offered, At: ago(time.Minute), URL: "/wiki/401/offer/3"}, {State: models.OfferRejected, At: ago(time.Hour), Reason: "Somebody else has changed the same lines meanwhile.", URL: "/wiki/401/offer/2"}, {State: models.OfferAccepted, At: ago(2 * time.Hour), URL: "/wiki/401/offer/1", By: &jo}}
	add("wiki-elsewhere", page, WikiPage(far))
	add("wiki-missing", page, WikiMissing(WikiMissingView{Name: "Tea", Wiki: "/c/peer-support/wiki", New: "/c/peer-support/wiki/new?title=Tea"}))
	rows := []WikiRevisionRow{
		{Number: 3, By: jo, At: ago(time.Hour), Note: "new numbers", URL: "/c/peer-support/wiki/night-rota/rev/3", Diff: "/c/peer-support/wiki/night-rota/diff/2..3", Now: true, Merged: true},
		{Number: 2, By: asha, At: ago(3 * time.Hour)},
		{Number: 1, By: cath, At: ago(30 * time.Hour), URL: "/c/peer-support/wiki/night-rota/rev/1", First: true},
	}
	add("wiki-history", page, WikiHistory(WikiHistoryView{Title: "Night rota", Back: "/c/peer-support/wiki/night-rota", Rows: rows, Compare: "/c/peer-support/wiki/night-rota/history", Offers: far.Offers[2:], Site: "city.example"}))
	add("wiki-revision", page, WikiRevision(WikiRevisionView{Title: "Night rota", Back: "/c/peer-support/wiki/night-rota", History: "/c/peer-support/wiki/night-rota/history", Row: rows[2], Body: body, Restore: "/wiki/401/restore-revision", Number: 1}))
	parts := []DiffPart{{Text: "Who is on at "}, {Text: "day", Removed: true}, {Text: "night", Added: true}}
	add("wiki-diff", page, WikiDiff(WikiDiffView{Title: "Night rota", History: "/c/peer-support/wiki/night-rota/history", From: rows[2], To: rows[0], Name: parts, Parts: parts, Restore: "/wiki/401/restore-revision"}))
	add("wiki-offer", page, WikiOfferPage(WikiOfferView{Title: "Night rota", Back: "/wiki/401", Offer: far.Offers[1], Note: "shorter", Words: "Who is on.", Parts: parts, Again: "/wiki/401/edit?offer=2", Drop: "/wiki/401/offer/2/drop", Site: "city.example"}))
	add("wiki-clash", page, ComposePage(ComposeView{Heading: "Change the page", Composer: Composer{
		ID: "edit", Action: "/wiki/401/edit", Kind: models.WikiPageKind, Title: "Night rota", Body: "mine", Label: "What the page says", Send: "Save", Tall: true, Errors: Errors{"body": "Somebody else has changed the same lines.", "review": "Enter a day, such as 2027-03-01."},
		Extra: &WikiFields{Base: 7, Note: "mine", ReviewOn: "soon", Parents: []Choice{{Value: "400", Label: "Rotas"}}, Clash: &Clash{By: jo, At: ago(time.Hour), Title: "Night rota", Words: "theirs", Parts: parts}},
	}}))
	add("compose-clash", page, ComposePage(ComposeView{Heading: "Change the article", Composer: Composer{
		ID: "edit", Action: "/article/401/edit", Kind: models.ArticleKind, Title: "Night rota", Body: "mine", Label: "The article", Send: "Save", Cover: true, Errors: Errors{"body": "This was changed elsewhere while you wrote."},
		Was: "1", Clash: &Clash{Own: true, URL: "/article/401", At: ago(time.Hour), Title: "Night rota", Words: "theirs", Parts: parts}, Extra: &ArticleFields{Summary: "In short."},
	}}))
	add("wiki-offering", page, ComposePage(ComposeView{Heading: "Change the page", Composer: Composer{
		ID: "edit", Action: "/wiki/401/edit", Kind: models.WikiPageKind, Title: "Night rota", Label: "What the page says", Send: "Save", Tall: true, Extra: &WikiFields{Base: 7, Site: "city.example"},
	}}))
}
