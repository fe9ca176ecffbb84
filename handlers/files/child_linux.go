package files

import (
	"os/exec"
	"syscall"
)

// endsWithUs has a process, and what it starts, in a group of their own, which is killed whole; and has it end when we do.
func endsWithUs(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
