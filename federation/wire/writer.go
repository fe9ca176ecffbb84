package wire

import (
	"errors"
	"fmt"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// Why something is not written.
var (
	// ErrPrivate is for what is not public, and so never leaves the site.
	ErrPrivate = errors.New("not public")
	// ErrWithdrawn is for an act whose item has been deleted or removed since.
	ErrWithdrawn = errors.New("withdrawn")
)

// A Writer writes what this site sends and serves. Every method gives the bytes of one document.
type Writer struct {
	Base string // the public address of the site, without a slash at the end
	Host string // its host, as in handles
}

// SiteInfo is what an admin has set, as far as other servers see it.
type SiteInfo struct {
	Name     string    // of the site
	About    text.HTML // who runs it
	Language string    // what people mostly write in: "en"; "" for none
}

// Extra is what a changed profile needs besides its act; other acts need nothing.
type Extra struct {
	KeyPEM string // the public key of the actor
	Site   SiteInfo
}

// followers is the address of the followers of an actor. Lists of actors do not read that column; for
// ours it is known.
func (w Writer) followers(a *models.Actor) string {
	if a.Followers == "" && a.Here() && a.Kind != models.SiteActor {
		return a.URI + "/followers"
	}
	return a.Followers
}

// moderators and featured are the collections that appointments and pins are done to.
func (w Writer) moderators(a *models.Actor) string {
	return collectionOf(a, a.Moderators, "/moderators")
}
func (w Writer) featured(a *models.Actor) string { return collectionOf(a, a.Featured, "/featured") }

func collectionOf(a *models.Actor, known, path string) string {
	if known == "" && a.Here() {
		return a.URI + path
	}
	return known
}

// picture is where a picture of this site is served.
func (w Writer) picture(mediaID int64) string { return fmt.Sprintf("%s/media/%d", w.Base, mediaID) }
