//go:build peer

package peertest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation/processtest"
)

// The styles of signatures, as the peer names them. The first of each pair is what knocks.mjs notes, the second what Fedify calls it.
const (
	rfc9421     = "rfc9421"
	draftCavage = "draft-cavage"

	rfc9421First     = "rfc9421"
	draftCavageFirst = "draft-cavage-http-signatures-12"
)

// A peer is one running peer.mjs.
type peer struct {
	Actor   string `json:"actor"`
	Handle  string `json:"handle"`
	Control string `json:"control"`
}

// A knock is one request that the peer received or sent.
type knock struct {
	Way    string `json:"way"` // "in" or "out"
	Method string `json:"method"`
	URL    string `json:"url"`
	Style  string `json:"style"`
	Status int    `json:"status"`
	Type   string `json:"type"`
	ID     string `json:"id"`
}

// startPeer runs the peer until the test ends and returns when it listens.
func startPeer(t *testing.T, name, firstKnock string) *peer {
	t.Helper()
	cmd := exec.Command(processtest.Node(t), "peer.mjs", name, firstKnock)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := new(peer)
	t.Cleanup(func() {
		if t.Failed() && p.Control != "" {
			knocks, _ := p.ask(t, "knocks", nil)
			t.Logf("the peer's knocks: %s", knocks)
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("the peer said:\n%s", complaints.String())
		}
	})
	line, err := bufio.NewReader(output).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the peer did not start: %v\n%s", err, complaints.String())
	}
	if err := json.Unmarshal(line, p); err != nil {
		t.Fatalf("the peer said %s: %v", line, err)
	}
	return p
}

// do asks the peer to do something and fails the test when it can't.
func (p *peer) do(t *testing.T, act string, args, result any) {
	t.Helper()
	answer, problem := p.ask(t, act, args)
	if problem != "" {
		t.Fatalf("the peer could not %s: %s", act, problem)
	}
	if result == nil {
		return
	}
	if err := json.Unmarshal(answer, result); err != nil {
		t.Fatalf("%s: %v in %s", act, err, answer)
	}
}

// fails asks the peer for something that it should not be able to do and returns why it was not; empty when it was.
func (p *peer) fails(t *testing.T, act string, args any) string {
	t.Helper()
	_, problem := p.ask(t, act, args)
	return problem
}

func (p *peer) ask(t *testing.T, act string, args any) (answer []byte, problem string) {
	t.Helper()
	body, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Timeout: time.Minute}
	response, err := client.Post(p.Control+"/"+act, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", act, err)
	}
	defer response.Body.Close()
	answer, err = io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s: %v", act, err)
	}
	if response.StatusCode == http.StatusOK {
		return answer, ""
	}
	var failure struct{ Error string }
	if err := json.Unmarshal(answer, &failure); err != nil || failure.Error == "" {
		t.Fatalf("%s: %s", act, answer)
	}
	return nil, failure.Error
}

// origin is the peer's http://HOST:PORT.
func (p *peer) origin() string {
	return p.Actor[:strings.LastIndex(p.Actor, "/users/")]
}

func (p *peer) demand(t *testing.T, style string) {
	t.Helper()
	p.do(t, "demand", map[string]string{"style": style}, nil)
}

// knocks returns those of the peer's knocks that ask.
func (p *peer) knocks(t *testing.T, ask func(knock) bool) []knock {
	t.Helper()
	var all []knock
	p.do(t, "knocks", nil, &all)
	return slices.DeleteFunc(all, func(k knock) bool { return !ask(k) })
}

// An activity is what the tests ask about one that the peer received and believed. Object is kept as it came: an id or more.
type activity struct {
	ID     string          `json:"id"`
	Type   string          `json:"type"`
	Actor  string          `json:"actor"`
	Object json.RawMessage `json:"object"`
}

// received returns the activities whose signatures the peer found good, in the order in which they came.
func (p *peer) received(t *testing.T) []activity {
	t.Helper()
	var all []activity
	p.do(t, "received", nil, &all)
	return all
}

// throwUnsigned posts an activity without any signature into the peer's inbox and returns how that was answered.
func (p *peer) throwUnsigned(t *testing.T) int {
	t.Helper()
	body := strings.NewReader(`{"@context":"https://www.w3.org/ns/activitystreams","type":"Like","id":"` + p.Actor +
		`#x","actor":"` + p.Actor + `","object":"` + p.Actor + `"}`)
	response, err := http.Post(p.Actor+"/inbox", "application/activity+json", body)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// waitFor waits until what it is told to look for is there.
func waitFor(t *testing.T, what string, there func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !there() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
