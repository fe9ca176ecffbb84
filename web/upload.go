package web

import (
	"context"

	"github.com/a-h/templ"
)

// UploadScript is the script that sends the files of a form in parts. A page with such a form loads it with defer.
func UploadScript() string { return Asset("upload.js") }

// UploadAttributes are what an <input type="file"> bears so that UploadScript sends its files in parts, to be files of a community of
// this site, "" for one's own; with the words that the script says. The form then has fields named "upload", one for each file that
// has come whole.
func UploadAttributes(ctx context.Context, community string) templ.Attributes {
	return templ.Attributes{
		"data-upload": community, "data-sending": T(ctx, "upload.sending"), "data-arrived": T(ctx, "upload.arrived"),
		"data-broken": T(ctx, "upload.broken"), "data-failed": T(ctx, "upload.failed"), "data-wait": T(ctx, "upload.wait"),
		"data-remove": T(ctx, "upload.remove"), "data-empty": T(ctx, "upload.empty"),
	}
}
