package federation

import (
	"context"
	"slices"
	"sync"

	"github.com/folkmoot/folkmoot/models/limits"
)

// A budget counts what one job fetches.
type budget struct {
	home []string

	mu    sync.Mutex
	left  int
	hosts map[string]int
}

type budgetKey struct{}

// WithBudget bounds what a Gate fetches in the name of ctx: limits.JobFetches requests in all, redirects
// counted, and limits.HostFetches of them to any one host but those of home (canonical), where the job
// began and may follow a chain. Beyond that Fetch fails with ErrBudget. A context that has a budget keeps
// it, so that a job within a job gets no second one.
func WithBudget(ctx context.Context, home ...string) context.Context {
	if _, has := ctx.Value(budgetKey{}).(*budget); has {
		return ctx
	}
	return context.WithValue(ctx, budgetKey{}, &budget{home: home, left: limits.JobFetches, hosts: map[string]int{}})
}

// spend takes one request to host from the budget of ctx, where there is one.
func spend(ctx context.Context, host string) error {
	b, has := ctx.Value(budgetKey{}).(*budget)
	if !has {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left == 0 || (b.hosts[host] == limits.HostFetches && !slices.Contains(b.home, host)) {
		return ErrBudget
	}
	b.left--
	b.hosts[host]++
	return nil
}
