package web

import (
	"slices"
	"testing"
)

func TestPagination_NamesTheLastPageWhereItIsKnown(t *testing.T) {
	for name, c := range map[string]struct {
		p    Pagination
		want []int
	}{
		"few pages":              {Pagination{Page: 2, Pages: 3}, []int{1, 2, 3}},
		"in the middle of many":  {Pagination{Page: 5, Pages: 9}, []int{1, 0, 4, 5, 6, 0, 9}},
		"there are more":         {Pagination{Page: 1, Pages: 20, More: true}, []int{1, 2, 0}},
		"there are more, at end": {Pagination{Page: 20, Pages: 21, More: true}, []int{1, 0, 19, 20, 21, 0}},
	} {
		if got := c.p.shown(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
