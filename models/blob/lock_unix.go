//go:build linux || darwin || freebsd || netbsd || openbsd

package blob

import (
	"errors"
	"os"
	"syscall"
)

// lockFile keeps a file to this process until it is closed; false when another has it. Where a network's file system knows no locks,
// nobody has.
func lockFile(file *os.File) bool {
	return !errors.Is(syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB), syscall.EWOULDBLOCK)
}
