package extract

import "time"

// CPUTime is how much time of a processor a file may take.
const CPUTime = 20 * time.Second

// Bytes that the process may have: what the garbage collector aims at, what is taken at most, and what may be set aside without
// being used. maxWritten is for files, of which it writes none but its answer.
const (
	softMemory    = 128 << 20
	hardMemory    = 256 << 20
	hardAddresses = 2 << 30
	maxWritten    = 16 << 20
)
