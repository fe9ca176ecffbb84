package wire

import (
	"errors"
	"strings"
	"testing"
)

// notIDs are what must never be taken for the id of anything, let alone of somebody here.
var notIDs = []string{
	`1`, `0`, `-1`, `1.5`, `true`, `false`, `"1"`, `""`, `" "`, `"/u/amina"`, `"u/amina"`, `"amina"`, `"@amina@north.example"`,
	`"//north.example/u/amina"`, `"https:"`, `"https://"`, `"https:///u/amina"`, `"javascript:alert(1)"`, `"file:///etc/passwd"`,
	`"acct:amina@north.example"`, `"https://north.example@evil.example/"`, `"https://north.example\\@evil.example/"`,
	`"https://north.example/ u"`, `"https://north.example/\u0000\n"`, `"https://` + strings.Repeat("a", 1<<16) + `.example/"`,
	`[["https://south.example/u/ben"]]`, `["https://south.example/u/ben","https://north.example/u/amina"]`, `{"id":1}`, `{"id":"1"}`,
	`{"id":{"id":"https://south.example/u/ben"}}`, `{"id":["https://south.example/u/ben"]}`, `{"href":"https://south.example/u/ben"}`, `[]`, `null`,
}

func TestI08_WhatIsNoIDIsNobody(t *testing.T) {
	for _, no := range notIDs {
		raw := `{"id":"https://south.example/act/1","type":"Create","actor":` + no + `,"object":"https://south.example/post/1"}`
		if a, err := ReadActivity([]byte(raw)); !errors.Is(err, ErrMalformed) {
			t.Errorf("actor %.60s: read as %+v, %v", no, a, err)
		}
		o := parse(t, `{"id":"https://south.example/post/1","type":"Note","attributedTo":`+no+`}`)
		if it, err := ReadItem(o); !errors.Is(err, ErrMalformed) {
			t.Errorf("attributedTo %.60s: read as %+v, %v", no, it, err)
		}
		o = parse(t, `{"id":"https://south.example/u/ben","type":"Person","preferredUsername":"ben","inbox":`+no+`}`)
		if r, err := ReadActor(o); !errors.Is(err, ErrMalformed) {
			t.Errorf("inbox %.60s: read as %+v, %v", no, r, err)
		}
	}
}

func TestI08_TheIDItselfIsOneString(t *testing.T) {
	for _, no := range append(notIDs, `["https://south.example/post/1"]`, `{"id":"https://south.example/post/1"}`) {
		o := parse(t, `{"id":`+no+`,"type":"Note","attributedTo":"https://south.example/u/ben"}`)
		if it, err := ReadItem(o); !errors.Is(err, ErrMalformed) {
			t.Errorf("id %.60s: read as %+v, %v", no, it, err)
		}
	}
}

func TestObject_IDsSpellThePublicOneWay(t *testing.T) {
	for _, s := range []string{
		`"as:Public"`, `["Public"]`, `["https://www.w3.org/ns/activitystreams#Public","as:Public",""]`,
		`{"id":"as:Public"}`, `["Public","acct:ben@south.example","did:web:south.example"]`,
	} {
		ids, err := parse(t, `{"to":`+s+`}`).IDs("to")
		if err != nil || len(ids) != 1 || ids[0] != public {
			t.Errorf("%s: %v, %v", s, ids, err)
		}
	}
}

func parse(t testing.TB, raw string) *Object {
	t.Helper()
	o, err := Parse([]byte(raw))
	if err != nil {
		t.Fatalf("%v in %.200s", err, raw)
	}
	return o
}
