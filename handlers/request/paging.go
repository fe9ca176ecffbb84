package request

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/models"
)

// maxPage bounds how far a list is leafed through, since the database counts through all that comes before.
const maxPage = 10_000

// ErrNothing is the one answer for what is not there and what may not be seen, so that nothing can be told from it.
var ErrNothing = &models.Error{Code: models.NotFound, Message: "This is not here, or you may not see it."}

// Hidden is an error as strangers are told it: that something is not there is always said alike.
func Hidden(err error) error {
	if models.CodeOf(err) == models.NotFound {
		return ErrNothing
	}
	return err
}

// Page is the number of the page of a list, from the path; 1 where the path names none.
func Page(c *gin.Context) (int, error) {
	n, named := c.Params.Get("n")
	if !named {
		return 1, nil
	}
	page, err := strconv.Atoi(n)
	if err != nil || page < 1 || page > maxPage || n != strconv.Itoa(page) {
		return 0, ErrNothing
	}
	return page, nil
}

// ID is the number of an item, from the path.
func ID(c *gin.Context) (int64, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id <= 0 || c.Param("id") != strconv.FormatInt(id, 10) {
		return 0, ErrNothing
	}
	return id, nil
}
