package web

import "context"

// ProblemTitle is the heading of the page that answers with a status. explained tells that the page says what may not be
// done; without that, it is the page itself that may not be seen.
func ProblemTitle(ctx context.Context, status int, explained bool) string {
	switch status {
	case 401, 403:
		if explained {
			return T(ctx, "problem.not_for_you")
		}
		return T(ctx, "problem.not_yours")
	case 404:
		return T(ctx, "problem.not_here")
	case 410:
		return T(ctx, "problem.gone")
	case 429:
		return T(ctx, "problem.too_fast")
	case 409:
		return T(ctx, "problem.cannot")
	case 400, 405, 413, 415, 422:
		return T(ctx, "problem.not_understood")
	}
	return T(ctx, "problem.our_fault")
}

func problemText(ctx context.Context, status int) string {
	switch status {
	case 401, 403:
		return T(ctx, "problem.not_yours_text")
	case 404:
		return T(ctx, "problem.not_here_text")
	case 410:
		return T(ctx, "problem.gone_text")
	case 429:
		return T(ctx, "problem.too_fast_text")
	case 409:
		return T(ctx, "problem.cannot_text")
	case 400, 405, 413, 415, 422:
		return T(ctx, "problem.not_understood_text")
	}
	return T(ctx, "problem.our_fault_text")
}

func problemSketch(status int) string {
	switch status {
	case 401, 403:
		return "door"
	case 404, 410:
		return "map"
	case 429:
		return "cup"
	}
	return "letter"
}
