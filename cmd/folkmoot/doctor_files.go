package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/blob/extract"
)

// storeTime is how long the store of files may take to keep and give back a small one.
const storeTime = 20 * time.Second

// files tells whether files can be kept and read.
func (d *doctor) files(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	store, err := d.conf.openStore()
	if err == nil {
		err = errors.Join(blob.Check(ctx, store), store.Close())
	}
	if err != nil {
		d.ill("Files", "none can be kept: %v.\nFOLKMOOT_FILES names where; the bucket must be there, and the key must be allowed to write, read, list and delete in it.", err)
		return
	}
	d.fine("Files", "they can be written and read in %s.", store)
}

// scanner tells whether files can be scanned.
func (d *doctor) scanner(ctx context.Context) {
	if d.conf.Scanner == nil {
		d.note("Virus scanner", "none: files that people add are not scanned. Install ClamAV and set FOLKMOOT_CLAMAV, such as tcp://localhost:3310.")
		return
	}
	if err := d.conf.Scanner.Ping(ctx); err != nil {
		d.ill("Virus scanner", "%s does not answer: %v.\nNew files wait until it does. FOLKMOOT_CLAMAV names it; is clamd running?", d.conf.Scanner, err)
		return
	}
	d.fine("Virus scanner", "%s answers. Let StreamMaxLength in its clamd.conf be no less than the largest file that your site takes (%d MB, unless you have said otherwise).",
		d.conf.Scanner, models.DefaultFileMB)
}

// readers tells what reads PDFs.
func (d *doctor) readers() {
	missing := ""
	switch reads, draws := extract.Reads(), extract.Draws(); {
	case !reads && !draws:
		missing = "pdftotext and pdftoppm are"
	case !reads:
		missing = "pdftotext is"
	case !draws:
		missing = "pdftoppm is"
	}
	if missing == "" {
		d.fine("PDF", "its words and its first page are read by Poppler.")
		return
	}
	d.note("PDF", "%s", fmt.Sprintf("%s not installed, so fewer words are found in PDFs, or their first page is not shown. It comes with Poppler (poppler-utils).", missing))
}
