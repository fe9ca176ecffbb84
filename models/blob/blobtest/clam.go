package blobtest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// EICAR is the test file that every scanner takes for a virus, in two parts so that none takes this source for it.
const EICAR = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS` + `-TEST-FILE!$H+H*`

// A Clam answers as clamd does. It knows one virus: EICAR.
type Clam struct {
	Address string // for FOLKMOOT_CLAMAV
	Limit   int64  // bytes that it takes; 0: all (StreamMaxLength)

	down  atomic.Bool
	asked atomic.Int64
}

// NewClam starts one for as long as the test lasts.
func NewClam(t testing.TB) *Clam {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &Clam{Address: "tcp://" + l.Addr().String()}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				_ = c.answer(conn) // whoever asked sees that it failed
				_ = conn.Close()
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		all.Wait()
	})
	return c
}

// Down has it hang up on everybody, until it is called with false.
func (c *Clam) Down(down bool) { c.down.Store(down) }

// Asked is how many files it was asked about.
func (c *Clam) Asked() int64 { return c.asked.Load() }

func (c *Clam) answer(conn net.Conn) error {
	if c.down.Load() {
		return nil
	}
	r := bufio.NewReader(conn)
	command, err := r.ReadString(0)
	if err != nil {
		return err
	}
	switch command {
	case "zPING\x00":
		_, err = io.WriteString(conn, "PONG\x00")
	case "zINSTREAM\x00":
		c.asked.Add(1)
		err = c.scan(r, conn)
	default:
		_, err = io.WriteString(conn, "UNKNOWN COMMAND\x00")
	}
	return err
}

func (c *Clam) scan(r io.Reader, conn io.Writer) error {
	var content bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(r, binary.BigEndian, &size); err != nil {
			return err
		}
		if size == 0 {
			break
		}
		if _, err := io.CopyN(&content, r, int64(size)); err != nil {
			return err
		}
		if c.Limit > 0 && int64(content.Len()) > c.Limit {
			_, err := io.WriteString(conn, "INSTREAM size limit exceeded. ERROR\x00")
			return errors.Join(err, errors.New("too large"))
		}
	}
	verdict := "stream: OK\x00"
	if bytes.Contains(content.Bytes(), []byte(EICAR)) {
		verdict = "stream: Eicar-Test-Signature FOUND\x00"
	}
	_, err := io.WriteString(conn, verdict)
	return err
}
