package models

import (
	"strings"
	"testing"
)

func TestOccurrences_KeepTheirWallTime(t *testing.T) {
	for rule, want := range map[string]string{
		"FREQ=WEEKLY;COUNT=3":                         "2027-03-18T12:00 2027-03-25T12:00 2027-04-01T12:00",
		"RRULE:FREQ=MONTHLY;BYDAY=3TH;COUNT=3":        "2027-03-18T12:00 2027-04-15T12:00 2027-05-20T12:00",
		"FREQ=WEEKLY;INTERVAL=9;COUNT=3":              "2027-03-18T12:00 2027-05-20T12:00 2027-07-22T12:00",
		"FREQ=WEEKLY;UNTIL=20270401":                  "2027-03-18T12:00 2027-03-25T12:00 2027-04-01T12:00",
		"freq=daily;count=2":                          "2027-03-18T12:00 2027-03-19T12:00",
		"FREQ=WEEKLY;BYDAY=TU;COUNT=3":                "2027-03-18T12:00 2027-03-23T12:00 2027-03-30T12:00", // the first is where it was put
		"FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3":          "2027-03-18T12:00 2027-03-31T12:00 2027-04-30T12:00",
		"FREQ=YEARLY;COUNT=2":                         "2027-03-18T12:00 2028-03-18T12:00",
		"FREQ=WEEKLY;UNTIL=20270325T120000Z":          "2027-03-18T12:00 2027-03-25T12:00",
		"FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1;COUNT=2": "2027-03-18T12:00 2027-04-05T12:00",
	} {
		all, wrong := occurrences(rule, "2027-03-18T12:00")
		if got := strings.Join(all, " "); got != want || wrong != "" {
			t.Errorf("%s: %q %q, want %q", rule, got, wrong, want)
		}
	}
}

func TestOccurrences_RefuseWhatNeverEndsOrNeverComes(t *testing.T) {
	for rule, want := range map[string]string{
		"":                            "not a rule",
		"every week":                  "not a rule",
		"FREQ=WEEKLY":                 "Say when it ends",
		"FREQ=SECONDLY;COUNT=5":       "once a day",
		"FREQ=HOURLY;COUNT=5":         "once a day",
		"FREQ=DAILY;COUNT=1001":       "1,000 times",
		"FREQ=DAILY;UNTIL=20990101":   "1,000 times",
		"FREQ=DAILY;BYHOUR=3;COUNT=3": "time of day",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3":       "never comes again",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20990101": "never comes again",
		"FREQ=WEEKLY;UNTIL=20260101":                        "after the first",
		"FREQ=WEEKLY;COUNT=1":                               "never comes again",
		"FREQ=WEEKLY;COUNT=3\r\nX:Y":                        "not a rule",
		"FREQ=WEEKLY;COUNT=-4":                              "Say when it ends",
		"FREQ=DAILY;BYEASTER=0;BYMONTH=1;COUNT=2":           "not a rule",
	} {
		all, wrong := occurrences(rule, "2027-03-18T12:00")
		if len(all) != 0 || wrong == "" || !strings.Contains(wrong, want) {
			t.Errorf("%q: %d occurrences, %q, want %q", rule, len(all), wrong, want)
		}
	}
	if _, wrong := occurrences("FREQ=WEEKLY;COUNT=3", "soon"); wrong == "" {
		t.Error("a rule without a beginning was taken")
	}
}

func BenchmarkOccurrences_NeverMet(b *testing.B) {
	for b.Loop() {
		occurrences("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20990101", "2027-03-18T12:00")
	}
}

func BenchmarkOccurrences_AThousand(b *testing.B) {
	for b.Loop() {
		occurrences("FREQ=DAILY;COUNT=1000", "2027-03-18T12:00")
	}
}
