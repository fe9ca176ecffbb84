package models

// Role is what somebody is in a community.
type Role string

// The roles, from least to most. A follower reads and is counted; members write; facilitators look
// after the conversation; organisers own the settings.
const (
	NoRole      Role = ""
	Follower    Role = "follower"
	Member      Role = "member"
	Facilitator Role = "facilitator"
	Organiser   Role = "organiser"
)

var rank = map[Role]int{NoRole: 0, Follower: 1, Member: 2, Facilitator: 3, Organiser: 4}

// AtLeast tells whether r stands as high as other.
func (r Role) AtLeast(other Role) bool { return rank[r] >= rank[other] }

// Standing is what the rules need to know about somebody in one place: nothing of the database.
type Standing struct {
	Here       bool // has an account on this site
	Admin      bool // looks after this site
	Role       Role
	Banned     bool
	Suspended  bool
	Away       bool // the community lives on another site, which decides
	Open       bool // joining is open, so that anybody from an allowed site may take part
	Public     bool // anyone may read it
	Restricted bool // only facilitators start threads
	Locked     bool // the thread takes no more replies
	Protected  bool // only facilitators edit the page
	OwnPage    bool // it is no community but their own page
	Target     Role // the role of the one that the act is about, when it is about a person
}

func (s Standing) moderates() bool { return s.Role.AtLeast(Facilitator) || (s.Admin && !s.Away) }

// Permission is a thing that somebody may or may not do.
type Permission int

// The permissions.
const (
	ToStart    Permission = iota // start a thread
	ToHost                       // add an event, and change it
	ToAnswer                     // answer an event
	ToWrite                      // write a wiki page, and change it
	ToDraft                      // write a draft for the blog
	ToBlog                       // publish an article in the blog
	ToRevise                     // change an article
	ToAdd                        // add a document to the library
	ToAmend                      // change a document, or give it a new version
	ToReply                      // reply in a thread
	ToEditOwn                    // edit an item
	ToDelete                     // delete an item for good; moderators remove it instead
	ToLike                       // like an item
	ToReport                     // report an item or a person
	ToModerate                   // lock, pin, remove; approve members
	ToBan                        // ban somebody
	ToAppoint                    // make or unmake facilitators
	ToSettle                     // change a community's charter and settings
	ToRun                        // run the site: policy, accounts, invitations
)

// May is every permission of the site in one table. It returns nil, or a Forbidden error that says why
// in words for people. own tells whether the thing is the asker's own.
func May(s Standing, p Permission, own bool) error {
	switch {
	case s.Suspended:
		return refuse(Forbidden, "This account has been suspended.")
	case s.Banned && p != ToDelete:
		return refuse(Forbidden, "You are kept out of this community.")
	}
	for _, rule := range table[p] {
		if ok, decided := rule(s, own); decided {
			if ok {
				return nil
			}
			break
		}
	}
	return refuse(Forbidden, "%s", deny(s, p))
}

// A rule answers for the cases that it knows; the first that decides ends the matter, and where none
// does the answer is no.
type rule func(s Standing, own bool) (ok, decided bool)

var (
	ifModerates = func(s Standing, _ bool) (bool, bool) { return true, s.moderates() }
	ifOwn       = func(_ Standing, own bool) (bool, bool) { return true, own }
	ifAdmin     = func(s Standing, _ bool) (bool, bool) { return true, s.Admin && s.Here }
	ifOrganiser = func(s Standing, _ bool) (bool, bool) {
		return true, s.Role == Organiser || (s.Admin && !s.Away)
	}
	notLocked     = func(s Standing, _ bool) (bool, bool) { return false, s.Locked }
	notProtected  = func(s Standing, _ bool) (bool, bool) { return false, s.Protected }
	notAway       = func(s Standing, _ bool) (bool, bool) { return false, s.Away }
	ifOwnPage     = func(s Standing, _ bool) (bool, bool) { return true, s.OwnPage }
	notRestricted = func(s Standing, _ bool) (bool, bool) { return false, s.Restricted }
	ifTakesPart   = func(s Standing, _ bool) (bool, bool) { return true, takesPart(s) }
	ifSeesIt      = func(s Standing, _ bool) (bool, bool) {
		return true, s.Public || s.Role.AtLeast(Follower) || s.Here
	}
	// ifAnyoneSeesIt decides alike for those with an account here and those without: a closed community is for its members.
	ifAnyoneSeesIt = func(s Standing, _ bool) (bool, bool) { return true, s.Public || s.Away }
	ifOutranks     = func(s Standing, _ bool) (bool, bool) {
		return false, s.Target.AtLeast(Facilitator) && s.Role != Organiser && !s.Admin
	}
	onlyAdminOverOrganiser = func(s Standing, _ bool) (bool, bool) {
		return false, s.Target == Organiser && !(s.Admin && !s.Away)
	}
)

