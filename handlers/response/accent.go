package response

import (
	"context"

	"github.com/folkmoot/folkmoot/web"
)

// Accent says what is wrong with a site's colour: nothing, or that it cannot be read, with the nearest one that can.
func Accent(ctx context.Context, accent string) (nearest string, wrong web.Errors) {
	ok, nearest := web.NearestAccent(accent)
	if ok {
		return "", nil
	}
	return nearest, web.Errors{"accent": web.T(ctx, "said.accent_wrong", "Colour", nearest)}
}
