package account

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// HashAtLowerCost is password as an earlier version would have kept it.
func HashAtLowerCost(t *testing.T, password string) string {
	t.Helper()
	salt := []byte("0123456789abcdef")
	c := cost{memory: 8 * 1024, passes: 1, threads: 1}
	sum, err := derive(t.Context(), password, salt, c)
	require.NoError(t, err)
	return formatHash(c, salt, sum)
}

func TestHashAndVerify(t *testing.T) {
	t.Parallel()
	hash, err := hashPassword(t.Context(), "云澜 Correct horse 1")
	require.NoError(t, err)
	again, err := hashPassword(t.Context(), "云澜 Correct horse 1")
	require.NoError(t, err)
	require.NotEqual(t, hash, again, "salted")
	for password, want := range map[string]bool{"云澜 Correct horse 1": true, "云澜 correct horse 1": false, "": false} {
		right, outdated, err := verifyPassword(t.Context(), hash, password)
		require.NoError(t, err)
		require.Equal(t, want, right, password)
		require.False(t, outdated)
	}
}

func TestVerifyKnowsOlderCosts(t *testing.T) {
	t.Parallel()
	right, outdated, err := verifyPassword(t.Context(), HashAtLowerCost(t, "x"), "x")
	require.NoError(t, err)
	require.True(t, right)
	require.True(t, outdated)
}

func TestVerifyRefusesWhatIsNoHash(t *testing.T) {
	t.Parallel()
	for _, hash := range []string{
		"", "plain", "$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=8,t=1$AAAA$AAAA",
		"$argon2id$v=18$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$AAAA", "$argon2id$v=19$m=8192,t=1,p=1$!!$!!",
	} {
		_, _, err := verifyPassword(t.Context(), hash, "x")
		require.Error(t, err, hash)
	}
}

// Not parallel: it takes all places.
func TestHashingEndsWithItsContext(t *testing.T) {
	for range cap(hashing) {
		hashing <- struct{}{} // all places taken
	}
	defer func() {
		for range cap(hashing) {
			<-hashing
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := hashPassword(ctx, "x")
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, verifyNobody(ctx, "x"), context.Canceled)
}
