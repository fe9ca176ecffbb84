package models_test

import (
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// at is the site on a database when it is started with an address.
func at(d *db.DB, host string) *models.Site {
	return models.NewSite(models.Config{DB: d, Base: "https://" + host, Host: host})
}

func TestKeepBase_RefusesAnotherAddressOnceSomebodyIsThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first := at(d, "north.example")
		mt.Must(t, first.KeepBase(t.Context()))
		mt.Must(t, first.Start(t.Context()))
		mt.Person(t, first, "ana")

		err := at(d, "south.example").KeepBase(t.Context())
		if models.CodeOf(err) != models.Conflict || !strings.Contains(err.Error(), "Set the address back to https://north.example") {
			t.Fatalf("another address: %v", err)
		}
		if asked := at(d, "south.example").FitsBase(t.Context()); asked == nil || asked.Error() != err.Error() {
			t.Errorf("asked whether it fits: %v", asked)
		}
		mt.Must(t, at(d, "north.example").KeepBase(t.Context()))
		mt.Must(t, at(d, "north.example").FitsBase(t.Context()))
	})
}

func TestKeepBase_AnEmptySiteMayChangeItsAddress(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first := at(d, "north.example")
		mt.Must(t, first.KeepBase(t.Context()))
		mt.Must(t, first.Start(t.Context()))

		second := at(d, "south.example")
		mt.Must(t, second.FitsBase(t.Context()))
		mt.Must(t, second.KeepBase(t.Context()))
		mt.Must(t, second.Start(t.Context()))
		self := second.Self()
		if self.Name != "south.example" || !strings.HasPrefix(self.URI, "https://south.example") {
			t.Errorf("the site still calls itself %s at %s", self.Name, self.URI)
		}
		if key, err := second.Key(t.Context(), self.ID); err != nil || !strings.HasPrefix(key.KeyID, "https://south.example") {
			t.Errorf("its key: %+v, %v", key, err)
		}
	})
}
