package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/jackc/pgx/v5"

	"bianku/annotate/release"
	"bianku/internal/fault"
)

// ByRelease is a request about one release.
type ByRelease struct {
	Version string `path:"version" maxLength:"20" doc:"版本号，如 2026.11.1"`
}

// Known is what the caller has already: whoever asks again with the digest is answered without a byte.
type Known struct {
	IfNoneMatch string `header:"If-None-Match" doc:"上次的 ETag；没有变化时返回 304"`
}

func (s *server) listReleases(ctx context.Context, _ *noInput) (*out[list[release.Release]], error) {
	if _, err := release.Sweep(ctx, s.Pool); err != nil {
		return nil, err
	}
	all, err := release.List(ctx, s.Pool)
	return replyList(all, len(all), err)
}

// NewRelease is the wish for a release.
type NewRelease struct {
	Note string `json:"note,omitempty" maxLength:"500" doc:"说明，写进变更记录"`
}

func (s *server) buildRelease(ctx context.Context, in *struct{ Body NewRelease }) (*out[release.Release], error) {
	if s.EnqueueRelease == nil {
		return nil, fault.New(fault.Unavailable, "此服务不能构建发布，请在服务器上执行 bianku release build。")
	}
	var r release.Release
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		if r, err = release.Begin(ctx, tx, release.Options{Note: in.Body.Note}); err != nil {
			return err
		}
		return s.EnqueueRelease(ctx, tx, r.ID)
	})
	return reply(r, err)
}

func (s *server) getRelease(ctx context.Context, in *ByRelease) (*out[release.Detail], error) {
	return reply(release.Describe(ctx, s.Pool, s.Files, in.Version))
}

// getManifest sends MANIFEST.json as it was signed, with the signature beside it.
func (s *server) getManifest(ctx context.Context, in *struct {
	ByRelease
	Known
}) (*huma.StreamResponse, error) {
	r, err := release.ByVersion(ctx, s.Pool, in.Version)
	if err != nil {
		return nil, err
	}
	return s.releaseFile(ctx, in.Version, "MANIFEST.json", in.IfNoneMatch,
		http.Header{"X-Bianku-Signature": {r.Signature}, "X-Bianku-Key-Id": {r.KeyID}})
}

// The files of a release lie at its root and in data/: two routes, for gin would let a path of any length swallow others.
func (s *server) getReleaseFile(ctx context.Context, in *struct {
	ByRelease
	Known
	Name string `path:"name" maxLength:"200"`
}) (*huma.StreamResponse, error) {
	return s.releaseFile(ctx, in.Version, in.Name, in.IfNoneMatch, nil)
}

func (s *server) getReleaseData(ctx context.Context, in *struct {
	ByRelease
	Known
	Name string `path:"name" maxLength:"200"`
}) (*huma.StreamResponse, error) {
	return s.releaseFile(ctx, in.Version, "data/"+in.Name, in.IfNoneMatch, nil)
}

func (s *server) releaseFile(ctx context.Context, version, path, known string, h http.Header) (*huma.StreamResponse, error) {
	b, err := release.Open(ctx, s.Pool, s.Files, version, path)
	if err != nil {
		return nil, err
	}
	return s.sendBlob(ctx, b, known, h)
}

func (s *server) getDelta(ctx context.Context, in *struct {
	ByRelease
	Known
	Since string `query:"since" required:"true" minLength:"1" maxLength:"20" doc:"已有的版本"`
}) (*huma.StreamResponse, error) {
	b, err := release.Delta(ctx, s.Pool, s.Files, s.releaseKey, in.Since, in.Version)
	if err != nil {
		return nil, err
	}
	return s.sendBlob(ctx, b, in.IfNoneMatch, nil)
}

func (s *server) releaseKey() (*release.Key, error) {
	if s.ReleaseKey == nil {
		return nil, fault.New(fault.Unavailable, "此服务没有发布签名密钥。")
	}
	return s.ReleaseKey()
}

