package main

import (
	"context"
	"errors"
	"os"

	"github.com/folkmoot/folkmoot/models/blob/extract"
)

type readFileCommand struct {
	Type string `required:"" help:"What the file is."`
	Page bool   `help:"Draw the first page instead."`
}

// Run writes the words that stand in the file on standard input, or its first page as a picture. The server starts it for each file
// that was added: what reads a stranger's file may crash, and takes nothing with it.
func (c *readFileCommand) Run(ctx context.Context, sh *shell) error {
	file, ok := sh.in.(*os.File)
	if !ok {
		return errors.New("standard input is no file")
	}
	if err := extract.Bound(); err != nil {
		return err
	}
	if c.Page {
		return extract.FirstPage(ctx, file, sh.out)
	}
	return extract.Words(ctx, c.Type, file, sh.out)
}

// fileReader is the command with which this program reads files in a process of its own; nil where it cannot find itself.
func fileReader() []string {
	self, err := os.Executable()
	if err != nil {
		return nil
	}
	return []string{self, "read-file"}
}
