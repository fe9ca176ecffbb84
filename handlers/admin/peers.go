package admin

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Peers lists the other sites that this one has dealt with, and how things go.
func (a *Rooms) Peers(c *gin.Context) error {
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	all, err := a.Site.Peers(c.Request.Context())
	if err != nil {
		return err
	}
	reports, err := a.waiting(c)
	if err != nil {
		return err
	}
	trouble := c.Query("show") == "trouble"
	var rows []web.PeerRow
	troubled := 0
	for _, p := range all {
		row := peerRow(c, p)
		bad := row.Fails > 0 || row.Parked > 0
		if bad {
			troubled++
		}
		if bad || !trouble {
			rows = append(rows, row)
		}
	}
	view := web.PeersView{Reports: reports, Filters: []web.Tab{
		{Name: said(c, "said.all"), URL: "/admin/peers", Active: !trouble},
		{Name: said(c, "said.in_trouble"), URL: "/admin/peers?show=trouble", Active: trouble, Count: troubled},
	}}
	list := models.Page[web.PeerRow]{Number: n, Total: len(rows)}
	if n > list.Last() {
		return request.ErrNothing
	}
	from := (n - 1) * models.PageSize
	view.Peers = rows[from:min(len(rows), from+models.PageSize)]
	view.Pages = web.Pagination{Base: "/admin/peers", Page: n, Pages: list.Last(), Total: len(rows)}
	if trouble {
		view.Pages.Query = "show=trouble"
	}
	return a.Out.OK(c, a.page(c, said(c, "admin.peers")), web.Peers(view))
}

func peerRow(c *gin.Context, p *models.Peer) web.PeerRow {
	row := web.PeerRow{Host: p.Host, Followers: p.Followers, Following: p.Following, HeardAt: p.HeardAt}
	if p.Software != "" {
		row.Software = p.Software + " " + p.Version
	}
	if q := p.Queue; q != nil {
		row.Waiting, row.Parked, row.Fails, row.Trouble, row.NextAt = q.Waiting, q.Parked, q.Fails, q.LastError, q.DueAt
		row.CanRetry = p.Allowed && (q.Waiting > 0 || q.Parked > 0) && (q.Fails > 0 || q.Parked > 0)
	}
	switch {
	case !p.Allowed && p.Rule != nil && !p.Rule.Allow:
		row.State = web.State{Word: said(c, "admin_federation.denied"), Tone: web.Bad}
	case !p.Allowed:
		row.State = web.State{Word: said(c, "said.not_listed"), Tone: web.Quiet}
	case row.Parked > 0:
		row.State = web.State{Word: said(c, "said.given_up"), Tone: web.Bad}
	case row.Fails > 0:
		row.State = web.State{Word: said(c, "said.not_answering"), Tone: web.Warn}
	default:
		row.State = web.State{Word: said(c, "said.well"), Tone: web.Good}
	}
	return row
}

// Retry has everything that waits for a site tried again now.
func (a *Rooms) Retry(c *gin.Context) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	host := f.Line("host")
	p, err := a.Site.Peer(c.Request.Context(), host)
	if err != nil {
		return err
	}
	if p == nil {
		return request.ErrNothing
	}
	if err := a.Site.RetryPeer(c.Request.Context(), request.VisitorOf(c).Actor, host); err != nil {
		return err
	}
	return a.Out.Done(c, "/admin/peers", said(c, "said.retried", "Site", host))
}
