//go:build !linux

package extract

import "runtime/debug"

// Bound lets this process have little memory from now on. Time is for the one who started it to watch.
func Bound() error {
	debug.SetMemoryLimit(softMemory)
	return nil
}
