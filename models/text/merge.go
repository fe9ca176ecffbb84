package text

import (
	"slices"
	"strings"
)

// Merge joins two changes of one text, line by line: what only one of them changed is taken from it, and what both
// changed alike is taken once. clean is false when both changed the same lines, or lines that touch, in different ways;
// then nothing is merged, since a person has to choose. It never loses a change, and takes bounded time: texts that
// differ in more lines than Diff compares count as changed from the first to the last of them.
func Merge(base, mine, theirs string) (merged string, clean bool) {
	switch {
	case mine == theirs || theirs == base:
		return mine, true
	case mine == base:
		return theirs, true
	}
	from := strings.Split(base, "\n")
	a, b := side{lines: strings.Split(mine, "\n")}, side{lines: strings.Split(theirs, "\n")}
	a.match(from)
	b.match(from)
	var out []string
	for at := 0; ; {
		stable := stableFrom(at, len(from), a, b)
		ours, yours, was := a.until(stable), b.until(stable), from[at:stable]
		switch {
		case slices.Equal(ours, was):
			out = append(out, yours...)
		case slices.Equal(yours, was), slices.Equal(ours, yours):
			out = append(out, ours...)
		default:
			return "", false
		}
		if stable == len(from) {
			return strings.Join(out, "\n"), true
		}
		out = append(out, from[stable])
		a.next, b.next, at = a.at[stable]+1, b.at[stable]+1, stable+1
	}
}

// A side is one of the two changed texts, beside the one from which both come.
type side struct {
	lines []string
	at    []int // for each line of the base, where it stands here; -1 when it was taken away
	next  int   // the first line that is not yet merged
}

// match finds where each line of the base stands.
func (s *side) match(base []string) {
	before, now := numbered(base, s.lines)
	edits, _ := compare(before, now, fullEffort())
	s.at = make([]int, 0, len(base))
	here := 0
	for _, edit := range edits {
		switch edit {
		case Equal:
			s.at = append(s.at, here)
			here++
		case Removed:
			s.at = append(s.at, -1)
		case Added:
			here++
		}
	}
}

// until gives the lines not yet merged that stand before a line of the base, or to the end.
func (s *side) until(line int) []string {
	if line == len(s.at) {
		return s.lines[s.next:]
	}
	return s.lines[s.next:s.at[line]]
}

// stableFrom is the first line of the base, from at on, that stands in both texts; end where there is none.
func stableFrom(at, end int, a, b side) int {
	for at < end && (a.at[at] < 0 || b.at[at] < 0) {
		at++
	}
	return at
}
