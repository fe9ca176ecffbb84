//go:build browser

package journeys

import "fmt"

// tellings are the four ways in which every story is told.
func tellings() []telling {
	var all []telling
	for _, javaScript := range []bool{true, false} {
		for _, width := range []int{1280, 360} {
			all = append(all, telling{JavaScript: javaScript, Width: width})
		}
	}
	return all
}

// String names the telling in a test's name.
func (one telling) String() string {
	script := "with"
	if !one.JavaScript {
		script = "without"
	}
	return fmt.Sprintf("%s JavaScript, %d pixels", script, one.Width)
}
