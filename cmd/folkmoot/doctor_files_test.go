package main

import (
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation/processtest"
	"github.com/folkmoot/folkmoot/models/blob/blobtest"
)

func TestDoctor_LooksAtWhereFilesAreAndAtWhatScansThem(t *testing.T) {
	store, clam := blobtest.NewS3(t), blobtest.NewClam(t)
	d := &desk{t: t, environ: []string{
		"FOLKMOOT_URL=http://" + processtest.FreeAddress(t), "FOLKMOOT_DATA=" + t.TempDir(), "FOLKMOOT_FILES=" + store.Address, "FOLKMOOT_CLAMAV=" + clam.Address,
	}}
	_, out, _ := d.run("doctor")
	if !strings.Contains(out, "ok     Files: they can be written and read in s3://") || !strings.Contains(out, "ok     Virus scanner: "+clam.Address) {
		t.Errorf("all is well, and it says:\n%s", out)
	}
	if strings.Contains(out, "cret") || len(store.Keys()) > 0 {
		t.Errorf("it tells the secret, or leaves %v", store.Keys())
	}
	clam.Down(true)
	d.environ[2] = "FOLKMOOT_FILES=" + strings.Replace(store.Address, "key:", "wrong:", 1)
	code, out, _ := d.run("doctor")
	if code != 1 || !strings.Contains(out, "WRONG  Files: none can be kept") || !strings.Contains(out, "WRONG  Virus scanner: "+clam.Address) {
		t.Errorf("nothing is well, and it says:\n%s", out)
	}
}
