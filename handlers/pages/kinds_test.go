package pages

import (
	"testing"

	"github.com/folkmoot/folkmoot/models"
)

func TestKinds_EachHasANameAmongOthers(t *testing.T) {
	for _, k := range models.Kinds {
		if words := pageOf(k); words.one == "" || words.many == "" {
			t.Errorf("%s has no name in kindPages: one and many", k.Name)
		}
	}
}
