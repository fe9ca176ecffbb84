//go:build bench

package speed

import (
	"os"
	"testing"

	"github.com/folkmoot/folkmoot/federation/processtest"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

func TestMain(m *testing.M) { processtest.Main(m) }

// TestSpeed measures a site on SQLite and, beside .ci/postgres.sh, one on PostgreSQL. SPEED=quick sends a tenth of the
// posts, for whoever works on the measures themselves.
func TestSpeed(t *testing.T) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		s := open(t, url)
		s.gather(t)
		signing := newFloor(t)
		s.measureFanOut(t, signing)
		s.measureSlowHosts(t)
		s.measureHangingHosts(t)
		s.measureIngest(t)
		s.measureReading(t)
		s.measureWeight(t)
		s.measureRest(t)
		s.table.print(os.Stdout, t.Name())
	})
}

// quick tells that the figures need not be good.
func quick() bool { return os.Getenv("SPEED") == "quick" }
