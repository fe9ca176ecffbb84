package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
)

// killTime is how long a reader that was told to end may keep what it writes to open.
const killTime = 2 * time.Second

// maxSaid is how much is kept of what a reader says of its failure, in bytes.
const maxSaid = 500

// child reads a file in a process of its own, which knows nothing of this one: not its settings, and not its database.
func (r *Room) child(ctx context.Context, f *models.File, out io.Writer, most int64, more ...string) error {
	ctx, cancel := context.WithTimeout(ctx, r.ReadTime)
	defer cancel()
	content, err := r.Site.OpenFile(ctx, f)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // it was only read
	local, done, err := onDisk(content)
	if err != nil {
		return err
	}
	defer done()
	args := append(append([]string{}, r.Reader[1:]...), append([]string{"--type", f.MediaType}, more...)...)
	cmd := exec.CommandContext(ctx, r.Reader[0], args...)
	said := &atMost{out: new(strings.Builder), left: maxSaid}
	bounded := &atMost{out: out, left: most}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = local, bounded, said
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TMPDIR=" + os.TempDir()}
	cmd.Dir, cmd.WaitDelay = os.TempDir(), killTime
	endsWithUs(cmd)
	err = cmd.Run()
	if ctx.Err() != nil {
		err = errors.Join(ctx.Err(), err)
	}
	if err != nil {
		return fmt.Errorf("read file: %w: %s", err, strings.TrimSpace(fmt.Sprint(said.out)))
	}
	return nil
}

// onDisk is a file as one of this machine, from which a process can read at any place. What lies elsewhere is copied.
func onDisk(content blob.File) (local *os.File, done func(), err error) {
	if d, ok := content.(interface{ Local() *os.File }); ok {
		return d.Local(), func() {}, nil
	}
	local, err = os.CreateTemp("", "folkmoot-file-")
	if err != nil {
		return nil, nil, fmt.Errorf("copy file: %w", err)
	}
	done = func() { _ = errors.Join(local.Close(), os.Remove(local.Name())) }
	if _, err = io.Copy(local, content); err == nil {
		_, err = local.Seek(0, io.SeekStart)
	}
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("copy file: %w", err)
	}
	return local, done, nil
}

// atMost writes what has room and drops the rest, so that whoever writes too much learns nothing of it and ends in peace.
type atMost struct {
	out  io.Writer
	left int64
}

func (a *atMost) Write(p []byte) (int, error) {
	some := p[:min(int64(len(p)), a.left)]
	n, err := a.out.Write(some)
	a.left -= int64(n)
	if err != nil {
		return n, err
	}
	return len(p), nil
}
