package models_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// However many files arrive at once, together they have no more than the room that there is.
func TestEvent49_FilesThatArriveAtOnceShareTheRoom(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ana := mt.Admin(t, s, "ana")
		ward := mt.Community(t, s, ana, "ward")
		set, err := s.Settings(t.Context())
		mt.Must(t, err)
		set.Contact, set.FileMB, set.QuotaMB = "ana@north.example", 1, 1
		mt.Must(t, s.SetSettings(t.Context(), ana, set))
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() {
				_, err := s.TakeFile(t.Context(), ana, ward, "a.txt", strings.NewReader(fmt.Sprint(n)+strings.Repeat("words ", 100_000)))
				if err != nil && models.CodeOf(err) != models.Invalid {
					t.Errorf("file %d: %v", n, err)
				}
			})
		}
		all.Wait()
		used, quota, err := s.FileUse(t.Context(), ward)
		if mt.Must(t, err); used == 0 || used > quota {
			t.Errorf("%d of %d bytes are used", used, quota)
		}
	})
}
