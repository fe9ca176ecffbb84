package request

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// SessionTime is how long somebody stays signed in on one device.
const SessionTime = 30 * 24 * time.Hour

// What a session holds.
const (
	keyAccount = "account"
	keyStamp   = "stamp"
	keyFlash   = "flash"
)

// Sessions remember who is signed in. The cookie holds a random token and nothing else; what it stands for is in the
// database, so that all processes share it and it can be ended from here. Somebody who is not signed in has none.
type Sessions struct {
	scs  *scs.SessionManager
	site *models.Site
}

// NewSessions keeps the sessions of a site. secure says that the site is served over https; the cookie is then bound to
// exactly this host by its name (RFC 6265bis, 4.1.3.2).
func NewSessions(site *models.Site, secure bool) *Sessions {
	m := scs.New()
	m.Store = site.Sessions()
	m.Lifetime = SessionTime
	m.Cookie.Name = "session"
	if secure {
		m.Cookie.Name, m.Cookie.Secure = "__Host-session", true
	}
	m.Cookie.SameSite = http.SameSiteLaxMode
	return &Sessions{scs: m, site: site}
}

// Wrap reads the session before next and saves what next changed. failed answers when the database cannot be asked.
func (s *Sessions) Wrap(next http.Handler, failed func(http.ResponseWriter, *http.Request, error)) http.Handler {
	s.scs.ErrorFunc = failed
	return s.scs.LoadAndSave(next)
}

// SignIn makes the session that of an account. Its token is new, so that one planted beforehand is worth nothing.
func (s *Sessions) SignIn(ctx context.Context, acc *models.Account) error {
	if err := s.scs.RenewToken(ctx); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	s.scs.Put(ctx, keyAccount, acc.ID)
	s.scs.Put(ctx, keyStamp, acc.Stamp)
	return nil
}

// SignOut ends the session, here and in the database.
func (s *Sessions) SignOut(ctx context.Context) error {
	if err := s.scs.Destroy(ctx); err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// Restamp keeps this session when a new password has ended all others.
func (s *Sessions) Restamp(ctx context.Context, stamp string) error {
	if err := s.scs.RenewToken(ctx); err != nil {
		return fmt.Errorf("renew session: %w", err)
	}
	s.scs.Put(ctx, keyStamp, stamp)
	return nil
}

// Visitor says whose session it is. A session whose account was closed, or whose password was changed since, ends here.
func (s *Sessions) Visitor(ctx context.Context) (*Visitor, error) {
	id, _ := s.scs.Get(ctx, keyAccount).(int64)
	if id == 0 {
		return &Visitor{}, nil
	}
	acc, err := s.site.Account(ctx, id)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return nil, err
	}
	if err != nil || !acc.DisabledAt.IsZero() || acc.Stamp != s.scs.GetString(ctx, keyStamp) {
		return &Visitor{}, s.SignOut(ctx)
	}
	if err := s.site.Saw(ctx, acc); err != nil {
		return nil, err
	}
	return &Visitor{Viewer: models.Viewer{Actor: acc.Actor, Admin: acc.Admin}, Account: acc}, nil
}

// SetFlash keeps word of what has just happened for the next page of this session.
func (s *Sessions) SetFlash(ctx context.Context, f web.Flash) {
	if kept, err := json.Marshal(f); err == nil { // plain fields: it cannot fail
		s.scs.Put(ctx, keyFlash, string(kept))
	}
}

// TakeFlash returns what SetFlash kept, once; nil when there is nothing.
func (s *Sessions) TakeFlash(ctx context.Context) *web.Flash {
	if !s.scs.Exists(ctx, keyFlash) {
		return nil
	}
	f := new(web.Flash)
	if err := json.Unmarshal([]byte(s.scs.PopString(ctx, keyFlash)), f); err != nil {
		return nil
	}
	return f
}
