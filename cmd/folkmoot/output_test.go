package main

import (
	"bytes"
	"strings"
	"sync"
)

// A lockedBuffer keeps what a program prints in the background, and tells when a text has come.
type lockedBuffer struct {
	mu    sync.Mutex
	text  bytes.Buffer
	until string        // the text that is waited for
	shown chan struct{} // closed when it has come
	done  bool
}

// awaited is an empty buffer that waits for a text.
func awaited(text string) *lockedBuffer {
	return &lockedBuffer{until: text, shown: make(chan struct{})}
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text.Write(p)
	if !b.done && strings.Contains(b.text.String(), b.until) {
		b.done = true
		close(b.shown)
	}
	return len(p), nil
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
