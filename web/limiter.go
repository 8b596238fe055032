package web

import (
	"sync"
	"time"

	"bianku/internal/fault"
)

// Sign-in limits. The account itself locks after wrong passwords, and bounds how many are checked at once (auth/account);
// these stop somebody who tries many accounts from one place.
const (
	signInWindow    = time.Minute
	signInsPerIP    = 60 // a whole office can stand behind one address
	signInsPerLogin = 10
	limiterEntries  = 10_000
)

// limiter counts attempts per key in a fixed window.
type limiter struct {
	now   func() time.Time
	mu    sync.Mutex
	since time.Time
	seen  map[string]int
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, seen: map[string]int{}}
}

// admit lets one attempt from ip at login through, or says to wait.
func (l *limiter) admit(ip, login string) error {
	if l.count("ip "+ip) > signInsPerIP || l.count("login "+ip+" "+login) > signInsPerLogin {
		return fault.New(fault.RateLimited, "尝试次数过多，请一分钟后再试。")
	}
	return nil
}

func (l *limiter) count(key string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.now(); now.Sub(l.since) >= signInWindow || len(l.seen) > limiterEntries {
		l.since = now
		clear(l.seen)
	}
	l.seen[key]++
	return l.seen[key]
}
