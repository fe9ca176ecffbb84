package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/processtest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

// A running is a site that serves in the background, on a database and a free port of its own.
type running struct {
	*server
	t    *testing.T
	out  *lockedBuffer // what it prints
	log  *lockedBuffer
	stop func() error // ends it, and returns what serve returned
}

// startServer starts a site as serve does, with these settings besides its address, and ends it with the test.
func startServer(t *testing.T, environ ...string) *running {
	t.Helper()
	address := processtest.FreeAddress(t)
	conf, err := loadConfig(settingFlags{}, append([]string{
		"FOLKMOOT_URL=http://" + address, "FOLKMOOT_DATA=" + t.TempDir(),
		"FOLKMOOT_PRIVATE_NETWORKS=127.0.0.0/8",
	}, environ...))
	if err != nil {
		t.Fatal(err)
	}
	r := &running{t: t, log: awaited("the site is open"), out: awaited("never")}
	log := conf.logger(r.log)
	conf.warn(log)
	if r.server, err = newServer(t.Context(), conf, outfit{log: log}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	var how error
	go func() {
		defer close(ended)
		how = r.serve(ctx, &shell{out: r.out, err: r.log})
	}()
	r.stop = sync.OnceValue(func() error {
		cancel()
		<-ended
		return errors.Join(how, r.server.close())
	})
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Errorf("the site ended with %v", err)
		}
	})
	select {
	case <-r.log.shown:
	case <-ended:
		t.Fatalf("the site did not start: %v\n%s", how, r.log)
	}
	return r
}

// get fetches a path and returns the answer's status and body.
func (r *running) get(url string) (int, string) {
	r.t.Helper()
	if strings.HasPrefix(url, "/") {
		url = r.conf.URL + url
	}
	resp, err := http.Get(url)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// desk is where commands are given beside the running site.
func (r *running) desk() *desk {
	return &desk{t: r.t, environ: []string{
		"FOLKMOOT_URL=" + r.conf.URL, "FOLKMOOT_DATA=" + r.conf.Data,
		"FOLKMOOT_LISTEN=" + r.conf.Listen, "FOLKMOOT_PRIVATE_NETWORKS=127.0.0.0/8",
	}}
}

func TestServe_TheFirstStartPrintsALinkThatSetsTheSiteUp(t *testing.T) {
	r := startServer(t)
	link := regexp.MustCompile(regexp.QuoteMeta(r.conf.URL) + `/setup/[0-9a-f]{32}`).FindString(r.out.String())
	if link == "" {
		t.Fatalf("it printed %q", r.out)
	}
	if status, body := r.get(link); status != http.StatusOK || !strings.Contains(body, "<form") {
		t.Errorf("the link answers %d", status)
	}
	r.desk().people("ana")
	if status, _ := r.get(link); status != http.StatusGone {
		t.Errorf("with somebody on the site the link answers %d", status)
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	again := startServer(t, "FOLKMOOT_DATA="+r.conf.Data, "FOLKMOOT_URL="+r.conf.URL)
	if again.out.String() != "" {
		t.Errorf("the second start printed %q", again.out)
	}
}

func TestServe_CommandsWorkBesideIt(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, database string) {
		r := startServer(t, "FOLKMOOT_DATABASE="+database)
		d := r.desk()
		d.environ = append(d.environ, "FOLKMOOT_DATABASE="+database)
		d.people("ana")
		d.do("community", "create", "--name", "ward-safety", "--title", "Ward safety", "--organiser", "ana")
		url := d.do("post", "--as", "ana", "--in", "ward-safety", "--title", "Falls at night", "--body", "Hello.")
		if status, body := r.get(url); status != http.StatusOK || !strings.Contains(body, "Falls at night") {
			t.Errorf("%s answers %d", url, status)
		}
		if said := d.do("health"); said != "The site answers." {
			t.Errorf("health said %q", said)
		}
		if code, out, _ := d.run("doctor"); code != 0 {
			t.Errorf("the doctor found:\n%s", out)
		}
	})
}

func TestServe_DoctorFindsAWellSiteWell(t *testing.T) {
	r := startServer(t)
	d := r.desk()
	d.people("ana")
	code, out, errOut := d.run("doctor")
	if code != 0 || strings.Contains(out, "WRONG") || !strings.Contains(out, "All is well.") {
		t.Fatalf("exit %d:\n%s%s", code, out, errOut)
	}
	for _, want := range []string{
		"Database: sqlite, whole", "Own document: other sites can read it", "Search from elsewhere: people elsewhere can find",
		"Inbox: it takes what is signed", "note   Private networks", "note   Clock", "cannot be reached from the internet",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it did not say %q:\n%s", want, out)
		}
	}
}

func TestServe_DoctorNamesASiteThatIsNotTheOneInTheDatabase(t *testing.T) {
	r := startServer(t)
	d := r.desk()
	d.environ = append(d.environ, "FOLKMOOT_DATA="+t.TempDir())
	d.people("ana") // another site, at the same address
	code, out, _ := d.run("doctor")
	if code != 1 || !strings.Contains(out, "its key is not the one in this database") {
		t.Errorf("exit %d:\n%s", code, out)
	}
}

func TestServe_DoctorSaysThatNothingAnswers(t *testing.T) {
	d := &desk{t: t, environ: []string{"FOLKMOOT_URL=http://" + processtest.FreeAddress(t), "FOLKMOOT_DATA=" + t.TempDir(), "FOLKMOOT_LIMITS=off"}}
	code, out, errOut := d.run("doctor")
	for _, want := range []string{"WRONG  Address: nothing answers there", "folkmoot serve", "folkmoot migrate", "rate limits are off"} {
		if !strings.Contains(out, want) {
			t.Errorf("it did not say %q:\n%s", want, out)
		}
	}
	if code != 1 || !strings.Contains(errOut, "1 of these") {
		t.Errorf("exit %d: %s", code, errOut)
	}
}

