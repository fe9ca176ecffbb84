package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

const sessionCookie = "__Host-session"

func TestSession_ThatEndedWhileWritingLosesNoWord(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		mt.Community(t, d.site, mt.Person(t, d.site, "ana"), "ward-safety")
		d.visitor().post("/c/ward-safety/new", "title", "Falls checklist", "body", "Half an hour of <work>.", "do", "send").
			want(http.StatusUnauthorized).says("Sign in first", "Falls checklist", "Half an hour of &lt;work&gt;.")
	})
}

func TestSignIn_CookieIsForThisHostAloneAndNotForScripts(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		mt.Person(t, d.site, "ana")
		b := d.visitor()
		b.get("/").want(http.StatusOK)
		b.get("/communities").want(http.StatusOK)
		b.get("/sign-in").want(http.StatusOK)
		if len(b.cookies) != 0 {
			t.Errorf("somebody who only looks is given cookies: %v", b.cookies)
		}
		r := b.post("/sign-in", "email", "ANA@post.example ", "password", mt.Password).want(http.StatusSeeOther)
		cookie := r.header.Get("Set-Cookie")
		for _, part := range []string{sessionCookie + "=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=2592"} {
			if !strings.Contains(cookie, part) {
				t.Errorf("the cookie lacks %s: %s", part, cookie)
			}
		}
		b.get("/").want(http.StatusOK).says("Menu for ana")
	})
}

func TestSignIn_RenewsTheSession(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.as(mt.Person(t, d.site, "ana"))
		mt.Person(t, d.site, "ben")
		before := b.cookies[sessionCookie]
		b.post("/sign-in", "email", "ben@post.example", "password", mt.Password).want(http.StatusSeeOther)
		if b.cookies[sessionCookie] == before {
			t.Error("the session of another account keeps its token")
		}
		old := d.visitor()
		old.cookies[sessionCookie] = before
		old.get("/settings").want(http.StatusUnauthorized)
	})
}

func TestA11_UnknownAddressAndWrongPasswordLookTheSame(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, admin := mt.Person(t, d.site, "ana"), mt.Admin(t, d.site, "sam")
		closed := mt.Person(t, d.site, "gone")
		acc, err := d.site.AccountNamed(t.Context(), closed.Name)
		mt.Must(t, err)
		mt.Must(t, d.site.Suspend(t.Context(), admin, acc, true, ""))
		answers := map[string]bool{}
		for _, try := range [][2]string{{ana.Name, "not the password"}, {"nobody", mt.Password}, {"gone", "not the password"}} {
			r := d.visitor().post("/sign-in", "email", try[0]+"@post.example", "password", try[1]).want(http.StatusUnprocessableEntity)
			answers[strings.ReplaceAll(r.body, try[0]+"@post.example", "WHO")] = true
			if len(r.from.cookies) != 0 {
				t.Errorf("%s: cookies %v", try[0], r.from.cookies)
			}
		}
		if len(answers) != 1 {
			t.Errorf("%d different answers", len(answers))
		}
	})
}

func TestSignIn_WhoIsSuspendedAndKnowsThePasswordReadsSoAndWhomToWriteTo(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ben, admin := mt.Person(t, d.site, "ben"), mt.Admin(t, d.site, "sam")
		mt.Must(t, d.site.SetSettings(t.Context(), admin, models.Settings{Name: "North", Contact: "help@north.example", Accent: "#1f5f5b"}))
		acc, err := d.site.AccountNamed(t.Context(), ben.Name)
		mt.Must(t, err)
		mt.Must(t, d.site.Suspend(t.Context(), admin, acc, true, ""))
		r := d.visitor().post("/sign-in", "email", "ben@post.example", "password", mt.Password).want(http.StatusUnprocessableEntity)
		r.says("This account is suspended.", "write to help@north.example")
		if r.header.Get("Set-Cookie") != "" {
			t.Error("somebody who is suspended was given a session")
		}
	})
}

func TestA05_SigningInLeadsToPathsOfThisSiteOnly(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		mt.Person(t, d.site, "ana")
		for next, want := range map[string]string{
			"":                                     "/",
			"/c/ward-safety":                       "/c/ward-safety",
			"/search?q=a+b&x=1":                    "/search?q=a+b&x=1",
			"//evil.example":                       "/",
			"///evil.example":                      "/",
			"/\\evil.example":                      "/",
			"\\\\evil.example":                     "/",
			"/%2Fevil.example":                     "/",
			"/%2F%2Fevil.example":                  "/",
			"/%5Cevil.example":                     "/",
			"/%5c%5cevil.example":                  "/",
			"https://evil.example":                 "/",
			"https:evil.example":                   "/",
			"HTTPS://evil.example/":                "/",
			"javascript:alert(1)":                  "/",
			"data:text/html,x":                     "/",
			"evil.example":                         "/",
			"/\t/evil.example":                     "/",
			"\t//evil.example":                     "/",
			"/\n/evil.example":                     "/",
			"/ /evil.example":                      "/",
			"/.//evil.example":                     "/",
			"/..//evil.example":                    "/",
			"/x/..//evil.example":                  "/",
			"/web/%2Fevil.example":                 "/",
			"//north.example@evil.example":         "/",
			"https://north.example.evil.example/a": "/",
			"https://north.example/c/ward-safety":  "/",
			"/%zz":                                 "/",
		} {
			r := d.visitor().post("/sign-in", "email", "ana@post.example", "password", mt.Password, "next", next).want(http.StatusSeeOther)
			if got := r.header.Get("Location"); got != want {
				t.Errorf("next %q leads to %q, want %q", next, got, want)
			}
			shown := fieldOf(d.visitor().get("/sign-in?next="+escape(next)).body, "next")
			if shown != want {
				t.Errorf("next %q stands in the form as %q, want %q", next, shown, want)
			}
		}
	})
}

