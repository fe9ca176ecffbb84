package federation

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/folkmoot/folkmoot/federation/federationtest"
)

// An open redirector on a server must not let another speak for it, not even by saying that something is gone.
func TestFetchToBeBelieved_StaysOnTheHostThatWasAsked(t *testing.T) {
	n := federationtest.NewNet(1)
	g := onNet(n, allowAll{})
	n.Serve("south.example", http.RedirectHandler("https://evil.example/forged", http.StatusFound))
	n.Serve("evil.example", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }))
	if _, err := g.Fetch(stay(t.Context()), "https://south.example/go", AcceptActivity, nil); !errors.Is(err, ErrForeign) {
		t.Errorf("what another host said was taken: %v", err)
	}
	var status *StatusError
	for name, ctx := range map[string]context.Context{"a look-up by people": stay(wander(t.Context())), "any other fetch": t.Context()} {
		if _, err := g.Fetch(ctx, "https://south.example/go", AcceptActivity, nil); !errors.As(err, &status) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
