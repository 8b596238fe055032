package release

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/smx509"

	"bianku/internal/fault"
)

// algorithm is how releases are signed. It is named in every signature: another is another value.
const algorithm = "SM2-SM3"

// Key signs releases.
type Key struct {
	private *sm2.PrivateKey
	public  *PublicKey
}

// PublicKey checks signatures.
type PublicKey struct {
	key *ecdsa.PublicKey
	pem []byte
	id  string
}

// OpenKey reads the key in dir, making it on first use: release.key for its owner alone, release.pub for everybody.
func OpenKey(dir string) (k *Key, err error) {
	defer fault.Wrapf(&err, "release.OpenKey")
	path := filepath.Join(dir, "release.key")
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeKey(dir, path); err != nil {
			return nil, err
		}
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "发布签名密钥读不了，请检查数据目录下 keys 目录的权限。")
	}
	if k, err = parseKey(data); err != nil {
		return nil, err
	}
	if err := onlyOwner(path); err != nil {
		return nil, err
	}
	return k, k.export(filepath.Join(dir, "release.pub"))
}

// onlyOwner refuses a key that others on the machine can read: they could sign in our name.
func onlyOwner(path string) error {
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	if st.Mode().Perm()&0o077 != 0 {
		return fault.Newf(fault.Unavailable, "发布签名密钥的权限过宽（%04o），其他用户可以读取，已停止使用。若能确认没有泄露，请执行 chmod 600 后重试；否则请移走旧密钥，系统会生成新的。", st.Mode().Perm())
	}
	return nil
}

// makeKey writes a new key beside its place and links it there, so that of two processes that come first one key stands.
func makeKey(dir, path string) error {
	const trouble = "发布签名密钥存不下来，请检查数据目录的磁盘空间和权限。"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault.Wrap(err, fault.Unavailable, trouble)
	}
	private, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	der, err := smx509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, "key-*") // 0600
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, trouble)
	}
	defer os.Remove(tmp.Name())
	err = pem.Encode(tmp, &pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Link(tmp.Name(), path)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil // the other one was first
	}
	return fault.Wrap(err, fault.Unavailable, trouble)
}

func parseKey(data []byte) (*Key, error) {
	const trouble = "发布签名密钥的内容读不懂，文件可能已损坏。请从备份恢复 keys/release.key；确实没有备份时，移走它，系统会生成新的密钥（合作城市须重新核对公钥）。"
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, fault.New(fault.Unavailable, trouble)
	}
	parsed, err := smx509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, trouble)
	}
	private, ok := parsed.(*sm2.PrivateKey)
	if !ok {
		return nil, fault.New(fault.Unavailable, trouble)
	}
	public, err := newPublicKey(&private.PublicKey)
	return &Key{private, public}, err
}

// export keeps the public key beside the private one, for whoever has to hand it on.
func (k *Key) export(path string) error {
	if have, err := os.ReadFile(path); err == nil && bytes.Equal(have, k.public.pem) {
		return nil
	}
	return fault.Wrap(os.WriteFile(path, k.public.pem, 0o644), fault.Unavailable, "发布公钥存不下来，请检查数据目录的磁盘空间和权限。")
}

// Public is the half that checks.
func (k *Key) Public() *PublicKey { return k.public }

func (k *Key) sign(data []byte) (string, error) {
	sig, err := k.private.Sign(rand.Reader, data, sm2.NewSM2SignerOption(true, nil))
	return base64.StdEncoding.EncodeToString(sig), err
}

func newPublicKey(key *ecdsa.PublicKey) (*PublicKey, error) {
	der, err := smx509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, err
	}
	digest := sm3.Sum(der)
	return &PublicKey{key, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), hex.EncodeToString(digest[:8])}, nil
}

// ParsePublicKey reads a public key in PEM.
func ParsePublicKey(data []byte) (*PublicKey, error) {
	const trouble = "公钥读不懂：应为 PEM 格式的 SM2 公钥（发布方的 PUBLIC_KEY.pem）。"
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, fault.New(fault.Invalid, trouble)
	}
	parsed, err := smx509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, trouble)
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok || !sm2.IsSM2PublicKey(key) {
		return nil, fault.New(fault.Invalid, trouble)
	}
	return newPublicKey(key)
}

// PEM is the key as it is handed to partners.
func (p *PublicKey) PEM() []byte { return bytes.Clone(p.pem) }

// ID names the key: the first 8 bytes of the SM3 of its DER form, in hex.
func (p *PublicKey) ID() string { return p.id }

func (p *PublicKey) verifies(data []byte, signature string) bool {
	sig, err := base64.StdEncoding.DecodeString(signature)
	return err == nil && base64.StdEncoding.EncodeToString(sig) == signature && // one form only
		sm2.VerifyASN1WithSM2(p.key, nil, data, sig)
}

// seal is a signature with what it is over. Its bytes are a function of the data, the key and the signature, so that a
// change of any byte of it shows.
type seal struct {
	Algorithm string `json:"algorithm"`
	KeyID     string `json:"key_id"`
	SHA256    string `json:"sha256"`
	SM3       string `json:"sm3"`
	Signature string `json:"signature"`
}

func (p *PublicKey) seal(data []byte, signature string) seal {
	a, b := digests(data)
	return seal{algorithm, p.id, a, b, signature}
}

func (s seal) bytes() []byte {
	out, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings always encode
	}
	return append(out, '\n')
}

// digests are SHA-256 and SM3 of data, in hex.
func digests(data []byte) (sha, sm string) {
	a, b := sha256.Sum256(data), sm3.Sum(data)
	return hex.EncodeToString(a[:]), hex.EncodeToString(b[:])
}
