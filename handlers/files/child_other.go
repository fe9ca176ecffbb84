//go:build !linux

package files

import "os/exec"

// endsWithUs leaves a process as it is: only it itself is killed when its time is over.
func endsWithUs(*exec.Cmd) {}
