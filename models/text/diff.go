package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Change says what happened to a part of a text.
type Change int

// What happens to a part of a text.
const (
	Equal Change = iota
	Removed
	Added
)

// A Segment is a part of two versions of a text that stayed, went or came.
type Segment struct {
	Change Change
	Text   string
}

// maxEdits and maxSteps bound the work of Diff: two versions that differ in more words, or take more comparisons, are
// compared line by line, and where even that is too much, the changed middle is shown as replaced. They keep two texts
// of 100 KB near 20 ms. All parts of two texts that are compared by themselves share the steps.
const (
	maxEdits = 600
	maxSteps = 3_000_000
)

// An effort is how many comparisons are left.
type effort struct{ steps int }

func fullEffort() *effort { return &effort{maxSteps} }

// Diff compares two versions of a text word by word. The segments in their order, without those added, are the old
// text, and without those removed the new; no two neighbours have the same change, and what goes stands before what comes.
func Diff(before, after string) []Segment {
	if len(before)+len(after) > longTexts {
		return diffLong(before, after, fullEffort())
	}
	return diffWords(before, after, fullEffort())
}

// longTexts is the size in bytes of two texts together from which their lines are compared first, and words only in the
// lines that changed.
const longTexts = 32_000

func diffLong(before, after string, left *effort) []Segment {
	a, b := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	x, y := numbered(a, b)
	edits, ok := compare(x, y, left)
	if !ok {
		return segments(a, b, edits)
	}
	var out []Segment
	var same, gone, come strings.Builder
	put := func() { // what stayed, and then what changed after it
		if same.Len() > 0 {
			out = joinSegments(out, Segment{Equal, same.String()})
		}
		if gone.Len()+come.Len() > 0 {
			out = joinSegments(out, diffWords(gone.String(), come.String(), left)...)
		}
		same.Reset()
		gone.Reset()
		come.Reset()
	}
	for _, edit := range edits {
		switch edit {
		case Equal:
			if gone.Len()+come.Len() > 0 {
				put()
			}
			same.WriteString(a[0])
			a, b = a[1:], b[1:]
		case Removed:
			gone.WriteString(a[0])
			a = a[1:]
		case Added:
			come.WriteString(b[0])
			b = b[1:]
		}
	}
	put()
	return out
}

// joinSegments adds segments, of which neighbours with the same change become one.
func joinSegments(all []Segment, more ...Segment) []Segment {
	for _, s := range more {
		if n := len(all) - 1; n >= 0 && all[n].Change == s.Change {
			all[n].Text += s.Text
			continue
		}
		all = append(all, s)
	}
	return all
}

func diffWords(before, after string, left *effort) []Segment {
	a, b := words(before), words(after)
	x, y := numbered(a, b)
	edits, ok := compare(x, y, left)
	if !ok {
		a, b = strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
		x, y = numbered(a, b)
		edits, _ = compare(x, y, left)
	}
	return segments(a, b, edits)
}

// words splits a text into words and what stands between them, all of it.
func words(s string) []string {
	var out []string
	for s != "" {
		first, size := utf8.DecodeRuneInString(s)
		end := size
		if isWord(first) {
			for end < len(s) {
				r, width := utf8.DecodeRuneInString(s[end:])
				if !isWord(r) {
					break
				}
				end += width
			}
		}
		out = append(out, s[:end])
		s = s[end:]
	}
	return out
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r) || r == '_' || r == '\''
}

// numbered puts a number in the place of each different part, so that comparing two of them costs nothing.
func numbered(a, b []string) ([]int, []int) {
	numbers := map[string]int{}
	number := func(parts []string) []int {
		out := make([]int, len(parts))
		for i, part := range parts {
			n, known := numbers[part]
			if !known {
				n = len(numbers)
				numbers[part] = n
			}
			out[i] = n
		}
		return out
	}
	return number(a), number(b)
}

// compare gives the changes that make b of a, one for each part. It is false where more than maxEdits are needed; then
// all between what is the same at both ends is replaced.
func compare(a, b []int, left *effort) ([]Change, bool) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	middle, ok := shortestEdit(a[head:len(a)-tail], b[head:len(b)-tail], left)
	edits := make([]Change, head, head+len(middle)+tail)
	edits = append(edits, middle...)
	return append(edits, make([]Change, tail)...), ok
}

// shortestEdit is the greedy algorithm of Myers, "An O(ND) difference algorithm and its variations" (1986), with the
// number of edits bounded.
func shortestEdit(a, b []int, left *effort) ([]Change, bool) {
	limit := min(len(a)+len(b), maxEdits)
	reach := make([]int, 2*limit+3) // how far into a the best path on each diagonal comes
	var trail [][]int
	for d := 0; d <= limit && left.steps > 0; d++ {
		trail = append(trail, append([]int(nil), reach[limit+1-d:limit+2+d]...))
		for k := -d; k <= d; k += 2 {
			at := limit + 1 + k
			x := reach[at-1] + 1
			if k == -d || k != d && reach[at-1] < reach[at+1] {
				x = reach[at+1]
			}
			start := x
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[at] = x
			left.steps -= x - start + 1
			if x == len(a) && x-k == len(b) {
				return retrace(trail, len(a), len(b)), true
			}
		}
	}
	edits := make([]Change, 0, len(a)+len(b))
	for range a {
		edits = append(edits, Removed)
	}
	for range b {
		edits = append(edits, Added)
	}
	return edits, false
}

// retrace walks the trail back from the end. Entry d of it holds the reach before step d on the diagonals -d to d.
func retrace(trail [][]int, x, y int) []Change {
	var back []Change
	for d := len(trail) - 1; d > 0; d-- {
		k, reach := x-y, trail[d]
		down := k == -d || k != d && reach[d+k-1] < reach[d+k+1]
		from := k - 1
		if down {
			from = k + 1
		}
		px := reach[d+from]
		py := px - from
		for x > px && y > py {
			back = append(back, Equal)
			x, y = x-1, y-1
		}
		if down {
			back = append(back, Added)
			y--
		} else {
			back = append(back, Removed)
			x--
		}
	}
	for ; x > 0; x-- {
		back = append(back, Equal)
	}
	slices.Reverse(back)
	return back
}

// segments joins the parts with the same change. Between two equal parts, what goes is put before what comes, and
// single spaces between changes go and come with them, so that a phrase that was replaced is shown as a phrase.
func segments(a, b []string, edits []Change) []Segment {
	var out []Segment
	var same, gone, come strings.Builder
	put := func(change Change, text *strings.Builder) {
		if text.Len() > 0 {
			out = append(out, Segment{change, text.String()})
			text.Reset()
		}
	}
	changing := func() {
		if same.String() == " " && gone.Len()+come.Len() > 0 {
			gone.WriteByte(' ')
			come.WriteByte(' ')
			same.Reset()
		} else if same.Len() > 0 {
			put(Removed, &gone)
			put(Added, &come)
			put(Equal, &same)
		}
	}
	for _, edit := range edits {
		switch edit {
		case Equal:
			same.WriteString(a[0])
			a, b = a[1:], b[1:]
		case Removed:
			changing()
			gone.WriteString(a[0])
			a = a[1:]
		case Added:
			changing()
			come.WriteString(b[0])
			b = b[1:]
		}
	}
	put(Removed, &gone)
	put(Added, &come)
	put(Equal, &same)
	return out
}
