//go:build bench

package speed

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/folkmoot/folkmoot/federation"
)

// ticks is how many parts of a second /proc counts in, on every Linux.
const ticks = 100

// cpu is the processor time that a process has used so far, its own and the kernel's for it, in seconds.
func cpu(t testing.TB, pid int) float64 {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	// The name of the program stands in brackets and may hold anything; the third field follows it.
	fields := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
	return (number(t, fields[11]) + number(t, fields[12])) / ticks
}

// resident is how much memory a process has, shared pages included, in MiB.
func resident(t testing.TB, pid int) float64 {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "VmRSS:" {
			return number(t, f[1]) / 1024
		}
	}
	t.Fatalf("process %d tells no memory", pid)
	return 0
}

func number(t testing.TB, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A floor is what the signatures of a fan-out cost by themselves: no server can send for less.
type floor struct{ key *rsa.PrivateKey }

func newFloor(t testing.TB) *floor {
	t.Helper()
	key, err := federation.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	return &floor{key}
}

// measure makes signatures and returns the processor seconds that one has cost. It is called beside each measure that is
// compared with it, since a machine does not always run at one speed.
func (f *floor) measure(t testing.TB) float64 {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const some = 250
	sum := sha256.Sum256([]byte("some words"))
	begun := threadTime(t)
	for range some {
		if _, err := rsa.SignPKCS1v15(nil, f.key, crypto.SHA256, sum[:]); err != nil {
			t.Fatal(err)
		}
	}
	return (threadTime(t) - begun) / some
}

// threadTime is the processor time of this thread, in seconds.
func threadTime(t testing.TB) float64 {
	t.Helper()
	const thisThread = 1 // RUSAGE_THREAD
	var u syscall.Rusage
	if err := syscall.Getrusage(thisThread, &u); err != nil {
		t.Fatal(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

// median is the middle one of some figures.
func median(of []float64) float64 {
	of = slices.Sorted(slices.Values(of))
	return of[len(of)/2]
}

// lower keeps the least of what was measured; 0 is nothing yet.
func lower(best *float64, got float64) {
	if *best == 0 || got < *best {
		*best = got
	}
}
