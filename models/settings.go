package models

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// Settings are what an admin sets in the browser; what depends on the machine is in the configuration.
type Settings struct {
	Name    string `json:"name"`     // of the site, as people say it
	Region  string `json:"region"`   // where or whom it serves
	Contact string `json:"contact"`  // an e-mail address or a web address for questions
	About   string `json:"about"`    // who runs the site, in Markdown
	Accent  string `json:"accent"`   // "#rrggbb"; pages check its contrast
	SetUp   bool   `json:"set_up"`   // the first admin has been through the set-up page
	FileMB  int    `json:"file_mb"`  // the largest file, in MB; 0: DefaultFileMB
	QuotaMB int    `json:"quota_mb"` // all files of one community, in MB; 0: DefaultQuotaMB
}

type setting struct {
	bun.BaseModel `bun:"table:settings,alias:st"`

	Name      string    `bun:"name,pk"`
	Value     string    `bun:"value"`
	ChangedAt time.Time `bun:"changed_at"`
}

// kept is a value that was read a moment ago.
type kept[T any] struct {
	value T
	until time.Time
}

// keepFor is how long settings and policy may be out of date in a process that did not change them.
const keepFor = time.Second

// Settings returns the settings, at most a second old.
func (s *Site) Settings(ctx context.Context) (Settings, error) {
	if k := s.settings.Load(); k != nil && s.db.Now().Before(k.until) {
		return k.value, nil
	}
	set := Settings{Name: "A new Folkmoot site", Accent: "#1f5f5b"}
	if err := s.readSetting(ctx, s.db.Read(), "site", &set); err != nil {
		return set, err
	}
	s.settings.Store(&kept[Settings]{set, s.db.Now().Add(keepFor)})
	return set, nil
}

// SetSettings changes the settings. by must be an admin, or nil during the set-up.
func (s *Site) SetSettings(ctx context.Context, by *Actor, set Settings) error {
	wrong := fields{}
	set.check(wrong, "name")
	if err := wrong.err(); err != nil {
		return err
	}
	err := s.db.Change(ctx, func(tx *db.Tx) error {
		if by != nil {
			if err := s.mayRun(ctx, tx, by); err != nil {
				return err
			}
		}
		if err := s.writeSetting(ctx, tx, "site", set); err != nil {
			return err
		}
		return s.record(ctx, tx, &Act{Verb: VerbSettings, By: by})
	})
	s.settings.Store(nil)
	return err
}

// check tidies the settings and says what is wrong with them; nameField is what the form calls the name of the site.
func (set *Settings) check(wrong fields, nameField string) {
	for _, line := range []*string{&set.Name, &set.Region, &set.Contact} {
		*line = text.CleanLine(*line, 200)
	}
	if set.Name == "" {
		wrong.add(nameField, "Enter the name of your site.")
	}
	if len([]rune(set.Name)) > 80 {
		wrong.add(nameField, "Use 80 characters or fewer.")
	}
	if set.FileMB < 0 || set.FileMB > maxFileMB {
		wrong.add("file_mb", fmt.Sprintf("Enter a whole number from 1 to %d.", maxFileMB))
	}
	if set.QuotaMB < 0 || set.QuotaMB > maxQuotaMB {
		wrong.add("quota_mb", fmt.Sprintf("Enter a whole number from 1 to %d.", maxQuotaMB))
	}
	if set.Contact == "" {
		wrong.add("contact", "Enter an e-mail address or a web address for questions.")
	}
	if !isContact(set.Contact) {
		wrong.add("contact", "Enter a whole e-mail address, such as hello@north.example, or a web address that begins with https://.")
	}
}

// isContact tells whether pages can lead to it: an e-mail address, or the address of a page.
func isContact(s string) bool {
	if u, err := url.Parse(s); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		return true
	}
	return wrongEmail(s) == ""
}

func (s *Site) readSetting(ctx context.Context, idb bun.IDB, name string, into any) error {
	row := &setting{Name: name}
	err := idb.NewSelect().Model(row).WherePK().Scan(ctx)
	if db.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read setting %s: %w", name, err)
	}
	if err := json.Unmarshal([]byte(row.Value), into); err != nil {
		return fmt.Errorf("read setting %s: %w", name, err)
	}
	return nil
}

func (s *Site) writeSetting(ctx context.Context, tx *db.Tx, name string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write setting %s: %w", name, err)
	}
	row := &setting{Name: name, Value: string(data), ChangedAt: tx.Now}
	_, err = tx.NewInsert().Model(row).On("CONFLICT (name) DO UPDATE").
		Set("value = EXCLUDED.value, changed_at = EXCLUDED.changed_at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("write setting %s: %w", name, err)
	}
	return nil
}
