package wire

import (
	"cmp"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// documentForm is Page, which all software shows in some way; a bare Document none does. What makes it a document is an
// attachment that says of what it is a version, and what its bytes add up to: a Page of Lemmy has none and stays a post.
var documentForm = &Form{Kind: models.DocumentKind, Type: "Page", Is: isDocument, Read: readDocument, Write: Writer.documentTerms}

// The terms of Dublin Core for versions.
const (
	versionTerm  = "dct:isVersionOf"
	replacesTerm = "dct:replaces"
	dublinCore   = "http://purl.org/dc/terms/"
)

// documentTerms gives what a document says besides title and abstract: its newest version as an attachment, all of them
// for sites of our software, and in the summary, in words, what software shows that shows no files.
func (w Writer) documentTerms(it *models.Item) document {
	d, ok := it.Detail.(*models.Document)
	if !ok {
		return nil
	}
	versions := w.versions(it, d)
	more := document{
		"summary": d.Line(), "history": it.URI + "/versions", "folkmoot:versions": versions,
		"attachment": w.attachments(it),
	}
	content := heading(it.Title) + it.Content.String()
	for _, v := range versions {
		if v["sc:version"] == strconv.Itoa(d.Number) && v["type"] == "Document" {
			more["attachment"] = append([]document{v}, w.attachments(it)...)
			content += fileLine(v["url"].(string), d.Name, d.MediaType, d.Size)
		}
	}
	more["content"] = content
	if it.Language != "" {
		more["contentMap"] = document{it.Language: content}
	}
	if d.Previewed {
		more["image"] = document{"type": "Image", "mediaType": "image/png", "url": it.URI + "/preview/" + strconv.Itoa(d.Number)}
	}
	for key, value := range map[string]string{
		"license": d.Licence, replacesTerm: d.Replaces, "folkmoot:authors": d.Authors, "folkmoot:cite": d.Cite, "folkmoot:review": d.Review,
	} {
		if value != "" {
			more[key] = value
		}
	}
	if len(d.Folder) > 0 {
		more["folkmoot:folder"] = d.Folder
	}
	return more
}

// fileLine leads to the file at the end of the text, for software that shows no attachments.
func fileLine(address, name, mediaType string, size int64) string {
	return `<p><a href="` + html.EscapeString(address) + `">` + html.EscapeString(name) + "</a> (" +
		html.EscapeString(models.TypeWords(mediaType, name)+", "+models.SizeWords(size)) + ")</p>"
}

// versions are all versions of a document, newest first. Where they were not read, only the newest is known.
func (w Writer) versions(it *models.Item, d *models.Document) []document {
	all := []document{}
	for _, v := range d.Versions {
		all = append(all, w.version(it, v))
	}
	if len(all) == 0 && d.Number > 0 {
		all = append(all, w.version(it, &models.DocumentVersion{
			Number: d.Number, Name: d.Name, MediaType: d.MediaType, Size: d.Size, Digest: d.Digest, At: d.VersionAt,
		}))
	}
	return all
}

// version is one version, at its own id for good: a Document, or once it is withdrawn a Tombstone with its digest, by which
// copies can be found and removed.
func (w Writer) version(it *models.Item, v *models.DocumentVersion) document {
	doc := document{
		"id": it.URI + models.VersionPath(v.Number), "digestMultibase": v.Digest, "sc:version": strconv.Itoa(v.Number), versionTerm: it.URI,
	}
	if !v.WithdrawnAt.IsZero() {
		doc["type"], doc["formerType"], doc["deleted"] = "Tombstone", "Document", moment(v.WithdrawnAt)
		return doc
	}
	doc["type"], doc["name"], doc["mediaType"], doc["size"], doc["published"] = "Document", v.Name, v.MediaType, v.Size, moment(v.At)
	doc["url"] = it.URI + models.VersionPath(v.Number) + "/" + url.PathEscape(v.Name)
	if v.Note != "" {
		doc["summary"] = v.Note
	}
	if v.Number > 1 {
		doc[replacesTerm] = it.URI + models.VersionPath(v.Number-1)
	}
	return doc
}

// Version writes one version of a document of this site. gone tells that it is a Tombstone.
func (w Writer) Version(it *models.Item, v *models.DocumentVersion) (doc []byte, gone bool, err error) {
	if it.Visibility != models.Public {
		return nil, false, ErrPrivate
	}
	doc, err = seal(w.version(it, v))
	return doc, !v.WithdrawnAt.IsZero(), err
}

// Versions writes the history of a document: its versions, newest first.
func (w Writer) Versions(it *models.Item) ([]byte, error) {
	d, ok := it.Detail.(*models.Document)
	if !ok || it.Visibility != models.Public {
		return nil, ErrPrivate
	}
	all := []any{}
	for _, v := range w.versions(it, d) {
		all = append(all, v)
	}
	return w.ordered(it.URI+"/versions", all, listing{total: len(all), by: voice(it, models.DocumentKind).URI, name: it.Title})
}

// isVersion tells whether a part of a document is a file that says of what it is a version, and what it adds up to.
func isVersion(o *Object) bool {
	return (o.Type() == "Document" || o.Type() == "Tombstone") && ofDocument(o) != "" && o.String("digestMultibase") != ""
}

func ofDocument(o *Object) string {
	return cmp.Or(o.idAt(versionTerm), o.idAt(dublinCore+"isVersionOf"))
}

// idAt is the one id at key, bare or of an object; "" when there is none.
func (o *Object) idAt(key string) string {
	id, err := o.OneID(key)
	if err != nil {
		return ""
	}
	return id
}

func isDocument(o *Object) bool { return slices.ContainsFunc(o.Inlines("attachment"), isVersion) }

// readDocument reads a document with its versions: the newest from the attachment, and those before from a list that only
// our software sends. What is not on the document's own host is left out, and a document without any version is none.
func readDocument(o *Object, it *Item) error {
	d := &models.Document{
		Authors: ourString(o, "authors"), Cite: ourString(o, "cite"), Review: ourString(o, "review"), Licence: cmp.Or(o.link("license"), o.String("license")),
		Replaces: cmp.Or(o.idAt(replacesTerm), o.idAt(dublinCore+"replaces")), Folder: o.Strings("folkmoot:folder"),
	}
	since := it.Updated
	if since.IsZero() {
		since = it.Published
	}
	if since.IsZero() {
		since = time.Unix(0, 0).UTC()
	}
	for _, part := range append(o.Inlines("attachment"), o.Inlines("folkmoot:versions")...) {
		v := readVersion(part, it.URI, since)
		if v == nil || slices.ContainsFunc(d.Versions, func(have *models.DocumentVersion) bool { return have.Number == v.Number }) {
			continue
		}
		d.Versions = append(d.Versions, v)
		it.HTML = strings.TrimSuffix(it.HTML, fileLine(v.URL, v.Name, v.MediaType, v.Size))
	}
	if !slices.ContainsFunc(d.Versions, func(v *models.DocumentVersion) bool { return v.WithdrawnAt.IsZero() }) {
		return ErrMalformed
	}
	slices.SortFunc(d.Versions, func(a, b *models.DocumentVersion) int { return cmp.Compare(b.Number, a.Number) })
	it.Detail = d
	return nil
}

// readVersion reads one version of the document with this id, which is as old as that when it does not say; nil when it is
// none.
func readVersion(o *Object, of string, since time.Time) *models.DocumentVersion {
	if !isVersion(o) || ofDocument(o) != of {
		return nil
	}
	id, err := o.ID()
	number, atoiErr := strconv.Atoi(cmp.Or(o.String("sc:version"), o.String("version"), strings.TrimPrefix(id, of+"/v/")))
	v := &models.DocumentVersion{
		Number: number, URI: id, URL: o.link("url"), Name: text.CleanLine(strings.NewReplacer("/", "-", "\\", "-").Replace(o.String("name")), 200), Size: int64(o.Count("size")),
		Digest: o.String("digestMultibase"), Note: text.Clean(o.String("summary")).Plain(), At: o.Time("published"), WithdrawnAt: o.Time("deleted"),
	}
	v.MediaType, _, _ = strings.Cut(text.CleanLine(o.String("mediaType"), 100), ";")
	if v.At.IsZero() {
		v.At = since
	}
	if o.Type() == "Document" {
		v.WithdrawnAt = time.Time{}
	} else if v.WithdrawnAt.IsZero() {
		v.WithdrawnAt = v.At
	}
	switch {
	case err != nil || atoiErr != nil, number < 1 || number > maxVersionNumber, hostOf(id) != hostOf(of), !isDigest(v.Digest):
		return nil
	case o.Type() == "Tombstone":
		v.Name, v.URL, v.Size = cmp.Or(v.Name, "-"), "", 0
		return v
	case v.Size < 1, v.Name == "", !isOn(hostOf(of), v.URL):
		return nil
	}
	return v
}

const maxVersionNumber = 1_000_000

// isDigest tells whether s can be the digest of a file by SHA-256, as a multihash in base 58.
func isDigest(s string) bool { return len(s) == 47 && strings.HasPrefix(s, "zQm") }
