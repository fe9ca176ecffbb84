package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

const (
	mostLines    = 400
	mostFunction = 60
)

func TestRules_NothingIsTooLongToRead(t *testing.T) {
	for _, s := range sources(t, func(s source) bool { return !s.generated }) {
		if s.lines > mostLines {
			t.Errorf("%s has %d lines; more than %d are too many to hold in mind: it has two subjects", s.path, s.lines, mostLines)
		}
		for _, d := range s.syntax.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			if n := fileSet.Position(fn.End()).Line - fileSet.Position(fn.Pos()).Line + 1; n > mostFunction {
				t.Errorf("%s: %s has %d lines; more than %d are too many to hold in mind", where(fn.Pos()), fn.Name.Name, n, mostFunction)
			}
		}
	}
}

func TestRules_EachPackageSaysWhatItIsFor(t *testing.T) {
	files, said := map[string]int{}, map[string]string{}
	for _, s := range sources(t, func(s source) bool { return !strings.HasSuffix(s.path, "_test.go") }) {
		files[s.pkg]++
		if s.syntax.Doc != nil && len(s.syntax.Doc.Text()) > 60 {
			said[s.pkg] = path.Base(s.path)
		}
	}
	for pkg, n := range files {
		if said[pkg] == "" || (n > 1 && said[pkg] != "doc.go") {
			t.Errorf("%s has no doc.go that says its duty and who may import it", pkg)
		}
	}
}

func TestRules_NoPackageIsNamedAfterNothing(t *testing.T) {
	for _, s := range sources(t, nil) {
		for _, word := range []string{"util", "common", "helper", "manager", "misc", "shared"} {
			if strings.Contains(s.name, word) || strings.Contains(path.Base(s.path), word) {
				t.Errorf("%s: %q says nothing about what is in it, so everything ends up there", s.path, word)
			}
		}
	}
}

func TestRules_OnlyTheStoreAsksForTheDialect(t *testing.T) {
	for _, s := range sources(t, func(s source) bool { return !s.test && s.pkg != "models/db" }) {
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Dialect" && len(call.Args) == 0 {
				t.Errorf("%s: Dialect(): everything that differs between the databases is in models/db", where(sel.Pos()))
			}
			return true
		})
	}
}

// unfiltered are the functions of models that query items without asking who looks, and why they may.
var unfiltered = map[string]string{
	"itemWhere":   "operations judge by themselves who may do something with the item",
	"itemsWhere":  "likewise, for several at once",
	"fillActs":    "acts are read through logs and documents, each of which has asked who looks",
	"wipe":        "what is deleted is wiped for everybody, and nobody is shown anything of it",
	"countEffect": "an admin is told how much a change of policy cuts off, and sees none of it",
}

func TestRules_EveryQueryOfItemsAsksWhoLooks(t *testing.T) {
	queries := 0
	met := map[string]bool{}
	for _, s := range sources(t, func(s source) bool { return !s.test && s.pkg == "models" }) {
		for _, d := range s.syntax.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			at, filtered := itemQuery(fn)
			if at == token.NoPos {
				continue
			}
			queries++
			met[fn.Name.Name] = true
			if !filtered && unfiltered[fn.Name.Name] == "" {
				t.Errorf("%s: %s queries items and does not pass visibleTo: what is private would be seen", where(at), fn.Name.Name)
			}
		}
	}
	if queries < 5 {
		t.Errorf("only %d queries of items were found: the rule has lost sight of them", queries)
	}
	for name := range unfiltered {
		if !met[name] {
			t.Errorf("%s queries no items any more: take it off the list", name)
		}
	}
}

// itemQuery tells where a function queries items, if it does, and whether it filters by who looks.
func itemQuery(fn *ast.FuncDecl) (at token.Pos, filtered bool) {
	holders := itemVariables(fn)
	ast.Inspect(fn, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch f := call.Fun.(type) {
		case *ast.Ident:
			filtered = filtered || f.Name == "visibleTo"
		case *ast.SelectorExpr:
			if changes(f) {
				return true
			}
			if (f.Sel.Name == "Model" && len(call.Args) == 1 && isItemModel(call.Args[0], holders)) || namesItems(f.Sel.Name, call.Args) {
				at = call.Pos()
			}
		}
		return true
	})
	return at, filtered
}

