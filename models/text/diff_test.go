package text

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDiff_ComparesWordByWord(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          []Segment
	}{
		{"", "", nil},
		{"", "new", []Segment{{Added, "new"}}},
		{"old", "", []Segment{{Removed, "old"}}},
		{"same", "same", []Segment{{Equal, "same"}}},
		{"We meet on Monday.", "We meet on Tuesday.", []Segment{{Equal, "We meet on "}, {Removed, "Monday"}, {Added, "Tuesday"}, {Equal, "."}}},
		{"a b c", "a c", []Segment{{Equal, "a "}, {Removed, "b "}, {Equal, "c"}}},
		{"größer", "grösser", []Segment{{Removed, "größer"}, {Added, "grösser"}}},
	} {
		if got := Diff(c.before, c.after); !slices.Equal(got, c.want) {
			t.Errorf("Diff(%q, %q) = %v, want %v", c.before, c.after, got, c.want)
		}
	}
}

// sides puts the two versions together again out of their difference.
func sides(segments []Segment) (before, after string) {
	for _, s := range segments {
		if s.Change != Added {
			before += s.Text
		}
		if s.Change != Removed {
			after += s.Text
		}
	}
	return before, after
}

func TestDiff_HoldsBothVersions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([ab] ?|é\n?){0,40}`)
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		segments := Diff(before, after)
		gotBefore, gotAfter := sides(segments)
		if gotBefore != before || gotAfter != after {
			t.Fatalf("%q and %q became %v", before, after, segments)
		}
		for i := range len(segments) - 1 {
			if segments[i].Change == segments[i+1].Change || segments[i].Text == "" {
				t.Fatalf("segment %d of %v", i, segments)
			}
		}
	})
}

func TestDiff_FallsBackToLinesWhereMostWordsChanged(t *testing.T) {
	var before, after strings.Builder
	for i := range 400 {
		fmt.Fprintf(&before, "old %d\nkept line %d\n", i, i)
		fmt.Fprintf(&after, "new%d brand\nkept line %d\n", i, i)
	}
	segments := Diff(before.String(), after.String())
	gotBefore, gotAfter := sides(segments)
	if gotBefore != before.String() || gotAfter != after.String() {
		t.Fatal("the versions are not in their difference")
	}
}
