package text

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMerge_TakesWhatEachSideChanged(t *testing.T) {
	for _, c := range []struct{ base, mine, theirs, want string }{
		{"a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"},
		{"a\nb\nc", "a\nb\nc\nd", "z\na\nb\nc", "z\na\nb\nc\nd"},
		{"a\nb\nc\nd", "a\nd", "a\nb\nc\nD", ""}, // the lines touch
		{"a\nb\nc\nd\ne", "a\nc\nd\ne", "a\nb\nc\nd\nE", "a\nc\nd\nE"},
		{"a\nb", "a\nx\nb", "a\nx\nb", "a\nx\nb"},
		{"a\nb", "a\nx\nb", "a\ny\nb", ""},
		{"", "mine", "theirs", ""},
		{"one\ntwo\nthree", "one\nthree", "one\ntwo\nthree\nfour", "one\nthree\nfour"},
	} {
		got, clean := Merge(c.base, c.mine, c.theirs)
		if got != c.want || clean != (c.want != "") {
			t.Errorf("merge of %q and %q over %q: %q %v, want %q", c.mine, c.theirs, c.base, got, clean, c.want)
		}
	}
}

// A page is some lines of which many are alike.
func page(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "c", "a longer line"}), 0, 30).Draw(t, name), "\n")
}

func TestMerge_OfOneChangeIsThatChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, x := page(t, "base"), page(t, "x")
		for what, got := range map[string]func() (string, bool){
			"merge(base, x, base)": func() (string, bool) { return Merge(base, x, base) },
			"merge(base, base, x)": func() (string, bool) { return Merge(base, base, x) },
			"merge(base, x, x)":    func() (string, bool) { return Merge(base, x, x) },
		} {
			if merged, clean := got(); !clean || merged != x {
				t.Fatalf("%s is %q, %v; want %q", what, merged, clean, x)
			}
		}
	})
}

func TestMerge_IsTheSameFromBothSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, a, b := page(t, "base"), page(t, "a"), page(t, "b")
		one, clean := Merge(base, a, b)
		other, too := Merge(base, b, a)
		if one != other || clean != too {
			t.Fatalf("%q %v, but %q %v the other way round", one, clean, other, too)
		}
	})
}

// Each line is different, so that what became of it can be told.
func TestMerge_CleanHoldsTheChangesOfBoth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var base []string
		for n := range rapid.IntRange(0, 25).Draw(t, "lines") {
			base = append(base, fmt.Sprint("line ", n))
		}
		change := func(mark string) (lines, added, gone []string) {
			for n, line := range base {
				switch rapid.SampledFrom([]string{"", "", "", "", "add", "drop"}).Draw(t, fmt.Sprint(mark, n)) {
				case "add":
					added = append(added, fmt.Sprint(mark, n))
					lines = append(lines, fmt.Sprint(mark, n), line)
				case "drop":
					gone = append(gone, line)
				default:
					lines = append(lines, line)
				}
			}
			return lines, added, gone
		}
		a, addedA, goneA := change("mine ")
		b, addedB, goneB := change("theirs ")
		merged, clean := Merge(strings.Join(base, "\n"), strings.Join(a, "\n"), strings.Join(b, "\n"))
		if !clean {
			return
		}
		lines := strings.Split(merged, "\n")
		for _, line := range append(addedA, addedB...) {
			if !slices.Contains(lines, line) {
				t.Fatalf("%q was lost: %q", line, lines)
			}
		}
		for _, line := range append(goneA, goneB...) {
			if slices.Contains(lines, line) {
				t.Fatalf("%q came back: %q", line, lines)
			}
		}
	})
}

// longPage is a page of about so many bytes, in which every few lines the words differ by mark.
func longPage(size, every int, mark string) string {
	var out strings.Builder
	for n := 0; out.Len() < size; n++ {
		fmt.Fprintf(&out, "Line %d says what is to be done on the ward when the bell of bed %d rings at night.", n, n%24)
		if n%every == 0 {
			out.WriteString(" " + mark)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func BenchmarkDiff_100KB(b *testing.B) {
	before, after := longPage(100_000, 40, "before"), longPage(100_000, 40, "after")
	for b.Loop() {
		Diff(before, after)
	}
}

func BenchmarkMerge_100KB(b *testing.B) {
	base, mine, theirs := longPage(100_000, 40, "base"), longPage(100_000, 40, "mine"), longPage(100_000, 40, "base")
	theirs = strings.Replace(theirs, "Line 7 ", "Line seven ", 1)
	for b.Loop() {
		if _, clean := Merge(base, mine, theirs); !clean {
			b.Fatal("these two can be merged")
		}
	}
}
