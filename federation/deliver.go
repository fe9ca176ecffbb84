package federation

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/folkmoot/folkmoot/models/queue"
)

// Deliver makes one try at one delivery. The queue decides from what it returns whether and when there
// is another.
func (s *Server) Deliver(ctx context.Context, d queue.Delivery) queue.Outcome {
	out, label := s.deliver(ctx, d)
	tally(s.count.Delivered, label)
	return out
}

func (s *Server) deliver(ctx context.Context, d queue.Delivery) (queue.Outcome, string) {
	if !s.site.Allows(d.Host) {
		return queue.Cancelled(), "cancelled"
	}
	sg, err := s.signer(ctx, d.SenderID)
	if err != nil {
		return queue.Retry(0, err), "retry"
	}
	style := s.styleOf(ctx, d.Host)
	answer, took, err := s.gate.Knock(ctx, d.Inbox, d.Body, sg, style)
	switch {
	case isAny(err, ErrDenied):
		return queue.Cancelled(), "cancelled"
	case isAny(err, ErrPrivate, ErrInsecure, ErrAddress):
		return queue.Refused(err), "refused"
	case err != nil:
		return queue.Retry(0, err), "retry"
	}
	if took != style && answer.Status < 300 {
		s.rememberStyle(ctx, d.Host, took)
	}
	return judge(answer)
}

// judge sorts the answers to a delivery. What a server will say again is not tried for ever; being
// busy, broken or away passes.
func judge(a *Answer) (queue.Outcome, string) {
	err := fmt.Errorf("answered %d %s", a.Status, http.StatusText(a.Status))
	switch {
	case a.Status >= 200 && a.Status < 300:
		return queue.Done(), "done"
	case a.Status == http.StatusInternalServerError:
		return queue.Retry(a.RetryAfter, errors.Join(err, queue.ErrPoison)), "retry"
	case a.Status == http.StatusTooManyRequests, a.Status == http.StatusRequestTimeout, a.Status > 500:
		return queue.Retry(a.RetryAfter, err), "retry"
	default:
		if len(a.Body) > 0 {
			err = errors.Join(err, errors.New(firstWords(a.Body)))
		}
		return queue.Refused(err), "refused"
	}
}

// firstWords are what an admin is shown of a refusal.
func firstWords(body []byte) string {
	const most = 200
	if len(body) > most {
		body = body[:most]
	}
	return fmt.Sprintf("%q", body)
}

// styleOf is the style of signature that a host is known to take.
func (s *Server) styleOf(ctx context.Context, host string) Style {
	if known, ok := s.keys.styles.GetIfPresent(host); ok {
		return known
	}
	style := Cavage
	if p, err := s.site.Peer(ctx, host); err == nil && p != nil && p.Knock == string(RFC9421) {
		style = RFC9421
	}
	s.keys.styles.Set(host, style)
	return style
}

func (s *Server) rememberStyle(ctx context.Context, host string, style Style) {
	s.keys.styles.Set(host, style)
	if err := s.site.SetPeerKnock(ctx, host, string(style)); err != nil {
		s.log.Error("remember style of signature", "host", host, "error", err)
	}
}
