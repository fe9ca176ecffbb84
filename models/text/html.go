package text

import (
	"database/sql/driver"
	"fmt"
)

// HTML is markup that is safe to show as it stands. Only Render and Clean make one; its zero value is empty.
//
// It holds a small set of tags, properly nested, with absolute links and without any style, script or picture from
// elsewhere. Its addresses are absolute, so that the same bytes serve a page, a feed, a mail and another server.
type HTML struct {
	clean string
}

// String is the markup, to be printed unescaped.
func (h HTML) String() string { return h.clean }

// IsZero says whether there is nothing to show.
func (h HTML) IsZero() bool { return h.clean == "" }

// Value stores the markup; see database/sql/driver.Valuer.
func (h HTML) Value() (driver.Value, error) { return h.clean, nil }

// Scan reads back what Value stored; see database/sql.Scanner. It does not clean again: the database is trusted, since
// nothing but an HTML is ever written to a column that is read as one. Nobody else has reason to call it.
func (h *HTML) Scan(src any) error {
	switch stored := src.(type) {
	case nil:
		h.clean = ""
	case string:
		h.clean = stored
	case []byte:
		h.clean = string(stored)
	default:
		return fmt.Errorf("read stored HTML: cannot read a %T", src)
	}
	return nil
}
