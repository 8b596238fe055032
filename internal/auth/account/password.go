package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"bianku/internal/fault"
)

// cost is what one argon2id hash takes. These are OWASP's least: 19 MB and about 25 ms on an office server. More memory would
// slow attackers a little more and let fifty people who sign in at nine o'clock wait for one another.
type cost struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

var current = cost{memory: 19 * 1024, passes: 2, threads: 1}

const (
	saltLen = 16
	hashLen = 32
)

// hashing bounds how many hashes are computed at once in this process: each takes cost.memory.
var hashing = make(chan struct{}, 8)

// derive computes the hash of password.
func derive(ctx context.Context, password string, salt []byte, c cost) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
		return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.threads, hashLen), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hashPassword returns password in the form $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLen)
	rand.Read(salt) // never fails
	sum, err := derive(ctx, password, salt, current)
	if err != nil {
		return "", err
	}
	return formatHash(current, salt, sum), nil
}

func formatHash(c cost, salt, sum []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.threads, b64(salt), b64(sum))
}

// verifyPassword says whether password is the one hash was made of, and whether hash was made at another cost than today's.
func verifyPassword(ctx context.Context, hash, password string) (right, outdated bool, err error) {
	c, salt, want, err := parseHash(hash)
	if err != nil {
		return false, false, err
	}
	got, err := derive(ctx, password, salt, c)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, c != current, nil
}

func parseHash(hash string) (c cost, salt, sum []byte, err error) {
	parts := strings.Split(hash, "$")
	var version int
	if len(parts) != 6 || parts[1] != "argon2id" {
		return c, nil, nil, fmt.Errorf("account: a stored password is not an argon2id hash")
	}
	_, err1 := fmt.Sscanf(parts[2], "v=%d", &version)
	_, err2 := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.threads)
	salt, err3 := base64.RawStdEncoding.DecodeString(parts[4])
	sum, err4 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil || version != argon2.Version || len(sum) != hashLen {
		return c, nil, nil, fmt.Errorf("account: a stored password hash is malformed")
	}
	return c, salt, sum, nil
}

// verifyNobody takes as long as verifyPassword, for a login that does not exist.
func verifyNobody(ctx context.Context, password string) error {
	_, err := derive(ctx, password, make([]byte, saltLen), current)
	return err
}

const (
	minPassword = 10
	maxPassword = 128 // hashing is not for free
)

// weak are parts that make a long password a short one.
var weak = []string{"password", "passw0rd", "qwerty", "123456", "654321", "111111", "000000", "abcdef", "admin", "iloveyou"}

// checkPassword says what is wrong with a new password for login.
func checkPassword(login, password string) error {
	lower := strings.ToLower(password)
	n := utf8.RuneCountInString(password)
	switch {
	case n < minPassword:
		return fault.Field("password", fmt.Sprintf("密码至少 %d 位。", minPassword))
	case n > maxPassword:
		return fault.Field("password", fmt.Sprintf("密码不超过 %d 位。", maxPassword))
	case !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		return fault.Field("password", "密码含有无法输入的字符。")
	case classes(password) < 3:
		return fault.Field("password", "密码须含大写字母、小写字母、数字、其他字符中的至少三种。")
	case strings.Contains(lower, login):
		return fault.Field("password", "密码不能包含登录名。")
	}
	for _, w := range weak {
		if strings.Contains(lower, w) {
			return fault.Field("password", "密码含有容易被猜到的部分（“"+w+"”），请换一个。")
		}
	}
	return nil
}

// classes counts the kinds of characters in s. A Chinese character is of the fourth.
func classes(s string) int {
	var kinds [4]bool
	for _, r := range s {
		switch {
		case 'A' <= r && r <= 'Z':
			kinds[0] = true
		case 'a' <= r && r <= 'z':
			kinds[1] = true
		case '0' <= r && r <= '9':
			kinds[2] = true
		default:
			kinds[3] = true
		}
	}
	n := 0
	for _, there := range kinds {
		if there {
			n++
		}
	}
	return n
}
