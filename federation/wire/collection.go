package wire

import "fmt"

// A Collection is a list that another server keeps, or one page of it.
type Collection struct {
	ID           string
	AttributedTo string // whose list it is; "" when it does not say
	Total        int    // how many there are; -1 when it does not say
	Items        []Ref  // of this document, and of its first page where that is inside
	Next         string // the page that follows; "" after the last
}

// ReadCollection reads a collection, ordered or not, or a page of one. Items that are no ids are left out.
// Whoever follows Next bounds how often; the items of one document are bounded by Parse.
func ReadCollection(o *Object) (*Collection, error) {
	if !isCollection(o.Type()) {
		return nil, fmt.Errorf("%w: %.40q is no collection", ErrUnsupported, o.Type())
	}
	id, err := o.ID()
	if err != nil {
		return nil, err
	}
	c := &Collection{ID: id, Total: o.Count("totalItems")}
	if c.AttributedTo, err = o.OneID("attributedTo"); err != nil {
		return nil, err
	}
	c.take(o)
	first, err := o.Ref("first")
	if err != nil {
		return nil, err
	}
	if first.Inline != nil {
		c.take(first.Inline)
	} else if c.Next == "" {
		c.Next = first.ID
	}
	return c, nil
}

// take adds the items of one document, and the way on from it.
func (c *Collection) take(page *Object) {
	for _, key := range []string{"orderedItems", "items"} {
		for _, v := range page.all(key) {
			one := &Object{values: map[string]any{key: v}}
			if ref, err := one.Ref(key); err == nil {
				c.Items = append(c.Items, ref)
			}
		}
	}
	if next, err := page.OneID("next"); err == nil && next != "" {
		c.Next = next
	}
}
