package processtest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a process may take to be ready, on a machine that is busy with other tests.
const patience = time.Minute

// A Server is one running folkmoot serve. Its data outlives the process, until the test ends.
type Server struct {
	URL  string            // http://127.0.0.1:PORT
	Host string            // 127.0.0.1:PORT, as it stands in handles
	Env  map[string]string // the settings with which the program finds this site

	program string
	cmd     *exec.Cmd
	ended   chan error // how the process ended, once it has
	said    *transcript
}

// Start starts a server on a free port with an empty SQLite database, and stops it when the test ends. It may contact the
// loopback network. Settings, such as FOLKMOOT_DATABASE, are added to these.
func Start(t testing.TB, settings map[string]string) *Server {
	t.Helper()
	host := FreeAddress(t)
	s := &Server{URL: "http://" + host, Host: host, program: Program(t), said: new(transcript)}
	s.Env = map[string]string{
		"FOLKMOOT_URL": s.URL, "FOLKMOOT_LISTEN": host, "FOLKMOOT_DATA": t.TempDir(),
		"FOLKMOOT_DATABASE": "", "FOLKMOOT_LOG": "warn", "FOLKMOOT_PRIVATE_NETWORKS": "127.0.0.0/8", "FOLKMOOT_LIMITS": "off",
	}
	for name, value := range settings {
		s.Env[name] = value
	}
	t.Cleanup(func() {
		if s.cmd != nil {
			s.Stop(t)
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", s.Host, s.said)
		}
	})
	s.Run(t)
	return s
}

// Run starts the process and returns when it answers.
func (s *Server) Run(t testing.TB) {
	t.Helper()
	s.cmd = exec.Command(s.program, "serve")
	s.cmd.Env = s.environment()
	s.cmd.Stdout, s.cmd.Stderr = s.said, s.said
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.ended = make(chan error, 1)
	go func(cmd *exec.Cmd) { s.ended <- cmd.Wait() }(s.cmd)
	for deadline := time.After(patience); ; {
		if _, err := s.Try("health"); err == nil {
			return
		}
		select {
		case err := <-s.ended:
			s.cmd = nil
			t.Fatalf("the server at %s ended: %v; it said:\n%s", s.Host, err, s.said)
		case <-deadline:
			t.Fatalf("the server at %s does not answer; it said:\n%s", s.Host, s.said)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Stop asks the process to stop and fails the test when it does not end well.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("stop %s: %v", s.Host, err)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("%s did not stop well: %v\n%s", s.Host, err, s.said)
	}
	s.cmd = nil
}

// Kill ends the process at once, as a power cut would.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		t.Errorf("kill %s: %v", s.Host, err)
	}
	<-s.ended // with the word that it was killed
	s.cmd = nil
}

// Try runs a command of the program on this site and returns what it printed, without the last line's end.
func (s *Server) Try(args ...string) (string, error) {
	cmd := exec.Command(s.program, args...)
	cmd.Env = s.environment()
	output, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(output)), err
}

// Do runs a command that must succeed and returns the last line that it printed.
func (s *Server) Do(t testing.TB, args ...string) string {
	t.Helper()
	output, err := s.Try(args...)
	if err != nil {
		t.Fatalf("folkmoot %s: %v\n%s", strings.Join(args, " "), err, output)
	}
	return output[strings.LastIndexByte(output, '\n')+1:]
}

// PID is the number of the process that runs.
func (s *Server) PID() int { return s.cmd.Process.Pid }

// Program is the path of the program that runs.
func (s *Server) Program() string { return s.program }

// Welcome is the one-time address at which the first admin sets the site up. The server prints it when it is new.
func (s *Server) Welcome(t testing.TB) string {
	t.Helper()
	link := regexp.MustCompile(regexp.QuoteMeta(s.URL) + `/setup/\S+`)
	for deadline := time.Now().Add(patience); ; {
		if found := link.FindString(s.said.String()); found != "" {
			return found
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s printed no link to set it up:\n%s", s.Host, s.said)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// environment is this process's, with the settings of the site in the place of its own.
func (s *Server) environment() []string {
	env := slices.DeleteFunc(os.Environ(), func(line string) bool { return strings.HasPrefix(line, "FOLKMOOT_") })
	for name, value := range s.Env {
		env = append(env, name+"="+value)
	}
	return env
}

// Where FreeAddress looks: below the ports that systems choose for connections by themselves, so that none of these takes a
// server's port while the server is down.
const firstPort, lastPort = 12000, 32000

// FreeAddress is an address of this machine on which nothing listens.
func FreeAddress(t testing.TB) string {
	t.Helper()
	for range 50 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", firstPort+rand.IntN(lastPort-firstPort)))
		if err == nil {
			defer l.Close()
			return l.Addr().String()
		}
	}
	t.Fatal("no port of 127.0.0.1 is free")
	return ""
}

// A transcript keeps what a process says while it is read.
type transcript struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (s *transcript) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(b)
}

func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.String()
}
