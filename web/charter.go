package web

import "context"

func visibilityChoices(ctx context.Context) []Choice {
	return []Choice{
		{Value: string(ByAnyone), Label: T(ctx, "charter.public"), Hint: T(ctx, "charter.public_hint")},
		{Value: string(BySite), Label: T(ctx, "charter.site"), Hint: T(ctx, "charter.site_hint")},
		{Value: string(ByMembers), Label: T(ctx, "charter.members"), Hint: T(ctx, "charter.members_hint")},
	}
}

func joiningChoices(ctx context.Context) []Choice {
	return []Choice{
		{Value: "open", Label: T(ctx, "charter.open"), Hint: T(ctx, "charter.open_hint")},
		{Value: "request", Label: T(ctx, "charter.request"), Hint: T(ctx, "charter.request_hint")},
	}
}
