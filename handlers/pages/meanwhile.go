package pages

import (
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// written names the state of an item in a form that changes it, so that nobody replaces what they have not read. Wiki pages
// have revisions for that.
func written(it *models.Item) string {
	if _, merged := it.Detail.(*models.WikiPage); merged {
		return ""
	}
	return strconv.FormatInt(it.LastWritten().UnixMicro(), 10)
}

// writtenAt reads it back; zero for what no form of ours has said.
func writtenAt(said string) time.Time {
	micro, err := strconv.ParseInt(said, 10, 64)
	if err != nil || micro <= 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}

// meanwhile puts beside what somebody wrote what has come in its place since they began, from which they go on.
func (p *Pages) meanwhile(c *gin.Context, it *models.Item, began time.Time, to *web.Composer) error {
	ctx := c.Request.Context()
	history, err := p.Site.History(ctx, it.ID)
	if err != nil {
		return err
	}
	clash := &web.Clash{At: it.LastWritten(), Title: it.Title, Words: it.Source, URL: it.Path(), By: response.Person(ctx, it.Author)}
	before := it.Source
	for _, old := range history { // the newest first
		if !old.At.Truncate(time.Microsecond).After(began) {
			break
		}
		before = old.Source
	}
	if len(history) > 0 {
		last := history[0]
		clash.By, clash.Own = response.Person(ctx, last.By), last.ByID == request.VisitorOf(c).Actor.ID
	}
	clash.Parts = diff(before, it.Source)
	to.Was, to.Clash = written(it), clash
	return nil
}
