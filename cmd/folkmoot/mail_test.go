package main

import (
	"strings"
	"testing"
)

func TestCommands_MailBounceTakesWhatAMailServerHandsOver(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana")
		for _, message := range []string{"", "Subject: hello\n\nNot for you.\n", strings.Repeat("x", 3<<20)} {
			d.input = message
			if said := d.do("mail", "bounce"); !strings.HasPrefix(said, "Nothing was changed") {
				t.Errorf("said %q", said)
			}
		}
	})
}
