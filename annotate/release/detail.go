package release

import (
	"archive/zip"
	"context"
	"encoding/json"
	"io"
	"time"

	"bianku/ingest"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Count is a number of records under a name in Chinese.
type Count struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Detail is a release with what its manifest says. One that is not ready has nothing but itself.
type Detail struct {
	Release   Release `json:"release"`
	Previous  string  `json:"previous,omitempty"`
	Algorithm string  `json:"algorithm,omitempty"`
	Files     []File  `json:"files"`
	Rules     []Count `json:"rules"`
	Types     []Count `json:"types"`
	HeldBack  []Count `json:"held_back"` // approved and not let out, by reason
	Changelog string  `json:"changelog,omitempty"`
}

// Describe returns a release that the actor may see, with what its files say of it.
func Describe(ctx context.Context, db pg.DB, files *ingest.Files, version string) (d Detail, err error) {
	defer fault.Wrapf(&err, "release.Describe(%s)", version)
	if d.Release, err = ByVersion(ctx, db, version); err != nil || d.Release.State != Ready {
		return d, err
	}
	if err := recalled(ctx, db, d.Release.ID); err != nil && !maySeeUnfinished(ctx) {
		return Detail{}, err
	}
	if d.Files, err = FilesOf(ctx, db, d.Release.ID); err != nil {
		return d, err
	}
	if err := d.fromReport(ctx, db, files); err != nil {
		return d, err
	}
	changelog, err := readAt(ctx, db, files, d.Release.ID, "CHANGELOG.md")
	if err != nil {
		return d, err
	}
	d.Changelog, d.Algorithm = string(changelog), algorithm
	err = db.QueryRow(ctx, `select coalesce((select version from annotate.release where state = 'ready' and id < $1 order by id desc limit 1), '')`, d.Release.ID).Scan(&d.Previous)
	return d, err
}

// fromReport takes the counts from the release's own report: they are those of its day.
func (d *Detail) fromReport(ctx context.Context, db pg.DB, files *ingest.Files) error {
	data, err := readAt(ctx, db, files, d.Release.ID, "quality_report.json")
	if err != nil {
		return err
	}
	var q quality
	if err := json.Unmarshal(data, &q); err != nil {
		return err
	}
	counts := func(list []tally) (out []Count) {
		for _, t := range list {
			if t.Count > 0 {
				out = append(out, Count{t.Label, t.Count})
			}
		}
		return out
	}
	d.Rules, d.Types, d.HeldBack = counts(q.ByRule), counts(q.ByType), counts(q.HeldBack)
	return nil
}

func readAt(ctx context.Context, db pg.DB, files *ingest.Files, id int64, path string) ([]byte, error) {
	f, err := fileAt(ctx, db, id, path)
	if err != nil {
		return nil, err
	}
	return readStored(files, f)
}

// Archive writes a release as one ZIP. The same release gives the same bytes.
func Archive(ctx context.Context, db pg.DB, files *ingest.Files, version string, w io.Writer) (r Release, err error) {
	defer fault.Wrapf(&err, "release.Archive(%s)", version)
	if r, err = ByVersion(ctx, db, version); err != nil {
		return r, err
	}
	if r.State != Ready {
		return r, fault.New(fault.Conflict, "这个版本还没有构建完成。")
	}
	list, err := FilesOf(ctx, db, r.ID)
	if err != nil {
		return r, err
	}
	day, err := time.Parse(time.DateOnly, r.ReleasedOn.String())
	if err != nil {
		return r, err
	}
	z := zip.NewWriter(w)
	for _, f := range list {
		data, err := readStored(files, f)
		if err != nil {
			return r, err
		}
		part, err := z.CreateHeader(&zip.FileHeader{Name: r.Version + "/" + f.Path, Method: zip.Deflate, Modified: day})
		if err == nil {
			_, err = part.Write(data)
		}
		if err != nil {
			return r, err
		}
	}
	return r, z.Close()
}
