package admin

import (
	"sort"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/address"
	"github.com/folkmoot/folkmoot/web"
)

// What is done about a host.
const (
	ruleAllow  = "allow"
	ruleDeny   = "deny"
	ruleForget = "forget"
)

// Federation says with whom the site deals.
func (a *Rooms) Federation(c *gin.Context) error {
	return a.federation(c, web.FederationView{Rule: ruleAllow}, a.Out.OK)
}

func (a *Rooms) federation(c *gin.Context, view web.FederationView, send response.Sender) error {
	ctx := c.Request.Context()
	policy := a.Site.Policy(ctx)
	var err error
	if view.Reports, err = a.waiting(c); err != nil {
		return err
	}
	view.Mode = string(policy.Mode)
	for _, r := range policy.Rules {
		row := web.RuleRow{Host: r.Host, Allow: r.Allow, Reason: r.Reason, At: r.At}
		if r.ByID != 0 {
			by, err := a.Site.Actor(ctx, r.ByID)
			if err != nil {
				return err
			}
			row.By = by.Display()
		}
		view.Rules = append(view.Rules, row)
	}
	sort.Slice(view.Rules, func(i, j int) bool { return view.Rules[i].Host < view.Rules[j].Host })
	return send(c, a.page(c, said(c, "admin.federation")), web.Federation(view))
}

// change reads from a form what is to be changed: the mode, or the rule for one host.
func change(c *gin.Context) (models.PolicyChange, web.FederationView, web.Errors, error) {
	f, err := request.ReadForm(c)
	if err != nil {
		return models.PolicyChange{}, web.FederationView{}, nil, err
	}
	view := web.FederationView{Host: f.Line("host"), Rule: f.Line("rule"), Reason: f.Line("reason")}
	if mode := f.Line("mode"); mode != "" {
		return models.PolicyChange{Mode: models.Mode(mode)}, view, nil, nil
	}
	host, err := address.RuleHost(view.Host)
	if err != nil {
		return models.PolicyChange{}, view, web.Errors{"host": said(c, "said.host_wrong")}, nil
	}
	ch := models.PolicyChange{Host: host, Reason: view.Reason, Allow: view.Rule == ruleAllow, Forget: view.Rule == ruleForget}
	if !ch.Allow && !ch.Forget && view.Rule != ruleDeny {
		return ch, view, web.Errors{"rule": said(c, "said.rule_wrong")}, nil
	}
	return ch, view, nil, nil
}

// Preview shows what a change would cut off, before it is made.
func (a *Rooms) Preview(c *gin.Context) error {
	ch, view, wrong, err := change(c)
	if err != nil {
		return err
	}
	var effect models.PolicyEffect
	if wrong == nil {
		effect, err = a.Site.PolicyEffect(c.Request.Context(), ch)
		wrong = response.Fields(err)
	}
	if wrong != nil {
		view.Errors = wrong
		return a.federation(c, view, a.Out.Again(err))
	}
	if err != nil {
		return err
	}
	shown := a.preview(c, ch, view)
	shown.Hosts, shown.Followers, shown.Following = effect.Hosts, int(effect.Followers), int(effect.Following)
	shown.Items, shown.Deliveries = int(effect.Items), int(effect.Deliveries)
	if shown.Reports, err = a.waiting(c); err != nil {
		return err
	}
	return a.Out.OK(c, a.page(c, shown.Title), web.PolicyPreview(shown))
}

// preview says in words what a change is.
func (a *Rooms) preview(c *gin.Context, ch models.PolicyChange, view web.FederationView) web.PreviewView {
	if ch.Mode != "" {
		mode := string(ch.Mode)
		return web.PreviewView{
			Title: said(c, "said.mode_title", "Mode", web.ModeName(c.Request.Context(), mode)),
			Opens: web.ModeMeaning(c.Request.Context(), mode), Button: said(c, "said.mode_button"), Fields: map[string]string{"mode": mode},
		}
	}
	shown := web.PreviewView{Fields: map[string]string{"host": ch.Host, "rule": view.Rule, "reason": ch.Reason}}
	keys := [2]string{"said.deny_title", "said.deny_button"}
	switch {
	case ch.Forget:
		keys = [2]string{"said.forget_title", "said.forget_button"}
	case ch.Allow:
		keys = [2]string{"said.allow_title", "said.allow_button"}
		shown.Opens = said(c, "said.allow_opens", "Site", ch.Host)
	}
	shown.Title, shown.Button = said(c, keys[0], "Site", ch.Host), said(c, keys[1], "Site", ch.Host)
	return shown
}

// SetPolicy makes the change.
func (a *Rooms) SetPolicy(c *gin.Context) error {
	ch, view, wrong, err := change(c)
	if err != nil {
		return err
	}
	if wrong == nil {
		err = a.Site.SetPolicy(c.Request.Context(), request.VisitorOf(c).Actor, ch)
		wrong = response.Fields(err)
	}
	if wrong != nil {
		view.Errors = wrong
		return a.federation(c, view, a.Out.Again(err))
	}
	if err != nil {
		return err
	}
	return a.Out.Done(c, "/admin/federation", said(c, "said.policy_set"))
}
