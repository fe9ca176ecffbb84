package pages

import (
	"time"

	"github.com/gin-gonic/gin"
	"github.com/maypok86/otter/v2"

	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// keptFronts is how many front rooms are kept; each is about 100 kB.
const keptFronts = 64

// fronts keeps the front rooms of public communities as visitors see them. One is good until something is done that can
// change it, and no longer than the second in which it was made: the number of the last act does not tell of one by
// another process whose clock is behind, nor of what other sites change.
type fronts struct {
	all *otter.Cache[int64, front]
}

type front struct {
	of   state
	page *response.Kept
}

// A state is all on which a front room depends; while it is the same, the page is too.
type state struct {
	version  int64
	second   int64
	language string
	settings models.Settings
}

func newFronts() *fronts {
	return &fronts{otter.Must(&otter.Options[int64, front]{
		MaximumSize:      keptFronts,
		ExpiryCalculator: otter.ExpiryWriting[int64, front](time.Minute),
	})}
}

// of is the front room of a community: the one that is kept, or a new one.
func (f *fronts) of(c *gin.Context, site *models.Site, communityID int64, render func() (*response.Kept, error)) (*response.Kept, error) {
	ctx := c.Request.Context()
	settings, err := site.Settings(ctx)
	if err != nil {
		return nil, err
	}
	// The version is read before the page: what happens between the two is then in the page, or makes it old.
	version, err := site.Version(ctx, communityID)
	if err != nil {
		return nil, err
	}
	now := state{version, site.DB().Now().Unix(), web.Language(c.GetHeader("Accept-Language")), settings}
	if kept, ok := f.all.GetIfPresent(communityID); ok && kept.of == now {
		return kept.page, nil
	}
	page, err := render()
	if err != nil {
		return nil, err
	}
	f.all.Set(communityID, front{now, page})
	return page, nil
}
