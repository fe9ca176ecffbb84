//go:build browser

package journeys

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A check that never finds anything is no check: these pages have one fault each, and each must be found.

const soundPage = `<!DOCTYPE html><html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width">
<style>body { background: #fff; color: #111 }</style></head><body><main><h1>A page</h1><p>%s</p></main></body></html>`

func page(body string) string { return fmt.Sprintf(soundPage, body) }

func TestLook_LetsASoundPagePass(t *testing.T) {
	for _, one := range tellings() {
		t.Run(one.String(), func(t *testing.T) {
			if output, err := lookAt(t, one, page("All is well.")); err != nil {
				t.Errorf("%v\n%s", err, output)
			}
		})
	}
}

func TestLook_FindsEachFault(t *testing.T) {
	other := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(other.Close)
	faults := []struct {
		name, page, report string
		javaScript         bool
		width              int
	}{
		{name: "a picture without words", page: page(`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`), report: "image-alt"},
		{name: "pale text", page: page(`<span style="color: #ccc">Pale</span>`), report: "color-contrast"},
		{name: "pale text in the dark", report: "axe in the dark", page: strings.Replace(page("Dark"), "</style>",
			"@media (prefers-color-scheme: dark) { body { background: #000; color: #222 } }</style>", 1)},
		{name: "markup", page: page(`<a href="/"><a href="/">twice</a></a>`), report: "markup, line"},
		{name: "another host", page: page(`<img alt="x" src="` + other.URL + `/x.gif">`), report: "it asks " + other.URL},
		{name: "a missing part", page: page(`<img alt="x" src="/gone.gif">`), report: "/gone.gif answered 404"},
		{name: "too wide", page: page(`<span style="display: inline-block; width: 350px">Wide</span>`), report: "wider than 320", width: 360},
		{name: "heavy", page: page(strings.Repeat("heavy ", 11_000)), report: "more than 61440"},
		{name: "a failing script", page: page(`<script>null.x</script>`), report: "a script failed", javaScript: true},
		{
			name: "a script that the policy refuses", page: page(`<span onclick="alert(1)">x</span><script src="data:,1"></script>`),
			report: "Content Security Policy", javaScript: true,
		},
	}
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			one := telling{JavaScript: fault.javaScript, Width: max(fault.width, 800)}
			if fault.width > 0 {
				one.Width = fault.width
			}
			output, err := lookAt(t, one, fault.page)
			if err == nil || !strings.Contains(output, fault.report) {
				t.Errorf("the report should say %q, it was (%v):\n%s", fault.report, err, output)
			}
		})
	}
}

func TestLook_WithoutJavaScriptNoScriptRunsButTheLookDoes(t *testing.T) {
	script := page(`<noscript>No scripts here.</noscript><script>null.x</script>`)
	if output, err := lookAt(t, telling{Width: 800}, script); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
	if output, err := lookAt(t, telling{Width: 800}, page(`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`)); err == nil {
		t.Errorf("axe found nothing:\n%s", output)
	}
}

func TestLook_RefusesAStatusThatTheStoryDoesNotExpect(t *testing.T) {
	one := telling{Story: "checks/one-page", Width: 800}
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	one.Sites = []site{{Name: "stub", URL: server.URL}}
	if output, err := tell(t, one); err == nil || !strings.Contains(output, "answered 404") {
		t.Errorf("the report should name the status, it was (%v):\n%s", err, output)
	}
}

// lookAt serves one page under a policy like the program's own and has a visitor open it.
func lookAt(t *testing.T, one telling, html string) (string, error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" && r.URL.Path != "/favicon.ico" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src * data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'")
		fmt.Fprint(w, html)
	}))
	t.Cleanup(server.Close)
	one.Story = "checks/one-page"
	one.Sites = []site{{Name: "stub", URL: server.URL}}
	return tell(t, one)
}
