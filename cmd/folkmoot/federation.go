package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/address"
)

type federationCommands struct {
	Mode   federationMode   `cmd:"" help:"With whom the site deals when no rule names them."`
	Allow  federationAllow  `cmd:"" help:"Allow a site."`
	Deny   federationDeny   `cmd:"" help:"Deny a site."`
	Forget federationForget `cmd:"" help:"Take the rule for a site away."`
	List   federationList   `cmd:"" help:"List the sites that this one knows, and the rules."`
}

type federationMode struct {
	Mode   string `arg:"" enum:"open,allowlist,closed" help:"open: everybody not denied; allowlist: only those allowed; closed: nobody."`
	Reason string `help:"Why, for the log."`
}

// Run sets the mode.
func (c *federationMode) Run(ctx context.Context, sh *shell) error {
	return sh.changePolicy(ctx, models.PolicyChange{Mode: models.Mode(c.Mode), Reason: c.Reason},
		map[string]string{
			"open":      "The site deals with all sites but those denied.",
			"allowlist": "The site deals only with those on its list.",
			"closed":    "The site deals with nobody.",
		}[c.Mode])
}

type aboutHost struct {
	Host   string `arg:"" help:"Host of a site, with its port when that is not the usual one; *.example.org for all below it."`
	Reason string `help:"Why, for the log."`
}

type federationAllow struct{ aboutHost }

// Run allows a host.
func (c *federationAllow) Run(ctx context.Context, sh *shell) error {
	return sh.setRule(ctx, c.aboutHost, models.PolicyChange{Allow: true}, "%s is allowed.")
}

type federationDeny struct{ aboutHost }

// Run denies a host.
func (c *federationDeny) Run(ctx context.Context, sh *shell) error {
	return sh.setRule(ctx, c.aboutHost, models.PolicyChange{}, "%s is denied.")
}

type federationForget struct{ aboutHost }

// Run takes the rule for a host away.
func (c *federationForget) Run(ctx context.Context, sh *shell) error {
	return sh.setRule(ctx, c.aboutHost, models.PolicyChange{Forget: true}, "There is no rule for %s any more.")
}

func (sh *shell) setRule(ctx context.Context, about aboutHost, change models.PolicyChange, done string) error {
	host, err := address.RuleHost(about.Host)
	if err != nil {
		return advise("%q is not a host. Give one such as south.example, or south.example:8443 when the port is not the usual one.", about.Host)
	}
	change.Host, change.Reason = host, about.Reason
	return sh.changePolicy(ctx, change, fmt.Sprintf(done, host))
}

// changePolicy does what is asked, after it has said what that cuts off. Nothing of it is destroyed.
func (sh *shell) changePolicy(ctx context.Context, change models.PolicyChange, done string) error {
	return sh.withSite(ctx, func(p *program) error {
		if _, is := p.site.Policy(ctx).Rules[change.Host]; change.Forget && !is {
			return advise("There is no rule for %s. See: folkmoot federation list", change.Host)
		}
		effect, err := p.site.PolicyEffect(ctx, change)
		if err != nil {
			return err
		}
		if len(effect.Hosts) > 0 {
			sh.say("This cuts off %s: %d followers there, %d communities there that are followed here, %d posts and replies, %d deliveries on their way.",
				strings.Join(effect.Hosts, ", "), effect.Followers, effect.Following, effect.Items, effect.Deliveries)
		}
		if err := p.site.SetPolicy(ctx, nil, change); err != nil {
			return err
		}
		sh.say("%s", done)
		return nil
	})
}

type federationList struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// A listing is what the list prints as JSON. Scripts depend on the names.
type listing struct {
	Mode  models.Mode `json:"mode"`
	Sites []listed    `json:"sites"`
}

type listed struct {
	Host      string     `json:"host"`
	Allowed   bool       `json:"allowed"`
	Rule      string     `json:"rule,omitempty"` // "allow" or "deny"
	Reason    string     `json:"reason,omitempty"`
	Since     *time.Time `json:"since,omitempty"` // of the rule
	Software  string     `json:"software,omitempty"`
	Version   string     `json:"version,omitempty"`
	Followers int        `json:"followers"` // people there who follow something here
	Following int        `json:"following"` // what people here follow there
	Heard     *time.Time `json:"heard,omitempty"`
	Waiting   int        `json:"waiting"`           // deliveries that are still to be made
	Parked    int        `json:"parked"`            // deliveries that were given up
	Trouble   string     `json:"trouble,omitempty"` // why the last one failed
}

// Run lists.
func (c *federationList) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		peers, err := p.site.Peers(ctx)
		if err != nil {
			return err
		}
		list := listing{Mode: p.site.Policy(ctx).Mode, Sites: []listed{}}
		for _, peer := range peers {
			list.Sites = append(list.Sites, listPeer(peer))
		}
		if c.JSON {
			enc := json.NewEncoder(sh.out)
			enc.SetIndent("", "  ")
			return enc.Encode(list)
		}
		return sh.printList(list)
	})
}

func listPeer(p *models.Peer) listed {
	l := listed{Host: p.Host, Allowed: p.Allowed, Software: p.Software, Version: p.Version, Followers: p.Followers, Following: p.Following}
	if p.Rule != nil {
		l.Rule, l.Reason, l.Since = either(p.Rule.Allow, "allow", "deny"), p.Rule.Reason, &p.Rule.At
	}
	if !p.HeardAt.IsZero() {
		l.Heard = &p.HeardAt
	}
	if q := p.Queue; q != nil {
		l.Waiting, l.Parked = q.Waiting, q.Parked
		if q.Fails > 0 {
			l.Trouble = q.LastError
		}
	}
	return l
}

func (sh *shell) printList(list listing) error {
	sh.say("Mode: %s", list.Mode)
	if len(list.Sites) == 0 {
		sh.say("No other site is known yet. Allow one with: folkmoot federation allow HOST --reason R")
		return nil
	}
	w := tabwriter.NewWriter(sh.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "SITE\tALLOWED\tRULE\tRUNS\tFOLLOWERS\tFOLLOWED\tWAITING\tPARKED\tREASON")
	for _, l := range list.Sites {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\n", l.Host, either(l.Allowed, "yes", "no"), l.Rule,
			strings.TrimSpace(l.Software+" "+l.Version), l.Followers, l.Following, l.Waiting, l.Parked, l.Reason)
	}
	return w.Flush()
}
