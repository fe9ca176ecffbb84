package models

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// backPurpose is that of the tickets of BackTicket.
const backPurpose = "letter came back"

// BackTicket is what the Message-ID of a letter holds, by which whoever says that it came back shows that they had it: only
// this site can make it, and it holds for the address that the letter goes to. "" when there is no secret to make it with.
func (s *Site) BackTicket(l *Letter) string {
	return s.Ticket(backPurpose, l.ID, addressSum(l.Address))
}

// addressSum stands for an address where it is not to be read.
func addressSum(address string) int64 {
	sum := sha256.Sum256([]byte(address))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// LetterBack notes that a letter which was sent has come back, by its BackTicket, and why. When dead, nobody reads mail at
// that address any more, and nothing but what is asked for by hand is sent there until the account has another, an admin
// tries again, or the letter is forgotten. It returns NotFound when the ticket belongs to no letter that was sent to that
// address, or it is known already that it came back.
func (s *Site) LetterBack(ctx context.Context, ticket, why string, dead bool) error {
	none := refuse(NotFound, "This tells of no letter that is on its way.")
	ids, ok := s.ReadTicket(backPurpose, ticket)
	if !ok || len(ids) != 2 {
		return none
	}
	return s.db.Change(ctx, func(tx *db.Tx) error {
		l := new(Letter)
		err := tx.NewSelect().Model(l).Where("le.id = ?", ids[0]).Scan(ctx)
		if db.IsNotFound(err) || err == nil && (l.State != LetterSent || addressSum(l.Address) != ids[1]) {
			return none
		}
		if err != nil {
			return fmt.Errorf("read the letter that came back: %w", err)
		}
		state := LetterFailed
		if dead {
			state = LetterReturned
		}
		if _, err := tx.NewUpdate().Model(l).Set("state = ?, error = ?", state, why).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("note that a letter came back: %w", err)
		}
		return nil
	})
}

// dead tells whether letters to the address of an account came back for good. What its owner or an admin asks for by hand
// is sent all the same.
func (acc *Account) dead(ctx context.Context, idb bun.IDB, k LetterKind) (bool, error) {
	if k == LetterPassword || k == LetterTest {
		return false, nil
	}
	is, err := idb.NewSelect().Model((*Letter)(nil)).
		Where("le.to_id = ? AND le.address = ? AND le.state = ?", acc.ActorID, acc.Email, LetterReturned).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for letters that came back: %w", err)
	}
	return is, nil
}
