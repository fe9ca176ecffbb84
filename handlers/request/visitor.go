package request

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/models"
)

// A Visitor is who asks: somebody who is signed in, or nobody in particular.
type Visitor struct {
	models.Viewer
	Account *models.Account // nil when nobody is signed in
}

const visitorKey = "visitor"

// SetVisitor notes who asks.
func SetVisitor(c *gin.Context, v *Visitor) { c.Set(visitorKey, v) }

// VisitorOf returns who asks; never nil.
func VisitorOf(c *gin.Context) *Visitor {
	if v, ok := c.Value(visitorKey).(*Visitor); ok {
		return v
	}
	return &Visitor{}
}
