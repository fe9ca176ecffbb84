package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var commandTable = regexp.MustCompile(`(?s)<!-- commands -->\n(.*?)<!-- end -->\n`)

// docs/reference/settings.md lists every command with every flag, as the program itself understands them.
func TestDocs_CommandsAreThoseOfTheProgram(t *testing.T) {
	path := filepath.Join(repoRoot, "docs/reference/settings.md")
	text := read(t, path)
	if !commandTable.MatchString(text) {
		t.Fatal("the page has no place for the commands")
	}
	parser, err := newParser(new(commands))
	if err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	rows.WriteString("<!-- commands -->\n| command | what it does |\n|---|---|\n")
	for _, command := range parser.Model.Leaves(false) {
		fmt.Fprintf(&rows, "| `%s%s` | %s%s |\n", command.Path(), shape(command), command.Help, meanings(command.Positional, command.Flags))
	}
	fmt.Fprintf(&rows, "| *every command* | Takes every setting as a flag.%s |\n<!-- end -->\n", meanings(nil, parser.Model.Flags))
	compare(t, path, text, commandTable.ReplaceAllLiteralString(text, rows.String()))
}

// explained are the words that the page explains once, above the table.
var explained = []string{"ACCOUNT", "COMMUNITY", "ACTOR", "WHO", "HOST", "URL"}

// shape is all that a command takes, as one would type it; what may be left out is in brackets.
func shape(command *kong.Node) string {
	var s strings.Builder
	for _, p := range command.Positional {
		s.WriteString(" " + placeholder(p, ""))
	}
	for _, f := range command.Flags {
		typed := "--" + f.Name
		if !f.IsBool() {
			typed += " " + placeholder(f.Value, f.PlaceHolder)
		}
		if !f.Required {
			typed = "[" + typed + "]"
		}
		s.WriteString(" " + typed)
	}
	return s.String()
}

// meanings are the sentences that say of arguments and flags what they are for.
func meanings(positional []*kong.Positional, flags []*kong.Flag) string {
	var s strings.Builder
	for _, p := range positional {
		if !slices.Contains(explained, strings.ToUpper(p.Name)) {
			fmt.Fprintf(&s, " %s", p.Help)
		}
	}
	for _, f := range flags {
		if !f.Required || !slices.Contains(explained, f.PlaceHolder) {
			fmt.Fprintf(&s, " `--%s`: %s", f.Name, f.Help)
		}
	}
	return s.String()
}

// placeholder is what stands for a value: the choice that one has, or a word in capitals. A table has no other use for |.
func placeholder(v *kong.Value, word string) string {
	switch {
	case v.Enum != "":
		return strings.ReplaceAll(v.Enum, ",", `\|`)
	case word != "":
		return strings.ReplaceAll(word, "|", `\|`)
	}
	return strings.ToUpper(v.Name)
}
