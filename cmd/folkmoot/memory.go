package main

import (
	"os"
	"runtime/debug"
)

// A site keeps little in memory, and collects garbage all the time when it does so each time that this has doubled: a
// fifth of the processor time of ingest went there. It waits until the memory has grown fourfold instead, but for large
// work, such as pictures, not beyond the limit.
const (
	garbagePercent = 300
	memoryLimit    = 384 << 20 // bytes, at which garbage is collected more often; nothing fails
)

// collectLater sets how often garbage is collected, unless the environment says so by Go's own variables.
func collectLater() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}
