package models_test

import (
	"context"
	"errors"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/text"
)

func TestPublish_AndTheNoteThatAnActivityIsDealtWithAreOneChange(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Person(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward")
		jo := mt.Remote(t, s, models.Person, "jo", "south.example")
		noted, failing := 0, errors.New("the job is another's by now")
		arrive := func(settled func(context.Context, *db.Tx) error) error {
			_, err := s.Publish(t.Context(), models.Draft{
				Kind: models.Post, By: jo, In: ward, Title: "From afar", HTML: text.Clean("<p>x</p>"),
				From: &models.Origin{URI: "https://south.example/a/1", Object: "https://south.example/o/1", Host: "south.example", Settled: settled},
			})
			return err
		}

		if err := arrive(func(context.Context, *db.Tx) error { return failing }); !errors.Is(err, failing) {
			t.Fatalf("publishing what cannot be noted: %v", err)
		}
		if _, err := s.ItemByURI(t.Context(), "https://south.example/o/1"); models.CodeOf(err) != models.NotFound {
			t.Errorf("it was published, and not noted: %v", err)
		}
		note := func(_ context.Context, tx *db.Tx) error {
			tx.After(func() { noted++ })
			return nil
		}
		mt.Must(t, arrive(note))
		mt.Must(t, arrive(note)) // it comes again: nothing is done, so nothing is noted here
		if noted != 1 {
			t.Errorf("noted %d times", noted)
		}
	})
}
