package web

import (
	"context"

	"github.com/folkmoot/folkmoot/models"
)

// Add puts somebody among those who answered alike.
func (v *AttendanceView) Add(a Attendee) {
	group := &v.No
	switch {
	case a.Says == models.SaysMaybe:
		group = &v.Maybe
	case a.Says != models.SaysYes:
	case a.Seat == models.Coming:
		group = &v.Coming
	case a.Seat == models.Waiting:
		group = &v.Waiting
	case a.Seat == models.Turned:
		group = &v.Turned
	default:
		group = &v.Asked
	}
	*group = append(*group, a)
}

// Empty tells whether nobody has answered yet.
func (v *AttendanceView) Empty() bool {
	return len(v.Asked)+len(v.Coming)+len(v.Waiting)+len(v.Maybe)+len(v.No)+len(v.Turned) == 0
}

// AnswerWord says in a word or two what somebody answered and what became of it.
func AnswerWord(ctx context.Context, says models.Says, seat models.Seat) string {
	switch {
	case says == models.SaysMaybe:
		return T(ctx, "answer.maybe")
	case says != models.SaysYes:
		return T(ctx, "answer.no")
	case seat == models.Coming:
		return T(ctx, "answer.yes")
	case seat == models.Waiting:
		return T(ctx, "attendance.word_waiting")
	case seat == models.Turned:
		return T(ctx, "attendance.word_turned")
	}
	return T(ctx, "attendance.word_asked")
}