func (s *server) getReleaseKey(_ context.Context, in *Known) (*huma.StreamResponse, error) {
	key, err := s.releaseKey()
	if err != nil {
		return nil, err
	}
	f := sent{name: "PUBLIC_KEY.pem", etag: key.Public().ID()}
	if !matches(in.IfNoneMatch, f.etag) {
		f.content = bytes.NewReader(key.Public().PEM())
	}
	return s.send(f), nil
}

// getArchive sends the whole release as a ZIP. It is put together in memory: the same bytes every time, so that a download
// that broke off goes on where it was.
func (s *server) getArchive(ctx context.Context, in *struct {
	ByRelease
	Known
}) (*huma.StreamResponse, error) {
	r, err := release.ByVersion(ctx, s.Pool, in.Version)
	if err != nil {
		return nil, err
	}
	f := sent{name: "bianku-corpus-" + r.Version + ".zip", etag: "zip-" + r.ManifestSHA256}
	if r.State == release.Ready && matches(in.IfNoneMatch, f.etag) {
		return s.send(f), nil
	}
	var zip bytes.Buffer
	if _, err := release.Archive(ctx, s.Pool, s.Files, in.Version, &zip); err != nil {
		return nil, err
	}
	if f.pull, err = release.BeginPull(ctx, s.Pool, r.ID, "archive.zip"); err != nil {
		return nil, err
	}
	f.content = bytes.NewReader(zip.Bytes())
	return s.send(f), nil
}

func (s *server) listPulls(ctx context.Context, in *struct {
	ByRelease
	Page
}) (*out[list[release.Pull]], error) {
	return replyList(release.Pulls(ctx, s.Pool, in.Version, in.Limit, in.Offset))
}

// sendBlob sends a stored file. The pull is recorded before a byte leaves; who has the file already costs nobody anything.
func (s *server) sendBlob(ctx context.Context, b *release.Blob, known string, h http.Header) (*huma.StreamResponse, error) {
	f := sent{name: b.Path, etag: b.SHA256, header: h}
	if matches(known, f.etag) {
		return s.send(f), nil
	}
	if err := b.Load(); err != nil {
		return nil, err
	}
	id, err := release.BeginPull(ctx, s.Pool, b.ReleaseID, b.Path)
	if err != nil {
		return nil, err
	}
	f.content, f.pull = b, id
	return s.send(f), nil
}

// sent is a file on its way out.
type sent struct {
	name    string
	etag    string // without quotes
	header  http.Header
	content io.ReadSeeker // nil: the caller has it
	pull    int64         // 0: not recorded
}

// matches says whether an If-None-Match names the digest.
func matches(header, etag string) bool {
	for _, have := range strings.Split(header, ",") {
		have = strings.TrimPrefix(strings.TrimSpace(have), "W/")
		if have == "*" || have == strconv.Quote(etag) {
			return true
		}
	}
	return false
}

// send answers with the file, a range of it, or 304.
func (s *server) send(f sent) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		c := humagin.Unwrap(hc)
		h := c.Writer.Header()
		for k, v := range f.header {
			h[k] = v
		}
		h.Set("ETag", strconv.Quote(f.etag))
		h.Set("Cache-Control", "private, no-cache") // to be asked for again, and answered with 304
		if f.content == nil {
			c.Status(http.StatusNotModified)
			c.Writer.WriteHeaderNow()
			return
		}
		h.Set("Content-Type", release.MediaType(f.name))
		h.Set("Content-Disposition", disposition(false, f.name))
		http.ServeContent(c.Writer, c.Request, "", time.Time{}, f.content)
		if f.pull != 0 {
			if err := release.EndPull(hc.Context(), s.Pool, f.pull, int64(max(c.Writer.Size(), 0))); err != nil {
				s.Log.ErrorContext(hc.Context(), "pull not noted", "pull", f.pull, "error", err.Error())
			}
		}
	}}
}
