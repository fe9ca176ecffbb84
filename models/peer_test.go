package models_test

import (
	"testing"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestRetryPeer_TriesAgainWhatWasGivenUp(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx, sam := t.Context(), mt.Admin(t, s, "sam")
		mt.Must(t, s.DB().Change(ctx, func(tx *db.Tx) error {
			for _, query := range []string{
				"INSERT INTO parcels (id, act_id, sender_id, body, created_at) VALUES (1, 1, 1, '{}', ?0)",
				"INSERT INTO deliveries (parcel_id, host, inbox, created_at, expires_at, parked_at) VALUES (1, 'south.example', 'https://south.example/inbox', ?0, ?0, ?0)",
				"INSERT INTO delivery_hosts (host, fails) VALUES ('south.example', 9)",
			} {
				if _, err := tx.NewRaw(query, tx.Now).Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		}))
		mt.Must(t, s.RetryPeer(ctx, sam, "south.example"))
		var due int
		mt.Must(t, s.DB().Read().NewRaw("SELECT count(*) FROM deliveries AS d JOIN delivery_hosts AS h ON h.host = d.host WHERE d.parked_at IS NULL AND h.due_at IS NOT NULL").Scan(ctx, &due))
		if due != 1 {
			t.Errorf("%d deliveries are due", due)
		}
	})
}
