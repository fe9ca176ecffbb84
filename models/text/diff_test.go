package text

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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
		{"one two three four", "one six seven four", []Segment{{Equal, "one "}, {Removed, "two three"}, {Added, "six seven"}, {Equal, " four"}}},
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
		fmt.Fprintf(&before, "kept %d\n", i)
		fmt.Fprintf(&after, "kept %d\n", i)
		if i%2 == 0 {
			fmt.Fprintf(&before, "one%d two%d three%d four%d\n", i, i, i, i)
			fmt.Fprintf(&after, "five%d six%d seven%d eight%d\n", i, i, i, i)
		}
	}
	segments := Diff(before.String(), after.String())
	if len(segments) != 601 || segments[1].Text != "one0 two0 three0 four0\n" {
		t.Errorf("%d segments: %v", len(segments), segments[:2])
	}
}

func TestDiff_IsBoundedForTextsThatHaveLittleInCommon(t *testing.T) {
	const size = 100_000
	for name, c := range map[string][2]string{
		"the same word":     {strings.Repeat("a ", size/2), strings.Repeat("a b ", size/4)},
		"shifted":           {strings.Repeat("x ", 250) + strings.Repeat("a ", size/2), strings.Repeat("a ", size/2) + strings.Repeat("y ", 250)},
		"nothing in common": {strings.Repeat("a b c ", size/6), strings.Repeat("d,e,f,", size/6)},
		"only line breaks":  {strings.Repeat("\n", size), strings.Repeat("\nx", size/2)},
	} {
		within(t, 10*time.Second, name, func() {
			segments := Diff(c[0], c[1])
			if before, after := sides(segments); before != c[0] || after != c[1] {
				t.Errorf("%s: the versions are not in their difference", name)
			}
		})
	}
}

func TestDiff_OfLongTextsHoldsBothVersions(t *testing.T) {
	before, after := longPage(60_000, 40, "before"), "A new head.\n"+longPage(61_000, 33, "after")
	var old, now strings.Builder
	for n, s := range Diff(before, after) {
		if s.Change != Added {
			old.WriteString(s.Text)
		}
		if s.Change != Removed {
			now.WriteString(s.Text)
		}
		if n > 0 && s.Text == "" {
			t.Error("a segment without text")
		}
	}
	if old.String() != before || now.String() != after {
		t.Error("a version was lost")
	}
}
