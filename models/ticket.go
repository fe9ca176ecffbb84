package models

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"github.com/folkmoot/folkmoot/models/db"
)

// A ticket is a link's way of saying who may do one thing without signing in: numbers and a seal over them that only
// this site can make. It is never used up, so it is for what may be done twice.

// ticketsKey names the setting that holds the secret; sealSize is what of HMAC-SHA256 stands in a ticket, in bytes
// (RFC 2104, section 5, asks for half of it at least).
const (
	ticketsKey = "tickets"
	sealSize   = 16
)

// ensureTickets reads the secret of the site's tickets, and makes it the first time. Of two processes that do so at one
// moment the first makes it.
func (s *Site) ensureTickets(ctx context.Context) error {
	var kept string
	if err := s.readSetting(ctx, s.db.Read(), ticketsKey, &kept); err != nil {
		return err
	}
	if kept == "" {
		err := s.db.Change(ctx, func(tx *db.Tx) error {
			var fresh [32]byte
			_, _ = rand.Read(fresh[:]) // never fails, see newToken
			row := &setting{Name: ticketsKey, Value: `"` + hex.EncodeToString(fresh[:]) + `"`, ChangedAt: tx.Now}
			if _, err := tx.NewInsert().Model(row).On("CONFLICT (name) DO NOTHING").Exec(ctx); err != nil {
				return fmt.Errorf("make the secret of tickets: %w", err)
			}
			return s.readSetting(ctx, tx, ticketsKey, &kept)
		})
		if err != nil {
			return err
		}
	}
	secret, err := hex.DecodeString(kept)
	if err != nil || len(secret) != 32 {
		return fmt.Errorf("read the secret of tickets: it is not whole")
	}
	s.tickets.Store(&secret)
	return nil
}

// Ticket seals numbers for a purpose, as text that fits into an address. The site must have been started.
func (s *Site) Ticket(purpose string, ids ...int64) string {
	var plain []byte
	for _, id := range ids {
		plain = binary.AppendVarint(plain, id)
	}
	seal := s.seal(purpose, plain)
	if seal == nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(seal, plain...))
}

// ReadTicket opens what Ticket sealed for the same purpose. ok is false for everything else.
func (s *Site) ReadTicket(purpose, ticket string) (ids []int64, ok bool) {
	if len(ticket) > 200 {
		return nil, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(ticket)
	if err != nil || len(raw) < sealSize {
		return nil, false
	}
	seal, plain := raw[:sealSize], raw[sealSize:]
	if want := s.seal(purpose, plain); want == nil || !hmac.Equal(seal, want) {
		return nil, false
	}
	for len(plain) > 0 {
		id, n := binary.Varint(plain)
		if n <= 0 {
			return nil, false
		}
		ids, plain = append(ids, id), plain[n:]
	}
	return ids, true
}

// seal is nil when there is no secret to seal with.
func (s *Site) seal(purpose string, plain []byte) []byte {
	secret := s.tickets.Load()
	if secret == nil {
		return nil
	}
	mac := hmac.New(sha256.New, *secret)
	mac.Write([]byte(purpose))
	mac.Write([]byte{0})
	mac.Write(plain)
	return mac.Sum(nil)[:sealSize]
}