func TestA06_SuspensionPasswordChangeAndSigningOutEndSessionsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, admin := mt.Person(t, d.site, "ana"), mt.Admin(t, d.site, "sam")
		one, two := d.as(ana), d.as(ana)
		one.post("/settings/password", "present", mt.Password, "password", "five small grey geese").follow().says("Your password is changed.")
		one.get("/settings").want(http.StatusOK)
		two.get("/settings").want(http.StatusUnauthorized)
		if len(two.cookies) != 0 {
			t.Errorf("an ended session keeps its cookie: %v", two.cookies)
		}

		acc, err := d.site.AccountNamed(t.Context(), "ana")
		mt.Must(t, err)
		root := d.as(admin)
		root.post("/admin/people/suspend", "account", number(acc.ID), "reason", "spam").follow().says("suspended")
		one.get("/settings").want(http.StatusUnauthorized)
		one.post("/new").want(http.StatusUnauthorized)

		kept := root.cookies[sessionCookie]
		root.post("/sign-out").want(http.StatusSeeOther)
		root.cookies[sessionCookie] = kept
		root.get("/admin").want(http.StatusUnauthorized)
	})
}

func TestA09_AdminPagesAskNothingOfTheDatabaseBeforeTheyKnowWhoAsks(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		b := d.as(ana)
		visitor := d.visitor()
		mt.Must(t, d.site.DB().Close())
		for _, path := range []string{"/admin", "/admin/federation", "/admin/peers", "/admin/people?q=x", "/admin/log", "/admin/reports"} {
			visitor.get(path).want(http.StatusUnauthorized)
		}
		b.cookies = map[string]string{}
		b.post("/admin/federation", "mode", "open").want(http.StatusUnauthorized)
		b.post("/admin/peers/retry", "host", "south.example").want(http.StatusUnauthorized)
	})
}

func TestSignIn_PageOfWhoMustSignInFirstLeadsBack(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		mt.Person(t, d.site, "ana")
		r := d.visitor().get("/settings?tab=2").want(http.StatusUnauthorized).says("Sign in first.")
		if next := fieldOf(r.body, "next"); next != "/settings?tab=2" {
			t.Errorf("next = %q", next)
		}
		post := d.visitor()
		req := request(t, http.MethodPost, "/c/ward-safety/join", "Referer", "https://north.example/c/ward-safety", "Sec-Fetch-Site", "same-origin")
		if next := fieldOf(post.do(req).want(http.StatusUnauthorized).body, "next"); next != "/c/ward-safety" {
			t.Errorf("after a form, next = %q", next)
		}
		req = request(t, http.MethodPost, "/c/ward-safety/join", "Referer", "https://evil.example/c/ward-safety")
		if next := fieldOf(post.do(req).want(http.StatusUnauthorized).body, "next"); next != "/" {
			t.Errorf("from elsewhere, next = %q", next)
		}
	})
}

func TestLimits_TriesAtSigningInEndWith429ThatSaysWhen(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		mt.Person(t, d.site, "ana")
		d.limited()
		for range 10 {
			d.visitor().post("/sign-in", "email", "ana@post.example", "password", "wrong").want(http.StatusUnprocessableEntity)
		}
		r := d.visitor().post("/sign-in", "email", "ana@post.example", "password", mt.Password).want(http.StatusTooManyRequests)
		wait, err := strconv.Atoi(r.header.Get("Retry-After"))
		if err != nil || wait < 1 || wait > 15*60 {
			t.Errorf("Retry-After: %q", r.header.Get("Retry-After"))
		}
		r.says("Not so fast", "Try again in")

		elsewhere := d.visitor()
		elsewhere.address = "192.0.2.99:1"
		elsewhere.post("/sign-in", "email", "Ana@post.example", "password", mt.Password).want(http.StatusTooManyRequests)
		elsewhere.post("/sign-in", "email", "ben@post.example", "password", "x").want(http.StatusUnprocessableEntity)
	})
}