func TestServe_WarnsOfWhatTheSettingsGiveUp(t *testing.T) {
	r := startServer(t, "FOLKMOOT_LIMITS=off")
	for _, want := range []string{"private networks may be contacted", "rate limits are off"} {
		if !strings.Contains(r.log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, r.log)
		}
	}
}

func TestF05_NothingForOperatorsIsOnTheSitesOwnAddress(t *testing.T) {
	r := startServer(t, "FOLKMOOT_METRICS_LISTEN="+processtest.FreeAddress(t))
	for _, path := range []string{"/metrics", "/debug/pprof/", "/debug/vars", "/debug"} {
		if status, _ := r.get(path); status != http.StatusNotFound {
			t.Errorf("%s answers %d", path, status)
		}
	}
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
		if status, body := r.get(path); status != http.StatusOK || body != want {
			t.Errorf("%s answers %d %q, want nothing but %q", path, status, body, want)
		}
	}
}

func TestF06_TheProgramKnowsNoFlagsForTests(t *testing.T) {
	d := &desk{t: t, environ: []string{"FOLKMOOT_DATA=" + t.TempDir()}}
	for _, flag := range []string{"--pprof", "--insecure", "--fedtest=127.0.0.0/8", "--test.run=x", "--allow-private"} {
		d.refused([]string{"nknown flag"}, "serve", flag)
	}
}

func TestMetrics_CountWhatHappensAndNameNobody(t *testing.T) {
	own := processtest.FreeAddress(t)
	r := startServer(t, "FOLKMOOT_METRICS_LISTEN="+own)
	d := r.desk()
	d.people("ana")
	d.do("community", "create", "--name", "ward-safety", "--title", "Ward safety", "--organiser", "ana")
	r.get("/c/ward-safety")
	r.get("/nowhere-at-all")
	resp, err := http.Post(r.conf.URL+"/inbox", "application/activity+json", strings.NewReader(`{"actor":"http://loud.example/u/x"}`))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	_, text := r.get("http://" + own + "/metrics")
	for _, want := range []string{
		`folkmoot_http_requests_total{code="200",route="/c/:name"} 1`, `folkmoot_http_requests_total{code="404",route="none"} 1`,
		`folkmoot_rejected_total{reason=`, `folkmoot_queue_waiting{shape="deliveries"} 0`, "folkmoot_queue_oldest_delivery_seconds 0",
		"process_resident_memory_bytes", "folkmoot_http_request_seconds_bucket",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	for _, never := range []string{"ward-safety", "ana", "loud.example", "nowhere"} {
		if regexp.MustCompile(`"[^"]*\b` + never).MatchString(text) {
			t.Errorf("the metrics name %s:\n%s", never, text)
		}
	}
}

func TestServe_StopsWithinTenSecondsAndLetsARequestEnd(t *testing.T) {
	r := startServer(t)
	begun, release := make(chan struct{}), make(chan struct{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- r.answer(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			close(begun)
			<-release
			_, _ = io.WriteString(w, "whole")
		}))
	}()
	body := make(chan string, 1)
	go func() {
		_, text := r.get("http://" + l.Addr().String() + "/")
		body <- text
	}()
	<-begun
	cancel()
	waitFor(t, "new requests are refused", func() bool {
		c, err := net.Dial("tcp", l.Addr().String())
		if err == nil {
			c.Close()
		}
		return err != nil
	})
	if status, _ := r.get("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("while it stops, /readyz answers %d", status)
	}
	close(release)
	if got := <-body; got != "whole" {
		t.Errorf("the request under way got %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
	before := time.Now()
	if err := r.stop(); err != nil {
		t.Errorf("the site ended with %v", err)
	}
	if took := time.Since(before); took > 10*time.Second {
		t.Errorf("the site took %s to stop", took)
	}
}

func TestServe_SaysWhichSettingNamesAnAddressThatIsTaken(t *testing.T) {
	r := startServer(t)
	d := &desk{t: t, environ: []string{"FOLKMOOT_DATA=" + t.TempDir(), "FOLKMOOT_LISTEN=" + r.conf.Listen}}
	d.refused([]string{"Nothing can be answered at " + r.conf.Listen, "FOLKMOOT_LISTEN names the address"}, "serve")
}

// waitFor waits until something is so.
func waitFor(t *testing.T, what string, is func() bool) {
	t.Helper()
	for limit := time.Now().Add(10 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("it never came about that %s", what)
		}
	}
}

func TestServe_DropsOnceADayWhatHasServedItsTime(t *testing.T) {
	now := time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)
	conf, err := loadConfig(settingFlags{}, []string{"FOLKMOOT_DATA=" + t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	s, err := newServer(t.Context(), conf, outfit{log: conf.logger(&bytes.Buffer{}), now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	session := s.site.Sessions()
	if err := session.Commit("token", []byte("data"), now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, wait := range []time.Duration{0, 25 * time.Hour} {
		now = now.Add(wait)
		if _, err := s.runner.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(-25 * time.Hour) // the session would still be good then
	if _, found, err := session.Find("token"); found || err != nil {
		t.Errorf("the session is still there: %v, %v", found, err)
	}
	if _, err := s.site.Actor(t.Context(), s.site.Self().ID); models.IsRefusal(err) {
		t.Errorf("too much was dropped: %v", err)
	}
}
