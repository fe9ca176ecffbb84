package web

import (
	"bytes"
	"context"
	"testing"
)

func TestInitials_AreOfTheFirstAndTheLastWord(t *testing.T) {
	for name, want := range map[string]string{
		"Asha Patel": "AP", "Cath": "C", "Dr Amina el Sayed": "DS", "  ": "·", "🙂": "·", "siân o'neill": "SO",
		"(they) Sam": "TS", "李 小龙": "李小", "7 Sisters": "7S",
	} {
		if got := Initials(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

func TestFaces_CanBeReadInEveryColour(t *testing.T) {
	for _, d := range drawings {
		for _, ground := range []string{d.ground, d.hill} {
			if c := contrast(mustColour(d.ink), mustColour(ground)); c < enough {
				t.Errorf("%s on %s is %.2f : 1", d.ink, ground, c)
			}
		}
		if c := contrast(mustColour(d.seat), mustColour(d.deep)); c < 3 {
			t.Errorf("the seats %s on %s are %.2f : 1", d.seat, d.deep, c)
		}
	}
}

func TestFaces_AreTheSameForTheSameNameAndDifferForOthers(t *testing.T) {
	render := func(name string) string {
		var out bytes.Buffer
		if err := face(Face{Name: name}).Render(context.Background(), &out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	first, again := render("Jo"), render("Jo")
	if draw("Asha Patel") != draw(" asha patel ") || first != again {
		t.Error("case and space change the face")
	}
	colours := map[string]bool{}
	for _, name := range []string{"Asha Patel", "Cath Jones", "Imran Ahmed", "Jo Lindqvist", "Maureen", "Dele Okafor", "Siân Rees", "Tom Whittle"} {
		colours[draw(name).ground] = true
	}
	if len(colours) < 6 {
		t.Errorf("eight people have only %d colours", len(colours))
	}
}
