//go:build bench

package speed

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
)

// A row is one measure. Where the reach is a least and not a most, more is better; where it is 0 there is none.
type row struct {
	measure string
	unit    string
	reach   float64
	least   bool
	got     float64
}

// A table is what was measured of one site.
type table struct{ rows []row }

func (t *table) add(r row) { t.rows = append(t.rows, r) }

// print writes the table as people read it. The ratio is what was measured in parts of its reach: up to 1 is within it.
func (t *table) print(w io.Writer, title string) {
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Fprintf(w, "\n%s: %d cores, %s, load %s\n\n", title, runtime.NumCPU(), runtime.Version(), strings.Join(strings.Fields(string(load))[:3], " "))
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "measure\treach\tmeasured\tratio\t")
	for _, r := range t.rows {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", r.measure, r.wanted(), r.figure(r.got), r.ratio(), r.verdict())
	}
	_ = out.Flush()
	fmt.Fprintln(w)
}

func (r row) figure(v float64) string { return strings.TrimSpace(fmt.Sprintf("%.4g %s", v, r.unit)) }

func (r row) wanted() string {
	switch {
	case r.reach == 0:
		return "-"
	case r.least:
		return "≥ " + r.figure(r.reach)
	}
	return "≤ " + r.figure(r.reach)
}

func (r row) part() float64 {
	if r.least {
		return r.reach / r.got
	}
	return r.got / r.reach
}

func (r row) ratio() string {
	if r.reach == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", r.part())
}

func (r row) verdict() string {
	switch {
	case r.reach == 0:
		return ""
	case r.part() <= 1:
		return "ok"
	}
	return "over"
}
