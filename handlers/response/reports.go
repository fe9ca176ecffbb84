package response

import (
	"context"
	"strconv"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Reports shows what was reported. closeAt is the address at which an open one is closed; wrong says, by the number of a
// report, what is wrong with what was filled in for it.
func Reports(ctx context.Context, list []*models.Report, closeAt func(*models.Report) string, wrong map[string]string) []web.ReportRow {
	rows := make([]web.ReportRow, len(list))
	for n, r := range list {
		row := web.ReportRow{
			ID: strconv.FormatInt(r.ID, 10), At: r.At, By: Person(ctx, r.By), About: Person(ctx, r.Actor),
			Community: Link(r.Community), Reason: r.Reason, ClosedAt: r.ClosedAt, Outcome: r.Outcome,
		}
		row.Error = wrong[row.ID]
		if r.Item != nil {
			row.Quote = Quote(ctx, r.Item)
		}
		if r.ClosedAt.IsZero() {
			row.Close = closeAt(r)
		} else if r.Closer != nil {
			row.ClosedBy = r.Closer.Display()
		}
		rows[n] = row
	}
	return rows
}