// changes tells whether a chain of calls begins with an insert, an update or a deletion.
func changes(f *ast.SelectorExpr) bool {
	for {
		switch f.Sel.Name {
		case "NewInsert", "NewUpdate", "NewDelete":
			return true
		}
		call, ok := f.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		if f, ok = call.Fun.(*ast.SelectorExpr); !ok {
			return false
		}
	}
}

// itemVariables are the names of the variables of a function that hold items.
func itemVariables(fn *ast.FuncDecl) []string {
	var names []string
	note := func(idents []*ast.Ident, kind ast.Expr) {
		if isItemType(kind) {
			for _, id := range idents {
				names = append(names, id.Name)
			}
		}
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			note(n.Names, n.Type)
		case *ast.Field:
			note(n.Names, n.Type)
		case *ast.AssignStmt:
			if call, ok := n.Rhs[0].(*ast.CallExpr); ok && len(call.Args) == 1 {
				if made, ok := call.Fun.(*ast.Ident); ok && made.Name == "new" && isItemType(call.Args[0]) {
					names = append(names, n.Lhs[0].(*ast.Ident).Name)
				}
			}
		}
		return true
	})
	return names
}

// isItemType is true for Item, *Item, []*Item and the like.
func isItemType(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "Item"
	case *ast.StarExpr:
		return isItemType(e.X)
	case *ast.ArrayType:
		return isItemType(e.Elt)
	}
	return false
}

func isItemModel(e ast.Expr, holders []string) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return slices.Contains(holders, e.Name)
	case *ast.UnaryExpr:
		return isItemModel(e.X, holders)
	case *ast.ParenExpr:
		return isItemType(e.X)
	case *ast.CallExpr: // (*Item)(nil)
		return isItemModel(e.Fun, holders)
	}
	return false
}

// namesItems tells whether a call names the table itself.
func namesItems(method string, args []ast.Expr) bool {
	if method != "TableExpr" && method != "Table" || len(args) == 0 {
		return false
	}
	lit, ok := args[0].(*ast.BasicLit)
	return ok && (strings.HasPrefix(lit.Value, `"items"`) || strings.HasPrefix(lit.Value, `"items `))
}

func TestRules_AQueryOfItemsIsSeenHoweverItIsWritten(t *testing.T) {
	for body, want := range map[string][2]bool{ // queries, filtered
		`s.db.Read().NewSelect().Model((*Item)(nil)).Where("x")`:                 {true, false},
		`var found []*Item; idb.NewSelect().Model(&found).Scan(ctx)`:             {true, false},
		`it := new(Item); idb.NewSelect().Model(it).Scan(ctx)`:                   {true, false},
		`idb.NewSelect().TableExpr("items AS i").Scan(ctx)`:                      {true, false},
		`visibleTo(idb.NewSelect().Model((*Item)(nil)), v).Scan(ctx)`:            {true, true},
		`tx.NewUpdate().Model((*Item)(nil)).Set("x = 1").Where("y").Exec(ctx)`:   {false, false},
		`var found []*Actor; idb.NewSelect().Model(&found).Scan(ctx)`:            {false, false},
		`tx.NewDelete().TableExpr("items").Where("id = ?", it.ID).Exec(ctx)`:     {false, false},
		`q := idb.NewSelect(); var one Item; q.Model(&one).Where("x").Scan(ctx)`: {true, false},
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nfunc f() {\n"+body+"\n}", 0)
		if err != nil {
			t.Fatal(err)
		}
		at, filtered := itemQuery(file.Decls[0].(*ast.FuncDecl))
		if got := [2]bool{at != token.NoPos, filtered}; got != want {
			t.Errorf("%s: queries and filters: %v, want %v", body, got, want)
		}
	}
}
