package web

import "context"

var noticeKeys = map[string]string{
	"reply": "notices.reply", "mention": "notices.mention", "asked": "notices.asked", "reported": "notices.reported",
	"accepted": "notices.accepted", "refused": "notices.refused", "banned": "notices.banned",
	"unbanned": "notices.unbanned", "appointed": "notices.appointed", "like": "notices.like", "follow": "notices.follow",
	"coming": "notices.coming", "waiting": "notices.waiting", "seat": "notices.seat", "turned": "notices.turned", "wants": "notices.wants",
	"added": "notices.added", "moved": "notices.moved", "postponed": "notices.postponed", "cancelled": "notices.cancelled",
	"edited": "notices.edited", "taken": "notices.taken", "unfit": "notices.unfit", "back": "notices.back", "soon": "notices.soon", "wants_out": "notices.wants_out", "returned": "notices.returned", "published": "notices.published",
}

// noticeText is the sentence of a notice.
func noticeText(ctx context.Context, n Notice) string {
	key, known := noticeKeys[n.Kind]
	if !known || n.Text != "" {
		return n.Text
	}
	return T(ctx, key, "Name", n.By.Name, "What", n.What)
}
