package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const module = "github.com/folkmoot/folkmoot"

// A source is one Go file of the module, as the rules look at it.
type source struct {
	path      string // from the root, with slashes: "models/db/db.go"
	pkg       string // its folder: "models/db"
	name      string // of the package
	test      bool   // only built for tests: a _test.go file, or one of a package that only tests import
	generated bool
	lines     int
	syntax    *ast.File
}

var fileSet = token.NewFileSet()

// readSources parses every Go file of the module once.
var readSources = sync.OnceValues(func() ([]source, error) {
	var all []source
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); at != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(at, ".go") {
			return nil
		}
		s, err := readSource(root, at)
		all = append(all, s)
		return err
	})
	return all, err
})

func readSource(root, at string) (source, error) {
	rel, err := filepath.Rel(root, at)
	if err != nil {
		return source{}, err
	}
	syntax, err := parser.ParseFile(fileSet, at, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return source{}, err
	}
	s := source{path: filepath.ToSlash(rel), syntax: syntax, name: syntax.Name.Name, generated: ast.IsGenerated(syntax)}
	s.pkg = path.Dir(s.path)
	s.test = strings.HasSuffix(s.path, "_test.go") || isTestPackage(s.pkg)
	s.lines = fileSet.Position(syntax.FileEnd).Line
	return s, nil
}

// isTestPackage tells whether a package is, or lies under, one that is named as those are that only tests import:
// dbtest, modelstest.
func isTestPackage(pkg string) bool {
	return slices.ContainsFunc(strings.Split(pkg, "/"), func(part string) bool { return strings.HasSuffix(part, "test") })
}

// sources are the files that keep says yes to; nil keeps all.
func sources(t *testing.T, keep func(source) bool) []source {
	t.Helper()
	all, err := readSources()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d Go files were found: the rules would look at nothing", len(all))
	}
	return slices.DeleteFunc(slices.Clone(all), func(s source) bool { return keep != nil && !keep(s) })
}

func released(s source) bool { return !s.test }

// imports are the paths that a file imports, with the position of each.
func (s source) imports() map[string]token.Pos {
	found := map[string]token.Pos{}
	for _, spec := range s.syntax.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			found[p] = spec.Pos()
		}
	}
	return found
}

// localName is what a file calls a package that it imports, or "".
func (s source) localName(importPath string) string {
	for _, spec := range s.syntax.Imports {
		if spec.Path.Value != strconv.Quote(importPath) {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(importPath)
	}
	return ""
}

// uses calls fn for everything that a file takes from a package that it imports: http.Client gives "Client".
func (s source) uses(importPath string, fn func(name string, at token.Pos)) {
	local := s.localName(importPath)
	if local == "" {
		return
	}
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == local {
			fn(sel.Sel.Name, sel.Pos())
		}
		return true
	})
}

// where is a position as an editor understands it.
func where(at token.Pos) string {
	p := fileSet.Position(at)
	return strings.TrimPrefix(filepath.ToSlash(p.Filename), "../../") + ":" + strconv.Itoa(p.Line)
}

// under tells whether pkg is one of roots or lies below one of them.
func under(pkg string, roots ...string) bool {
	return slices.ContainsFunc(roots, func(r string) bool { return pkg == r || strings.HasPrefix(pkg, r+"/") })
}
