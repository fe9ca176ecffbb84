package pages

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/web"
)

// ruleOf makes a rule for repeating of what was chosen in a form; "" for what does not repeat. What is missing for a rule
// is noted in wrong.
func ruleOf(f *web.EventFields, wrong web.Errors) string {
	if f.Repeat == "" {
		return ""
	}
	if f.Repeat == web.OwnRule {
		if f.Rule == "" {
			wrong["rule"] = "Enter a rule such as FREQ=WEEKLY;COUNT=6, or choose how it repeats above."
		}
		return f.Rule
	}
	rule := repeats(f.Repeat, f.Start)
	switch {
	case f.Occasions != "":
		n, err := strconv.Atoi(f.Occasions)
		if err != nil || n < 2 || n > 1000 {
			wrong["occasions"] = "Enter a number of times from 2 to 1,000."
		}
		return fmt.Sprintf("%s;COUNT=%d", rule, n)
	case f.Until != "":
		last, err := time.Parse(time.DateOnly, f.Until)
		if err != nil {
			wrong["until"] = "Enter a date, such as 2027-06-30."
		}
		return rule + ";UNTIL=" + last.Format("20060102")
	}
	wrong["occasions"] = "Say how many times it takes place, or until when."
	return rule
}

// repeats is a rule without its end. What repeats on a weekday of the month takes it from the first time: the third Thursday.
func repeats(how, start string) string {
	switch how {
	case "weekly":
		return "FREQ=WEEKLY"
	case "fortnightly":
		return "FREQ=WEEKLY;INTERVAL=2"
	case "monthly":
		return "FREQ=MONTHLY"
	}
	first, err := time.Parse("2006-01-02T15:04", strings.Replace(start, " ", "T", 1))
	if err != nil {
		return "FREQ=MONTHLY" // the start itself is wrong, and said to be
	}
	week := (first.Day() + 6) / 7
	if week > 4 {
		week = -1 // not every month has a fifth
	}
	return fmt.Sprintf("FREQ=MONTHLY;BYDAY=%d%s", week, strings.ToUpper(first.Weekday().String()[:2]))
}
