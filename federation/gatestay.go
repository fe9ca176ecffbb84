package federation

import "context"

// Whether a fetch may end on another host than it began on. What is fetched in order to be believed must come from the host
// that was asked: or an open redirector there could say anything. What people look up is found under the addresses of pages,
// which may lead elsewhere.
type (
	wanderKey struct{}
	stayKey   struct{}
)

// wander lets the fetches of a look-up by people end elsewhere.
func wander(ctx context.Context) context.Context { return context.WithValue(ctx, wanderKey{}, true) }

// stay has fetches fail with ErrForeign where they are led to another host, unless they may wander.
func stay(ctx context.Context) context.Context {
	if ctx.Value(wanderKey{}) != nil {
		return ctx
	}
	return context.WithValue(ctx, stayKey{}, true)
}

func stays(ctx context.Context) bool { return ctx.Value(stayKey{}) != nil }
