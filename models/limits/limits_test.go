package limits_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models/limits"
)

func TestAll_ListsEveryConstantOfTheFile(t *testing.T) {
	var listed []string
	for _, l := range limits.All {
		listed = append(listed, l.Name)
	}
	if declared := constants(t); !slices.Equal(declared, listed) {
		t.Errorf("declared and listed differ\ndeclared: %v\nlisted:   %v", declared, listed)
	}
}

// constants returns the names of the constants of limits.go, in its order.
func constants(t *testing.T) (names []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "limits.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
			for _, s := range g.Specs {
				names = append(names, s.(*ast.ValueSpec).Names[0].Name)
			}
		}
	}
	return names
}

func TestAll_SaysEachFigureAndItsReason(t *testing.T) {
	for _, l := range limits.All {
		switch v := l.Value.(type) {
		case int:
			if v <= 0 {
				t.Errorf("%s is %d", l.Name, v)
			}
		case time.Duration:
			if v <= 0 || l.Unit != "" {
				t.Errorf("%s is %v, unit %q", l.Name, v, l.Unit)
			}
		default:
			t.Errorf("%s has a value of type %T", l.Name, v)
		}
		if l.Why == "" {
			t.Errorf("%s gives no reason", l.Name)
		}
	}
}

func TestLimit_IsSaidAsPeopleSayIt(t *testing.T) {
	for _, c := range []struct {
		l    limits.Limit
		want string
	}{
		{limits.Limit{Value: limits.InboxBytes, Unit: "bytes"}, "1 MiB"},
		{limits.Limit{Value: limits.AnswerBytes, Unit: "bytes"}, "4 KiB"},
		{limits.Limit{Value: limits.HostBytes, Unit: "bytes"}, "253 bytes"},
		{limits.Limit{Value: limits.RSABitsMin, Unit: "bits"}, "2048 bits"},
		{limits.Limit{Value: limits.JobFetches}, "50"},
		{limits.Limit{Value: limits.RequestTime}, "10s"},
		{limits.Limit{Value: limits.DateWindow}, "1h0m0s"},
	} {
		if got := c.l.String(); got != c.want {
			t.Errorf("%v is said %q, want %q", c.l.Value, got, c.want)
		}
	}
}