var table = map[Permission][]rule{
	ToStart:    {ifModerates, notRestricted, ifTakesPart},
	ToHost:     {ifModerates},
	ToAnswer:   {ifTakesPart, ifAnyoneSeesIt},
	ToWrite:    {ifModerates, notProtected, ifTakesPart},
	ToDraft:    {notAway, ifModerates, ifOwnPage, ifTakesPart},
	ToBlog:     {notAway, ifModerates, ifOwnPage},
	ToRevise:   {notAway, ifModerates, ifOwn},
	ToAdd:      {notAway, ifModerates, ifTakesPart},
	ToAmend:    {notAway, ifModerates, ifOwn},
	ToReply:    {ifModerates, notLocked, ifTakesPart},
	ToEditOwn:  {ifOwn},
	ToDelete:   {ifOwn},
	ToLike:     {ifTakesPart, ifSeesIt},
	ToReport:   {ifSeesIt},
	ToModerate: {ifModerates},
	ToBan:      {onlyAdminOverOrganiser, ifOutranks, ifModerates},
	ToAppoint:  {onlyAdminOverOrganiser, ifOrganiser},
	ToSettle:   {ifOrganiser},
	ToRun:      {ifAdmin},
}

// takesPart is true for members, and for people of other sites where joining is open: they cannot join,
// only follow or simply answer, and the policy has already let their site in. In a community of another
// site a follower takes part, since following is how one joins there.
func takesPart(s Standing) bool {
	switch {
	case s.Role.AtLeast(Member):
		return true
	case s.Away:
		return s.Role.AtLeast(Follower)
	case s.Here:
		return false
	default:
		return s.Public && (s.Open || s.Role.AtLeast(Follower))
	}
}

// takesPartAnyway tells whether following would make no difference: people of other sites take part in an
// open community whether they follow it or not.
func (s Standing) takesPartAnyway() bool { return !s.Here && !s.Away && s.Public && s.Open }

func deny(s Standing, p Permission) string {
	switch p {
	case ToStart:
		if s.Restricted && s.Role.AtLeast(Member) {
			return "Only facilitators start discussions in this community."
		}
		return "Join this community to post in it."
	case ToReply:
		if s.Locked {
			return "This discussion is closed to replies."
		}
		return "Join this community to reply."
	case ToEditOwn:
		return "Only its author can edit this."
	case ToDelete:
		return "Only its author can delete this."
	case ToModerate:
		return "Only the community's facilitators can do this."
	case ToBan, ToAppoint:
		return "Only somebody with a higher role can do this."
	case ToSettle:
		return "Only the community's organisers can change this."
	case ToRun:
		return "Only an admin of this site can do this."
	case ToHost:
		return "Only the community's facilitators add events and change them."
	case ToWrite:
		if s.Protected {
			return "This page is protected. Only the community's facilitators change it."
		}
		return "Join this community to write in its wiki."
	case ToDraft:
		return "Join this community to write for its blog."
	case ToBlog:
		return "Only the community's facilitators publish in its blog. Write a draft, and ask them to."
	case ToRevise:
		return "Only its author and the community's facilitators can change this."
	case ToAnswer:
		return "Join this community to answer."
	case ToAdd:
		return "Join this community to add to its library."
	case ToAmend:
		return "Only who added it and the community's facilitators can change this."
	case ToLike:
		return "Join this community to like what is said in it."
	default: // ToReport
		return "Only those who can see this can report it. Sign in, or join its community, first."
	}
}
