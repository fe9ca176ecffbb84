package web

import "context"

func modeSentence(ctx context.Context, mode string) string {
	switch mode {
	case "open":
		return T(ctx, "about_site.open")
	case "closed":
		return T(ctx, "about_site.closed")
	}
	return T(ctx, "about_site.allowlist")
}
