package web

import (
	"context"
	"time"
)

func dayOrNothing(ctx context.Context, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return SpokenDay(ctx, at)
}

func orName(title, name string) string {
	if title != "" {
		return title
	}
	return name
}

// zones are the zones of the field, of which one may choose none.
func (v MailWishesView) zones(ctx context.Context) []Choice {
	return append([]Choice{{Label: T(ctx, "settings_mail.no_zone")}}, zoneChoices(v.Zone)...)
}

func pickedMail(v MailWishesView) (values []string) {
	if v.Reminders {
		values = append(values, "reminders")
	}
	if v.News {
		values = append(values, "news")
	}
	return values
}
