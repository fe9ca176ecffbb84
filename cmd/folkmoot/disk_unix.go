//go:build linux || darwin || freebsd

package main

import (
	"fmt"
	"syscall"
)

// freeDisk is the room that is left for this user where a folder lies, in bytes.
func freeDisk(folder string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, fmt.Errorf("ask for free space: %w", err)
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
