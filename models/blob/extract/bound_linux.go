package extract

import (
	"errors"
	"fmt"
	"runtime/debug"
	"syscall"
)

// Bound lets this process, and what it starts, have little memory and time from now on, for good.
func Bound() error {
	debug.SetMemoryLimit(softMemory)
	var failed error
	for what, most := range map[int]uint64{
		syscall.RLIMIT_DATA:  hardMemory,
		syscall.RLIMIT_AS:    hardAddresses,
		syscall.RLIMIT_CPU:   uint64(CPUTime.Seconds()),
		syscall.RLIMIT_FSIZE: maxWritten,
		syscall.RLIMIT_CORE:  0,
	} {
		if err := syscall.Setrlimit(what, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			failed = errors.Join(failed, fmt.Errorf("set limit %d: %w", what, err))
		}
	}
	return failed
}
