package request_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

func from(address string) *http.Request {
	r := httptest.NewRequest("POST", "/sign-in", nil)
	r.RemoteAddr = address
	return r
}

// triesLeft takes until it is refused.
func triesLeft(t *testing.T, l *request.Limits, r *http.Request, account string) int {
	t.Helper()
	for n := range 1000 {
		if err := l.Take(r, request.ToSignIn, account); err != nil {
			return n
		}
	}
	t.Fatal("never refused")
	return 0
}

func TestLimits_TenTriesInFifteenMinutesThenOneAtATime(t *testing.T) {
	clock := dbtest.NewClock()
	l := request.NewLimits(clock.Now)
	r := from("192.0.2.7:1")
	if n := triesLeft(t, l, r, "ana"); n != 10 {
		t.Fatalf("%d tries, want 10", n)
	}
	var often *request.TooOften
	err := l.Take(r, request.ToSignIn, "ana")
	if !errors.As(err, &often) || models.CodeOf(err) != models.TooMany || often.Wait != 90*time.Second {
		t.Fatalf("err = %v, wait %v", err, often.Wait)
	}
	clock.Add(89 * time.Second)
	if err := l.Take(r, request.ToSignIn, "ana"); err == nil {
		t.Error("allowed too early")
	}
	clock.Add(time.Second)
	if n := triesLeft(t, l, r, "ana"); n != 1 {
		t.Errorf("%d tries after the wait, want 1", n)
	}
	clock.Add(15 * time.Minute)
	if n := triesLeft(t, l, r, "ana"); n != 10 {
		t.Errorf("%d tries a quarter of an hour later, want 10", n)
	}
	if l.Refused() == 0 {
		t.Error("refusals are not counted")
	}
}

func TestLimits_CountAddressesAndAccountsApart(t *testing.T) {
	l := request.NewLimits(dbtest.NewClock().Now)
	if n := triesLeft(t, l, from("192.0.2.7:1"), "ana"); n != 10 {
		t.Fatalf("%d tries", n)
	}
	if n := triesLeft(t, l, from("192.0.2.8:1"), "ana"); n != 0 {
		t.Errorf("%d more tries for ana from another address", n)
	}
	if n := triesLeft(t, l, from("192.0.2.9:1"), "ben"); n != 10 {
		t.Errorf("%d tries for ben from a third address, want 10", n)
	}
	if err := l.Take(from("192.0.2.7:1"), request.ToSearch, ""); err != nil {
		t.Errorf("searching is refused for the tries at signing in: %v", err)
	}
}

func TestLimits_OneHouseholdOfIPv6IsOneAddress(t *testing.T) {
	l := request.NewLimits(dbtest.NewClock().Now)
	if n := triesLeft(t, l, from("[2001:db8:1:2::1]:1"), ""); n != 100 {
		t.Fatalf("%d tries", n)
	}
	if n := triesLeft(t, l, from("[2001:db8:1:2:ffff::9]:1"), ""); n != 0 {
		t.Errorf("%d more tries from the same /64", n)
	}
	if n := triesLeft(t, l, from("[2001:db8:1:3::1]:1"), ""); n != 100 {
		t.Errorf("%d tries from another /64, want 100", n)
	}
}

func TestLimits_NilLimitsNothing(t *testing.T) {
	var l *request.Limits
	for range 100 {
		if err := l.Take(from("192.0.2.7:1"), request.ToSignIn, "ana"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLimits_AStrangerDoesNotUseUpTheWayOutOfSomebodyElse(t *testing.T) {
	l := request.NewLimits(dbtest.NewClock().Now)
	tries := func(address string) (n int) {
		for n < 100 && l.Take(from(address), request.ToRecover, "ana@post.example") == nil {
			n++
		}
		return n
	}
	if n := tries("192.0.2.7:1"); n != 3 {
		t.Errorf("a stranger has %d tries, want 3", n)
	}
	if n := tries("198.51.100.7:1"); n != 3 {
		t.Errorf("the owner has %d tries after them, want 3", n)
	}
	all := 6
	for n := range 50 {
		all += tries(fmt.Sprintf("203.0.113.%d:1", n))
	}
	if all != 20 {
		t.Errorf("from everywhere together there were %d letters to one person in an hour, want 20", all)
	}
}
