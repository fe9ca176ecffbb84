package models

import (
	"context"

	"github.com/folkmoot/folkmoot/models/db"
)

// KindName is the word that names a kind everywhere: its file in each room, its part of the URL, the
// prefix of its words on pages.
type KindName string

// A Kind describes one sort of content: a post, a reply, an event. It is a table of facts; what all kinds
// share is in publish.go. A field belongs here only when two kinds need it.
type Kind struct {
	Name    KindName
	Segment string     // its part of the URL: /post/ID
	Title   Limit      // runes
	Body    Limit      // runes of Markdown
	Create  Permission // who may publish one
	Revise  Permission // who may edit one
	Tells   Audience   // who hears of it besides those it mentions
	Thread  bool       // starts a thread; otherwise it answers one
	Owned   bool       // belongs to its community: sent in its name, and changed by any of its facilitators
	Posted  bool       // goes out as a post too, where its community wants that: see CompanionPath

	detail *detailTable // its own fields; nil when an Item says it all

	files []fileRef // where items of the kind refer to files; nil when they do not
	// fileDone is told of every file that has become ready, infected or refused; most are no business of the kind. nil: it
	// does not care.
	fileDone func(s *Site, ctx context.Context, tx *db.Tx, f *File) error
}

// creating is who may publish one. What belongs to somebody of another site is theirs; to show it in a community here is to
// start a discussion about it.
func (k *Kind) creating(from *Origin) Permission {
	if from != nil && k.Owned {
		return ToStart
	}
	return k.Create
}

// revising is who may edit an item of the kind: one that belongs to another site is its author's.
func (k *Kind) revising(it *Item) Permission {
	if !it.Here() {
		return ToEditOwn
	}
	return k.Revise
}

// NewDetail is an empty detail of the kind, or nil when it has none.
func (k *Kind) NewDetail() Detail {
	if k.detail == nil {
		return nil
	}
	return k.detail.fresh()
}

// A Limit says how much text a field takes, counted in runes.
type Limit struct {
	Max      int
	Required bool
}

// Required is a field that must be filled in; Optional one that may stay empty; None takes nothing.
func Required(max int) Limit { return Limit{Max: max, Required: true} }

// Optional is a field that may stay empty.
func Optional(max int) Limit { return Limit{Max: max} }

// None is a field that the kind does not have.
var None = Limit{}

// Audience says who hears of a new item besides those whom it mentions.
type Audience int

// The audiences.
const (
	TellsNobody Audience = iota
	TellsThread          // the author of what is answered, and of the thread
)

// Kinds is the whole list, in the order in which menus show it. Adding a kind starts here.
var Kinds = []*Kind{Post, EventKind, ArticleKind, DocumentKind, WikiPageKind, Reply}

// KindNamed returns the kind of that name, or nil.
func KindNamed(name KindName) *Kind {
	for _, k := range Kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}
