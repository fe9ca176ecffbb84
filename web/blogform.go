package web

import "github.com/folkmoot/folkmoot/models"

const (
	summaryLimit = models.MaxSummary
	altLimit     = models.MaxAlt
)

// coverOf is the picture that stands over what is written, nil when there is none.
func coverOf(c Composer) *KeptPicture {
	if !c.Cover || len(c.Kept) == 0 {
		return nil
	}
	return &c.Kept[0]
}

// coverAlt are the words of the cover, or what was typed for one that did not arrive.
func coverAlt(c Composer) string {
	if k := coverOf(c); k != nil {
		return k.Picture.Alt
	}
	return c.CoverAlt
}

func coverDecorative(c Composer) bool {
	k := coverOf(c)
	return k != nil && k.Decorative
}

// below are the pictures that stand under the words: all, or all but the cover.
func (c Composer) below() []KeptPicture {
	if coverOf(c) != nil {
		return c.Kept[1:]
	}
	return c.Kept
}
