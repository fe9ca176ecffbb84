package models

import (
	"context"
	"fmt"
	"reflect"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// A Detail is what the items of a kind have besides title and text: one row of a table of the kind's own, which is
// written, read and deleted with the item.
type Detail interface {
	// Check makes the detail hold together, and takes over from was, which it replaces, what nobody proposes; was is nil
	// for a new one. What somebody here proposes is refused field by field; what came from elsewhere is repaired where
	// that is possible.
	Check(was Detail, here bool) map[string]string
	// Words are what search finds of it besides title and text.
	Words() string
	// of is the number of the item; belong takes over what of the item stands in the row too.
	of() int64
	belong(it *Item)
}

// A Detail may have more to say, by methods of these names.
type (
	// narrowing changes what somebody may do with the item.
	narrowing interface{ narrow(st *Standing) }
	// alike tells whether another says the same; without it, all that is in them counts.
	alike interface{ same(other Detail) bool }
	// waiting has others told of a change later, when the kind itself sees to it.
	waiting interface{ waits() bool }
)

// With is what somebody may do with one item of the community.
func (s Standing) With(it *Item) Standing {
	if d, narrows := it.Detail.(narrowing); narrows {
		d.narrow(&s)
	}
	return s
}

// waits tells whether others are told of a change of the item by its kind.
func (it *Item) waits(v Verb) bool {
	d, may := it.Detail.(waiting)
	return may && v == VerbUpdate && d.waits()
}

// A detailTable reads and writes the details of one kind.
type detailTable struct {
	fresh func() Detail
	read  func(ctx context.Context, idb bun.IDB, items []int64) ([]Detail, error)
	// settle does what a new or changed detail brings with it; was is nil for a new one. nil: nothing.
	settle func(s *Site, ctx context.Context, tx *db.Tx, it *Item, was Detail) error
	// saved stores what stands in other tables, each time that a detail was stored. nil: nothing.
	saved func(s *Site, ctx context.Context, tx *db.Tx, it *Item) error
	// whole reads what lists do not show, for whoever is given all of it. nil: nothing.
	whole func(ctx context.Context, idb bun.IDB, it *Item) error
	// waits tells that a new one cannot be shown yet; see hold.go. nil: never.
	waits func(d Detail) bool
	// goesOn does at once what a new one that waits need not wait for; nil: nothing.
	goesOn func(s *Site, ctx context.Context, tx *db.Tx, it *Item) (changed bool, err error)
	// others are further tables with rows of an item, in a column item_id; they are emptied with it.
	others []string
}

// detailsOf is the table of the details of type *T.
func detailsOf[T any, P interface {
	*T
	Detail
}](others ...string) *detailTable {
	return &detailTable{
		fresh:  func() Detail { return P(new(T)) },
		others: others,
		read: func(ctx context.Context, idb bun.IDB, items []int64) ([]Detail, error) {
			var rows []P
			if err := idb.NewSelect().Model(&rows).Where("item_id IN (?)", bun.List(items)).Scan(ctx); err != nil {
				return nil, err
			}
			found := make([]Detail, len(rows))
			for n, row := range rows {
				found[n] = row
			}
			return found, nil
		},
	}
}

// takes tells whether a detail is one of the kind's own. What was a document when it came may say tomorrow that it is an event.
func (k *Kind) takes(d Detail) bool {
	return k.detail == nil || d == nil || reflect.TypeOf(d) == reflect.TypeOf(k.detail.fresh())
}

// saveDetail stores the detail of an item in place of the one that it had.
func (s *Site) saveDetail(ctx context.Context, tx *db.Tx, it *Item) error {
	if it.Detail == nil {
		return nil
	}
	it.Detail.belong(it)
	res, err := tx.NewUpdate().Model(it.Detail).WherePK().Exec(ctx)
	if err == nil {
		var n int64
		if n, err = res.RowsAffected(); err == nil && n == 0 {
			_, err = tx.NewInsert().Model(it.Detail).Exec(ctx)
		}
	}
	if err != nil {
		return fmt.Errorf("save %s: %w", it.Kind, err)
	}
	if k := KindNamed(it.Kind); k.detail.saved != nil {
		return k.detail.saved(s, ctx, tx, it)
	}
	return nil
}

// settleDetail does what a new or changed detail brings with it, beyond its own row.
func (s *Site) settleDetail(ctx context.Context, tx *db.Tx, it *Item, was Detail) error {
	if k := KindNamed(it.Kind); k.detail != nil && k.detail.settle != nil {
		return k.detail.settle(s, ctx, tx, it, was)
	}
	return nil
}

// fillDetails reads the details of items, with one query for each kind that has any.
func fillDetails(ctx context.Context, idb bun.IDB, items []*Item) error {
	for _, k := range Kinds {
		if k.detail == nil {
			continue
		}
		byID := map[int64]*Item{}
		var ids []int64
		for _, it := range items {
			if it.Kind == k.Name && it.DeletedAt.IsZero() {
				ids, byID[it.ID] = append(ids, it.ID), it
			}
		}
		if len(ids) == 0 {
			continue
		}
		found, err := k.detail.read(ctx, idb, ids)
		if err != nil {
			return fmt.Errorf("read %s: %w", k.Name, err)
		}
		for _, d := range found {
			byID[d.of()].Detail = d
		}
	}
	return nil
}

// wipeDetails empties the tables of all kinds of what belongs to the items of a query.
func wipeDetails(ctx context.Context, tx *db.Tx, which *bun.SelectQuery) error {
	for _, k := range Kinds {
		if k.detail == nil {
			continue
		}
		if _, err := tx.NewDelete().Model(k.detail.fresh()).Where("item_id IN (?)", which).Exec(ctx); err != nil {
			return fmt.Errorf("wipe %s: %w", k.Name, err)
		}
		for _, table := range k.detail.others {
			if _, err := tx.NewDelete().TableExpr(table).Where("item_id IN (?)", which).Exec(ctx); err != nil {
				return fmt.Errorf("wipe %s: %w", k.Name, err)
			}
		}
	}
	return nil
}

// sameDetail tells whether two details say the same.
func sameDetail(a, b Detail) bool {
	if d, knows := a.(alike); knows && b != nil {
		return d.same(b)
	}
	return reflect.DeepEqual(a, b)
}
