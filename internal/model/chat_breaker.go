package model

import (
	"sync"
	"time"
)

const (
	breakAfter = 3                // failures in a row
	breakFor   = 30 * time.Second // how long the model is then left alone
)

// breaker stops asking a model that keeps failing. After the pause one call is let through at a time of its own:
// whoever comes next; if that fails, the pause begins again.
type breaker struct {
	mu       sync.Mutex
	now      func() time.Time
	failures int
	until    time.Time
}

// open returns how long the model is still left alone, 0 when it may be asked.
func (b *breaker) open() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(0, b.until.Sub(b.now()))
}

func (b *breaker) ok() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures, b.until = 0, time.Time{}
}

func (b *breaker) failed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures++
	if b.failures >= breakAfter {
		b.until = b.now().Add(breakFor)
	}
}
