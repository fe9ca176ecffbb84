package models_test

import (
	"testing"

	"github.com/folkmoot/folkmoot/models"
)

type standing struct {
	who string
	s   models.Standing
	own bool
	may int
}

// try asks for each permission whether somebody of this standing has it.
func (c standing) try(t *testing.T, verbs map[models.Permission]int) {
	t.Helper()
	for p, bit := range verbs {
		err := models.May(c.s, p, c.own)
		if (err == nil) != (c.may&bit != 0) {
			t.Errorf("%s: permission %d: %v", c.who, p, err)
		}
		if err != nil && models.CodeOf(err) != models.Forbidden {
			t.Errorf("%s: permission %d: code %q", c.who, p, models.CodeOf(err))
		}
	}
}

// The table of permissions, told as who may do what: each line is one standing.
func TestMay(t *testing.T) {
	const (
		start = 1 << iota
		reply
		edit
		remove
		like
		report
		moderate
		ban
		appoint
		settle
		run
		answer
		write
	)
	verbs := map[models.Permission]int{
		models.ToStart: start, models.ToReply: reply, models.ToEditOwn: edit, models.ToDelete: remove,
		models.ToLike: like, models.ToReport: report, models.ToModerate: moderate, models.ToBan: ban, models.ToAppoint: appoint,
		models.ToSettle: settle, models.ToRun: run, models.ToWrite: write, models.ToAnswer: answer,
	}
	const member = start | reply | like | report | write | answer
	const facilitator = member | moderate | ban
	open := models.Standing{Open: true, Public: true}
	with := func(s models.Standing, change func(*models.Standing)) models.Standing { change(&s); return s }
	here := with(open, func(s *models.Standing) { s.Here = true })
	as := func(r models.Role) models.Standing { return with(here, func(s *models.Standing) { s.Role = r }) }
	for _, c := range []standing{
		{"somebody signed in who has not joined", here, false, like | report | answer},
		{"a follower of this site", as(models.Follower), false, like | report | answer},
		{"a member", as(models.Member), false, member},
		{"a member, of what is theirs", as(models.Member), true, member | edit | remove},
		{"a facilitator", as(models.Facilitator), false, facilitator},
		{"an organiser", as(models.Organiser), false, facilitator | appoint | settle},
		{"an admin who has not joined", with(here, func(s *models.Standing) { s.Admin = true }), false, facilitator | appoint | settle | run},
		{"somebody of another site", open, false, member},
		{"the same, where joining needs approval", with(open, func(s *models.Standing) { s.Open = false }), false, like | report | answer},
		{"the same, once approved", with(open, func(s *models.Standing) { s.Open, s.Role = false, models.Follower }), false, member},
		{"a member of a restricted community", with(as(models.Member), func(s *models.Standing) { s.Restricted = true }), false, member &^ start},
		{"its facilitator", with(as(models.Facilitator), func(s *models.Standing) { s.Restricted = true }), false, facilitator},
		{"a member at a protected page", with(as(models.Member), func(s *models.Standing) { s.Protected = true }), false, member &^ write},
		{"its facilitator", with(as(models.Facilitator), func(s *models.Standing) { s.Protected = true }), false, facilitator},
		{"a member in a locked thread", with(as(models.Member), func(s *models.Standing) { s.Locked = true }), false, member &^ reply},
		{"a facilitator in a locked thread", with(as(models.Facilitator), func(s *models.Standing) { s.Locked = true }), false, facilitator},
		{"somebody banned, of what is theirs", with(here, func(s *models.Standing) { s.Banned = true }), true, remove},
		{"somebody suspended", with(as(models.Organiser), func(s *models.Standing) { s.Suspended = true }), true, 0},
		{"a follower of a community elsewhere", with(as(models.Follower), func(s *models.Standing) { s.Away = true }), false, member},
		{"an admin, in a community elsewhere", with(here, func(s *models.Standing) { s.Away, s.Admin = true, true }), false, like | report | run | answer},
		{"a facilitator, towards a facilitator", with(as(models.Facilitator), func(s *models.Standing) { s.Target = models.Facilitator }), false, facilitator &^ ban},
		{"an organiser, towards a facilitator", with(as(models.Organiser), func(s *models.Standing) { s.Target = models.Facilitator }), false, facilitator | appoint | settle},
		{"an organiser, towards another", with(as(models.Organiser), func(s *models.Standing) { s.Target = models.Organiser }), false, (facilitator | settle) &^ ban},
	} {
		c.try(t, verbs)
	}
}

// What only members see, only members answer; nobody else reads, likes or answers there from another site.
func TestMay_InAClosedCommunity(t *testing.T) {
	for _, c := range []struct {
		who string
		s   models.Standing
		may []models.Permission
		not []models.Permission
	}{
		{"somebody of another site", models.Standing{}, nil, []models.Permission{models.ToAnswer, models.ToReply, models.ToStart, models.ToLike, models.ToReport}},
		{"somebody of this site", models.Standing{Here: true, Open: true}, nil, []models.Permission{models.ToAnswer, models.ToReply, models.ToStart}},
		{"a follower", models.Standing{Here: true, Open: true, Role: models.Follower}, nil, []models.Permission{models.ToAnswer, models.ToReply, models.ToStart}},
		{"a member", models.Standing{Here: true, Role: models.Member}, []models.Permission{models.ToAnswer, models.ToReply, models.ToStart, models.ToLike}, nil},
	} {
		for _, p := range c.may {
			if err := models.May(c.s, p, false); err != nil {
				t.Errorf("%s: permission %d: %v", c.who, p, err)
			}
		}
		for _, p := range c.not {
			if models.CodeOf(models.May(c.s, p, false)) != models.Forbidden {
				t.Errorf("%s: permission %d is given", c.who, p)
			}
		}
	}
}
