package web

import (
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

func storyDocument() Document {
	return Document{
		URL: "/document/501", Title: "Ground rules to start from", Number: 2, Name: "ground-rules.odt", Type: "OpenDocument text", Size: "14 KB", At: ago(30 * time.Hour),
		Authors: "Cath Doyle and the Tuesday group", Licence: models.Licences[1], Review: ago(-2000 * time.Hour), Tags: []string{"groundrules", "starting"},
		Folder: &FolderLink{Name: "Starting", URL: "/c/peer-support/library/folder/7"}, Downloads: 41, Used: 3,
	}
}

func addLibrary(add addStory) {
	page := storyPage("Library")
	page.Band = storyBand("Library", false, Keeper)
	rules, plan, long, held := storyDocument(), storyDocument(), storyDocument(), storyDocument()
	plan.Title, plan.Name, plan.Type, plan.Preview, plan.Due = "Where we meet", "plan.png", "PNG picture", "/pictures/plan.svg", true
	long.Title, long.Authors = "Averylongtitlewithoutanyspaceinitwhichhastobebrokensomewhere and then more of it", "Somebody With A Long Name, Another One and a Committee for the Improvement of Long Lines"
	long.Tags, long.Name = []string{"averylonghashtagwithoutanyendtoit"}, "long.markdown"
	held.Title, held.Number, held.Held, held.Trouble = "Draft of the year", 0, true, "year.exe: Files of this type cannot be kept here."
	view := LibraryView{
		Folders: []FolderLink{{Name: "Starting", URL: "/c/peer-support/library/folder/7", Count: 12}, {Name: "A folder whose name is so long that it wraps", URL: "/c/peer-support/library/folder/8"}},
		Rows:    []Document{rules, plan, long, held}, Total: 104, Action: "/c/peer-support/library", Add: "/c/peer-support/library/new", Pages: Pagination{Base: "/c/peer-support/library", Page: 1, Pages: 3, Total: 104},
		Orders:  []Tab{{Name: "Newest", URL: "/c/peer-support/library", Active: true}, {Name: "By title", URL: "/c/peer-support/library?sort=title"}},
		Filters: []Tab{{Name: "All", URL: "/c/peer-support/library", Active: true}, {Name: "Needs review", URL: "/c/peer-support/library?show=review"}},
		Tags:    []Tab{{Name: "#groundrules", URL: "/c/peer-support/library?tag=groundrules", Count: 3}, {Name: "#averylonghashtagwithoutanyendtoit", URL: "/c/peer-support/library?tag=long", Count: 1}},
	}
	add("library", page, Library(view))
	folder := view
	folder.Title, folder.Crumbs, folder.Folders, folder.Rename, folder.All, folder.Words = "Starting", []FolderLink{{Name: "Library", URL: "/c/peer-support/library"}}, nil, "/c/peer-support/library/folder/7/edit", "/c/peer-support/library/folder/7", "rules"
	folder.Kept = map[string]string{"tag": "groundrules"}
	add("library-folder", page, Library(folder))
	none := Empty{Drawing: "shelf", Title: "Nothing here", Text: "No document is like this.", Act: &ActButton{Label: "Show all", URL: "/c/peer-support/library", Style: "secondary", Link: true}}
	add("library-none", page, Library(LibraryView{Orders: view.Orders, Action: view.Action, Words: "zzz", All: view.Action, Empty: none}))
	small := storyPage("Library")
	small.Band = storyBand("Library", true, Keeper)
	add("library-change-folder", small, FolderPage(FolderForm{Action: "/c/peer-support/library/folder/7/edit", Back: "/c/peer-support/library/folder/7", Errors: Errors{"name": "Enter a name."}}))
	addDocuments(add, small)
	addDocumentForms(add, small)
}

func addDocuments(add addStory, page Page) {
	thread := func(d Document) ThreadView {
		post := Item{ID: "501", URL: d.URL, Title: d.Title, Author: cath, At: ago(30 * time.Hour), EditedAt: ago(time.Hour), Can: member, Body: text.Clean("<p>Nine rules. Cross out three.</p>"), Detail: &d}
		return ThreadView{Post: post, Audience: Audience{Seen: ByAnyone, Sites: 4}}
	}
	kept := storyDocument()
	kept.Page = &DocumentPage{
		Get: "/document/501/v/2/ground-rules.odt", Cite: "Doyle C.: Ground rules.", Replaces: "https://city.example/document/9", Change: "/document/501/edit", NewVersion: "/document/501/versions/new",
		ReplacedBy: []FolderLink{{Name: "Ground rules, again", URL: "/document/502"}}, Folders: []FolderLink{{Name: "Library", URL: "/c/peer-support/library"}, {Name: "Starting", URL: "/c/peer-support/library/folder/7"}},
		Versions: []DocumentVersion{
			{ID: "93", Name: "ground-rules.odt", At: ago(time.Minute)},
			{Number: 3, ID: "92", URL: "/document/501/v/3/ground-rules.odt", Name: "ground-rules.odt", Type: "OpenDocument text", Size: "14 KB", Note: "Shorter", By: &jo, At: ago(time.Hour), Current: true, Withdraw: "/document/501/v/3/withdraw"},
			{Number: 2, ID: "91", Name: "ground-rules.odt", By: &cath, Withdrawn: ago(time.Hour)},
			{Number: 1, ID: "90", URL: "/document/501/v/1/ground-rules.odt", Name: "anamewithoutanyspaceinitthathastobebrokensomewhere.odt", Type: "OpenDocument text", Size: "13 KB", By: &cath, At: ago(300 * time.Hour)},
		},
		Uses: []DocumentUse{{Who: jo, Line: "For our first evening."}, {Who: asha}}, Use: &UseForm{Action: "/document/501/use", Mine: true, Line: "For us.", Shown: true},
	}
	add("document", page, Thread(thread(kept)))
	far := storyDocument()
	far.Preview, far.Due, far.Licence = "/pictures/plan.svg", true, models.Licence{Name: "Ask us first"}
	far.Page = &DocumentPage{Get: "/document/501/v/1/plan.png", From: "city.example", Versions: kept.Page.Versions[3:], Use: &UseForm{Action: "/document/501/use"}}
	add("document-elsewhere", page, Thread(thread(far)))
	held := storyDocument()
	held.Number, held.Held, held.Authors, held.Licence = 0, true, "", models.Licence{}
	held.Trouble = "year.exe: Files of this type cannot be kept here."
	held.Page = &DocumentPage{Change: "/document/501/edit", NewVersion: "/document/501/versions/new"}
	add("document-not-taken", page, Thread(thread(held)))
}

func addDocumentForms(add addStory, page Page) {
	kept := []KeptFile{{ID: "71", Name: "ground-rules.odt", Type: "OpenDocument text", Size: "14 KB"}}
	folders := []Choice{{Label: "No folder"}, {Value: "7", Label: "Starting"}}
	add("document-add", page, ComposePage(ComposeView{Heading: "Add documents", Composer: Composer{
		ID: "new", Action: "/c/peer-support/library/new", Kind: models.DocumentKind, Title: "Ground rules", Body: "Nine rules.", Label: "What is it about?", Send: "Add to the library",
		Errors: Errors{"file": "This file is empty. Choose another.", "review": "Enter a day, such as 2027-03-01."},
		Extra:  &DocumentFields{Folders: folders, Folder: "7", Kept: kept, Review: "soon", Upload: "peer-support"},
	}}))
	add("document-version", page, NewVersion(VersionForm{
		Action: "/document/501/versions/new", Back: "/document/501", Title: "Ground rules", Fields: DocumentFields{Note: "Shorter", Upload: "peer-support"}, Errors: Errors{"file": "Choose a file."},
	}))
	add("document-not-fetched", page, Fetching(FetchView{
		Title: "Fetching the file", Back: "/document/501", Site: "city.example", Name: "ground-rules.odt", Original: "https://city.example/document/9",
		Trouble: "city.example gave another file than it said.", Again: "/document/501/v/1/fetch",
	}))
}
