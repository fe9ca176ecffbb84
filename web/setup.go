package web

import "context"

// accentOr is what the colour field starts with: the shade that was offered, what was chosen, or the default.
func accentOr(value, nearest string) string {
	if nearest != "" {
		return nearest
	}
	if c, ok := parseColour(value); ok {
		return c.hex()
	}
	return DefaultAccent
}

// modeChoices explains the three modes in a sentence each. The values are those of models.Mode.
func modeChoices(ctx context.Context) []Choice {
	return []Choice{
		{Value: "allowlist", Label: T(ctx, "admin_mode.allowlist"), Hint: T(ctx, "admin_mode.allowlist_hint")},
		{Value: "open", Label: T(ctx, "admin_mode.open"), Hint: T(ctx, "admin_mode.open_hint")},
		{Value: "closed", Label: T(ctx, "admin_mode.closed"), Hint: T(ctx, "admin_mode.closed_hint")},
	}
}
