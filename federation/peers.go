package federation

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/queue"
)

// dialects says how software understands communities, by the name that it gives in NodeInfo. What is not
// listed is sent both.
var dialects = map[string]models.Dialect{
	"folkmoot": models.DialectWrapped, "lemmy": models.DialectWrapped, "piefed": models.DialectWrapped,
	"mbin": models.DialectWrapped, "kbin": models.DialectWrapped, "nodebb": models.DialectWrapped,
	"discourse": models.DialectWrapped, "friendica": models.DialectWrapped, "wordpress": models.DialectWrapped,

	"mastodon": models.DialectBare, "glitchcafe": models.DialectBare, "hometown": models.DialectBare,
	"gotosocial": models.DialectBare, "pleroma": models.DialectBare, "akkoma": models.DialectBare,
	"misskey": models.DialectBare, "sharkey": models.DialectBare, "firefish": models.DialectBare,
	"iceshrimp": models.DialectBare, "pixelfed": models.DialectBare, "mobilizon": models.DialectBare,
	"gancio": models.DialectBare, "snac": models.DialectBare, "mitra": models.DialectBare, "takahe": models.DialectBare,
	"hollo": models.DialectBare,
}

// askPeer is the job that asks a server what software it runs (NodeInfo), which decides the dialect.
func (s *Server) askPeer(ctx context.Context, j *queue.Job) error {
	host := string(j.Payload)
	info, err := s.nodeInfo(WithBudget(ctx, host), host)
	if isFinal(err) || errors.Is(err, errNoNodeInfo) {
		return nil // it does not say; it is sent both dialects
	}
	if err != nil {
		return fmt.Errorf("ask %s what it runs: %w", host, err)
	}
	name := strings.ToLower(info.Name)
	return s.site.SetPeerSoftware(ctx, host, name, info.Version, dialects[name])
}

var errNoNodeInfo = errors.New("no NodeInfo")

func (s *Server) nodeInfo(ctx context.Context, host string) (*wire.Software, error) {
	got, err := s.fetchFrom(ctx, host, "/.well-known/nodeinfo", "application/json")
	if err != nil {
		return nil, err
	}
	address, err := wire.ReadNodeInfoLinks(got.Body)
	if err != nil || hostOf(address) != host {
		return nil, fmt.Errorf("%w: the link leads elsewhere", errNoNodeInfo)
	}
	if got, err = s.gate.Fetch(ctx, address, "application/json", nil); err != nil {
		return nil, err
	}
	info, err := wire.ReadNodeInfo(got.Body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoNodeInfo, err)
	}
	return info, nil
}
