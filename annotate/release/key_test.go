package release

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/pem"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/emmansun/gmsm/smx509"
	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

func TestTheKeyIsMadeOnceForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	k, err := OpenKey(dir)
	require.NoError(t, err)
	for path, want := range map[string]os.FileMode{"": 0o700, "release.key": 0o600} {
		st, err := os.Stat(filepath.Join(dir, path))
		require.NoError(t, err)
		require.Equal(t, want, st.Mode().Perm(), path)
	}
	exported, err := os.ReadFile(filepath.Join(dir, "release.pub"))
	require.NoError(t, err)
	require.Equal(t, k.Public().PEM(), exported)
	again, err := OpenKey(dir)
	require.NoError(t, err)
	require.Equal(t, k.Public().ID(), again.Public().ID())
	public, err := ParsePublicKey(exported)
	require.NoError(t, err)
	sig, err := k.sign([]byte("一段文字"))
	require.NoError(t, err)
	require.True(t, public.verifies([]byte("一段文字"), sig))
	require.False(t, public.verifies([]byte("一段文宇"), sig))
	require.False(t, public.verifies([]byte("一段文字"), sig+"\n"), "a signature has one form")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 2, "nothing is left lying about")
}

func TestProcessesThatComeAtOnceHaveOneKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ids := make([]string, 8)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			k, err := OpenKey(dir)
			if err == nil {
				ids[i] = k.Public().ID()
			}
		})
	}
	wg.Wait()
	for _, id := range ids {
		require.Equal(t, ids[0], id)
		require.NotEmpty(t, id)
	}
}

func TestAKeyThatOthersCanReadIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := OpenKey(dir)
	require.NoError(t, err)
	for _, mode := range []os.FileMode{0o644, 0o640, 0o660, 0o604} {
		require.NoError(t, os.Chmod(filepath.Join(dir, "release.key"), mode))
		_, err = OpenKey(dir)
		require.True(t, fault.Is(err, fault.Unavailable))
		require.Contains(t, fault.Message(err), "权限过宽")
	}
}

func TestABrokenKeyIsNotReplacedInSilence(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := OpenKey(dir)
	require.NoError(t, err)
	path := filepath.Join(dir, "release.key")
	for _, data := range []string{"", "nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", otherCurve(t)} {
		require.NoError(t, os.WriteFile(path, []byte(data), 0o600))
		_, err := OpenKey(dir)
		require.Contains(t, fault.Message(err), "备份", data)
		kept, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, data, string(kept))
	}
	_, err = OpenKey(filepath.Join(path, "below-a-file"))
	require.True(t, fault.Is(err, fault.Unavailable))
}

// otherCurve is a private key of a curve that is not SM2's.
func otherCurve(t *testing.T) string {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := smx509.MarshalPKCS8PrivateKey(k)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func TestOnlySM2KeysAreTaken(t *testing.T) {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := smx509.MarshalPKIXPublicKey(&k.PublicKey)
	require.NoError(t, err)
	for _, data := range []string{"", "x", string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der[1:]}))} {
		_, err := ParsePublicKey([]byte(data))
		require.True(t, fault.Is(err, fault.Invalid))
	}
}
