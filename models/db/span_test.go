package db

import (
	"strings"
	"testing"
	"time"
)

func TestSpanFact_NamesWholeYearsAsSuch(t *testing.T) {
	day := func(s string) time.Time {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct{ since, until, want string }{
		{"2026-11-05", "2026-11-05", "m202611"},
		{"2026-11-30", "2027-02-01", "m202611 m202612 m202701 m202702"},
		{"2023-12-31", "2026-01-01", "m202312 y2024 y2025 m202601"},
		{"2024-01-01", "2025-01-01", "y2024 m202501"},
		{"2025-02-01", "2024-12-31", ""},
	} {
		if got := strings.Join(SpanFact(day(c.since), day(c.until)).any, " "); got != c.want {
			t.Errorf("%s to %s: %q, want %q", c.since, c.until, got, c.want)
		}
	}
}
