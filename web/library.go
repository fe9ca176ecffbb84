package web

import (
	"context"
	"maps"
	"slices"

	"github.com/a-h/templ"

	"github.com/folkmoot/folkmoot/models"
)

// LibraryView is a library, or one folder of it, one page at a time.
type LibraryView struct {
	Title   string       // of the folder; empty: the whole library
	Crumbs  []FolderLink // the way to it
	Folders []FolderLink // those in it
	Rows    []Document
	Orders  []Tab // ways to sort
	Filters []Tab // "All", "Needs review"
	Tags    []Tab
	Action  string // of the form that looks for words (GET, field q); the fields of Kept are sent with it
	Kept    map[string]string
	Words   string
	Total   int
	All     string // address of the same list without what narrows it; empty: nothing does
	Pages   Pagination
	Add     string // empty: not offered
	WhyNot  string // why nothing can be added, in a sentence
	Rename  string // for those who look after the folder
	Empty   Empty
}

// FolderForm renames a folder, or takes it away.
// Form: POST to Action. Fields: name, do ("rename" or "remove").
type FolderForm struct {
	Action, Back, Name string
	Errors             Errors
}

// KeptFile is a file that has arrived already and waits for the rest of the form.
type KeptFile struct{ ID, Name, Type, Size string }

// DocumentFields are the fields of a document as somebody typed them, or as they are stored. They are the Extra of a
// Composer. Fields: file (files), upload (files that arrived by themselves), kept (numbers of files that have arrived),
// folder, new_folder, authors, licence, other_licence, cite, review, replaces, note.
type DocumentFields struct {
	Folder, NewFolder      string
	Authors, Cite          string
	Licence, OtherLicence  string
	Review, Replaces, Note string
	Kept                   []KeptFile
	Upload                 string // the name of the community of which files are to be that come in parts; empty: they do not
	Folders                []Choice
	Stored                 bool // it exists already and is changed
}

// OtherLicence is the choice of saying a licence oneself.
const OtherLicence = "other"

// Above are the files and what they say of themselves.
func (f *DocumentFields) Above(errs Errors) templ.Component { return documentFieldsAbove(f, errs) }

// Below are all the others.
func (f *DocumentFields) Below(errs Errors) templ.Component { return documentFieldsBelow(f, errs) }

// Order names the fields as they stand over and under the words.
func (f *DocumentFields) Order() (above, below []string) {
	return []string{"file", "note", "folder", "new_folder"}, []string{"authors", "licence", "other_licence", "review", "cite", "replaces"}
}

func (f *DocumentFields) licences(ctx context.Context) []Choice {
	all := []Choice{{Value: "", Label: T(ctx, "document_form.no_licence")}}
	for _, l := range models.Licences {
		all = append(all, Choice{Value: l.URL, Label: l.Name})
	}
	return all
}

// opened tells whether fields that are folded away must be seen.
func (f *DocumentFields) opened(errs Errors) bool {
	return f.Cite+f.Replaces+f.Review != "" || slices.ContainsFunc([]string{"cite", "replaces", "review"}, func(name string) bool { return errs[name] != "" })
}

// VersionForm is the page for a new version.
// Form: POST to Action, multipart. Fields: file, upload, kept, note.
type VersionForm struct {
	Action, Back, Title string
	Fields              DocumentFields
	Errors              Errors
}

// FetchView is shown while a file is fetched from another site.
type FetchView struct {
	Title, Back, Site, Name string
	Trouble                 string // why it could not be had; then Again asks once more (POST)
	Again                   string
	Original                string // where it is there
}

// uploadAttrs let the script send files in parts.
func uploadAttrs(ctx context.Context, f *DocumentFields, wrong string) templ.Attributes {
	a := describedBy("file", "hint", wrong)
	if f.Upload != "" {
		maps.Copy(a, UploadAttributes(ctx, f.Upload))
	}
	return a
}
