package blob

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"
)

const (
	scanChunk = 64 << 10         // bytes that are sent at a time
	scanReply = 4 << 10          // bytes of an answer that are read
	scanTime  = 3 * time.Minute  // for one file, sending included
	pingTime  = 10 * time.Second // until clamd says that it is there
)

// ErrNotScanned says that the scanner does not take files of that size (StreamMaxLength in clamd.conf). Trying again is of no
// use until that is changed.
var ErrNotScanned = errors.New("the file is larger than the scanner takes")

// A Scanner is ClamAV's clamd, which looks for what is harmful in a file.
type Scanner struct {
	network, address string
}

// ReadScanner reads where clamd listens: "tcp://host:3310", or "unix:///path/of/clamd.ctl".
func ReadScanner(where string) (*Scanner, error) {
	u, err := url.Parse(where)
	if err != nil {
		return nil, errors.New("this is not an address of clamd")
	}
	switch {
	case u.Scheme == "unix" && u.Host == "" && u.Path != "":
		return &Scanner{"unix", u.Path}, nil
	case u.Scheme != "tcp" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.User != nil || u.RawQuery != "":
		return nil, errors.New("it is tcp://, a host and a port, or unix:// and a path")
	case u.Port() == "":
		return &Scanner{"tcp", net.JoinHostPort(u.Hostname(), "3310")}, nil
	}
	return &Scanner{"tcp", u.Host}, nil
}

// String is where the scanner is.
func (s *Scanner) String() string { return s.network + "://" + s.address }

// Ping tells whether clamd is there.
func (s *Scanner) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingTime)
	defer cancel()
	said, err := s.ask(ctx, func(w io.Writer) error {
		_, err := io.WriteString(w, "zPING\x00")
		return err
	})
	if err == nil && said != "PONG" {
		err = fmt.Errorf("clamd answered %.100q", said)
	}
	return err
}

// Scan has a file looked through. It returns the name of what was found, or "" when nothing was. Any error but ErrNotScanned
// means that it is not known yet what the file holds.
func (s *Scanner) Scan(ctx context.Context, r io.Reader) (found string, err error) {
	ctx, cancel := context.WithTimeout(ctx, scanTime)
	defer cancel()
	var broken error // of the file, not of the scanner
	said, err := s.ask(ctx, func(w io.Writer) error { return stream(w, &noting{r, &broken}) })
	if err := errors.Join(broken, err); err != nil {
		return "", fmt.Errorf("scan: %w", err)
	}
	verdict := strings.TrimPrefix(said, "stream: ")
	switch name, infected := strings.CutSuffix(verdict, " FOUND"); {
	case infected:
		return name, nil
	case verdict == "OK":
		return "", nil
	case strings.Contains(said, "size limit exceeded"):
		return "", ErrNotScanned
	}
	return "", fmt.Errorf("scan: clamd answered %.100q", said)
}

// stream sends a file as clamd(8) has it under INSTREAM: chunks with their length before them, and one of no length at the end.
func stream(w io.Writer, r io.Reader) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	chunk := make([]byte, 4+scanChunk)
	for {
		n, err := io.ReadFull(r, chunk[4:])
		binary.BigEndian.PutUint32(chunk, uint32(n))
		if n > 0 {
			if _, err := w.Write(chunk[:4+n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			_, err = w.Write([]byte{0, 0, 0, 0})
			return err
		case err != nil:
			return err
		}
	}
}

// ask sends something and reads the answer, which may come before all is sent: then clamd has heard enough.
func (s *Scanner) ask(ctx context.Context, send func(io.Writer) error) (string, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) }) // what waits for it ends
	defer func() {
		stop()
		_ = conn.Close() // the answer is here, or there is none
	}()
	sent := send(conn)
	if half, ok := conn.(interface{ CloseWrite() error }); ok && sent != nil {
		_ = half.CloseWrite() // nothing more will come, so clamd says what it has to say, and ends
	}
	said, err := bufio.NewReader(io.LimitReader(conn, scanReply)).ReadString(0)
	if said = strings.TrimSpace(strings.TrimRight(said, "\x00")); said != "" {
		return said, nil
	}
	if sent != nil {
		return "", sent
	}
	return "", fmt.Errorf("read clamd's answer: %w", err)
}

// noting keeps the error with which reading ended, unless that was the end of the file.
type noting struct {
	io.Reader
	err *error
}

func (n *noting) Read(p []byte) (int, error) {
	got, err := n.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		*n.err = err
	}
	return got, err
}
