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

func pickedMail(v MailWishesView) (values []string) {
	if v.Reminders {
		values = append(values, "reminders")
	}
	if v.News {
		values = append(values, "news")
	}
	return values
}
