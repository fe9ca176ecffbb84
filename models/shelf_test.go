package models_test

import (
	"errors"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestShelf_IsNeverOlderThanWhatWasDoneHereNorThanASecond(t *testing.T) {
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		site := mt.Site(t, d, "north.example")
		shelf := models.NewShelf[int](site, 8)
		made := 0
		get := func(want int) {
			t.Helper()
			got, err := shelf.Get("it", func() (int, error) { made++; return made, nil })
			mt.Must(t, err)
			if got != want {
				t.Errorf("got number %d, want %d", got, want)
			}
		}
		get(1)
		get(1)
		mt.Person(t, site, "ana")
		get(2)
		get(2)
		clock.Add(time.Second)
		get(3)
	})
}

func TestShelf_KeepsNoFailure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		shelf := models.NewShelf[int](mt.Site(t, d, "north.example"), 8)
		if _, err := shelf.Get("it", func() (int, error) { return 1, errors.New("away") }); err == nil {
			t.Error("the failure was not told")
		}
		got, err := shelf.Get("it", func() (int, error) { return 2, nil })
		mt.Must(t, err)
		if got != 2 {
			t.Errorf("got %d", got)
		}
	})
}
