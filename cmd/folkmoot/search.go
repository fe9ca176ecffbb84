package main

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

type searchCommand struct {
	As    string `help:"Account of whoever searches; without it, nobody's: what is public and may be found by strangers." placeholder:"ACCOUNT"`
	JSON  bool   `name:"json" help:"Print a list of objects instead: kind, title, url, snippet, published."`
	Query string `arg:"" help:"Words, a \"phrase in quotes\", -words that shall not be in it."`
}

// A searchHit is a line of what was found, for scripts.
type searchHit struct {
	Kind      models.KindName `json:"kind"`
	Title     string          `json:"title"` // of a reply, that of its thread
	URL       string          `json:"url"`
	Snippet   string          `json:"snippet"`
	Published time.Time       `json:"published"`
}

// Run prints a line for each hit, the best first: kind, title, address. Nothing found is said, and no fault.
func (c *searchCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		var v models.Viewer
		if c.As != "" {
			by, err := p.person(ctx, c.As)
			if err != nil {
				return err
			}
			v.Actor = by
		}
		hits, more, err := p.search(ctx, v, c.Query)
		if err != nil {
			return err
		}
		switch {
		case len(hits) == 0:
			fmt.Fprintln(sh.err, "Nothing was found.")
		case more:
			fmt.Fprintln(sh.err, "There are more, older ones. Add a word to find them.")
		}
		if c.JSON {
			return json.NewEncoder(sh.out).Encode(hits)
		}
		lines := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
		for _, h := range hits {
			fmt.Fprintf(lines, "%s\t%s\t%s\n", h.Kind, h.Title, h.URL)
		}
		return lines.Flush()
	})
}

// search leafs through all that is found.
func (p *program) search(ctx context.Context, v models.Viewer, query string) (hits []searchHit, more bool, err error) {
	hits = []searchHit{}
	for page := 1; ; page++ {
		found, err := p.site.Search(ctx, v, models.Ask(query), page)
		if err != nil {
			return nil, false, err
		}
		for _, h := range found.Items {
			title := h.Item.Title
			if title == "" {
				title = h.Thread
			}
			hits = append(hits, searchHit{
				Kind: h.Item.Kind, Title: title, URL: p.site.Base() + h.Item.Path(), Snippet: models.Text(h.Text), Published: h.Item.PublishedAt,
			})
		}
		if page >= found.Last() {
			return hits, found.More, nil
		}
	}
}