func TestLimits_HoldForEachThingThatCostsSomething(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Community(t, d.site, ana, "ward-safety")
		d.limited()
		b := d.as(ana)
		for name, try := range map[string]func(n int) *reply{
			"search":     func(int) *reply { return b.get("/search?q=falls") },
			"look-up":    func(n int) *reply { return b.get("/search?q=@nobody" + strconv.Itoa(n) + "@south.example") },
			"invitation": func(int) *reply { return d.visitor().get("/invitation/0123") },
			"set-up":     func(int) *reply { return d.visitor().get("/setup/0123") },
			"posting":    func(int) *reply { return b.post("/c/ward-safety/new", "title", "", "do", "send") },
			"following":  func(int) *reply { return b.post("/c/ward-safety/follow") },
		} {
			refused := false
			for n := range 250 {
				r := try(n)
				if r.status == http.StatusTooManyRequests {
					refused = r.header.Get("Retry-After") != ""
					break
				}
			}
			if !refused {
				t.Errorf("%s is never refused with a Retry-After", name)
			}
		}
	})
}

func TestInvitation_MakesAnAccountOnceAndJoins(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		root := mt.Admin(t, d.site, "sam")
		mt.Founded(t, d.site, root, models.Charter{Name: "peer-support", Title: "Peer support", Visibility: models.MembersOnly})
		community, err := d.site.CommunityNamed(t.Context(), "peer-support", "")
		mt.Must(t, err)
		page := d.as(root).post("/admin/invitations", "note", "New starters", "community", number(community.ID), "uses", "1", "days", "7").want(http.StatusOK)
		link := linkAfter(t, page.body, "https://north.example/invitation/")
		d.as(root).get("/admin/invitations").hides(link).says("New starters")

		b := d.visitor()
		path := strings.TrimPrefix(link, "https://north.example")
		b.get(path).want(http.StatusOK).says("Peer support")
		b.post(path, "title", "Maureen Low", "name", "Sam", "email", "maureen", "password", "short").want(http.StatusUnprocessableEntity).
			says("Maureen Low", `value="maureen"`, "Use at least 10 characters").hides("short\"")
		b.post(path, "title", "Maureen Low", "name", "maureen", "email", "maureen@post.example", "password", "seven slow brown bears").
			follow().want(http.StatusOK).says("Welcome, Maureen Low.", "Peer support")
		b.get(path).want(http.StatusGone)
		d.visitor().get(path).want(http.StatusGone)
		d.visitor().post(path, "name", "again").want(http.StatusGone)
		d.visitor().get("/invitation/rubbish").want(http.StatusGone)
	})
}

func TestInvitation_TakenBackNoLongerWorks(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		root := d.as(mt.Admin(t, d.site, "sam"))
		root.post("/admin/invitations", "uses", "0", "days", "x").want(http.StatusUnprocessableEntity).says("Enter a number from 1 to 500.", "from 1 to 90")
		link := linkAfter(t, root.post("/admin/invitations", "uses", "5", "days", "7").body, "https://north.example/invitation/")
		id := fieldOf(root.get("/admin/invitations").body, "invitation")
		root.post("/admin/invitations/revoke", "invitation", id).follow().says("taken back")
		d.visitor().get(strings.TrimPrefix(link, "https://north.example")).want(http.StatusGone)
	})
}

func TestSetUp_MakesTheSiteItsAdminAndSignsThemIn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		token, err := d.site.SetupToken(t.Context())
		mt.Must(t, err)
		b := d.visitor()
		d.visitor().get("/setup/wrong").want(http.StatusGone)
		b.get("/setup/" + token).want(http.StatusOK).says("Only sites on your list")
		typed := []string{
			"site", "North Academy", "region", "The North", "contact", "help@north.example", "accent", "#1f5f58", "mode", "allowlist",
			"title", "Asha Patel", "name", "asha", "email", "asha@post.example", "password", mt.Password,
		}
		wrong := append([]string{}, typed...)
		wrong[7], wrong[17] = "#ffff00", "short"
		b.post("/setup/"+token, wrong...).want(http.StatusUnprocessableEntity).says("North Academy", "Asha Patel", "too light to read", "Use at least 10 characters")
		wrong[7] = "#1f5f58"
		b.post("/setup/"+token, wrong...).want(http.StatusUnprocessableEntity).says("Use at least 10 characters", "asha@post.example")
		b.post("/setup/"+token, typed...).follow().want(http.StatusOK).says("Your site is ready.", "North Academy")
		b.get("/admin").want(http.StatusOK)
		b.get("/setup/" + token).want(http.StatusGone).says("This site is set up already.").hides("prints a new one")
		d.visitor().get("/setup/" + token).says(`href="/sign-in">Sign in`)
		d.visitor().get("/").says("North Academy")
		if d.site.Policy(t.Context()).Mode != models.ModeAllowlist {
			t.Error("the mode was not set")
		}
	})
}
