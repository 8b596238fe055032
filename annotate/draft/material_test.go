package draft

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/ingest/parse"
	"bianku/ingest/sample"
	"bianku/ingest/structure"
	"bianku/internal/civil"
)

// read makes the material of a text, as the database would give it, with ids counted from 1.
func read(ctx context.Context, name string, data []byte) (*Material, error) {
	r, err := parse.Parse(ctx, name, data)
	if err != nil {
		return nil, err
	}
	d := structure.Analyze(name, r)
	v := ingest.Version{Text: r.Text, Fields: d.Fields, History: d.History, Document: ingest.Document{ID: 1, Kind: d.Kind, Title: d.Title, DocNo: d.DocNo, Issuer: d.Issuer, Org: d.Org}}
	v.ID, v.DocumentID, v.Title, v.DocNo, v.Filename = 1, 1, d.Title, d.DocNo, name
	v.SignedOn, v.EffectiveFrom, v.EffectiveTo, v.Status = d.SignedOn, d.EffectiveFrom, d.EffectiveTo, ingest.InForce
	m := &Material{Version: v}
	for _, c := range d.Chunks {
		m.Chunks = append(m.Chunks, ingest.Chunk{ID: int64(c.Seq + 1), VersionID: 1, Seq: c.Seq, Kind: c.Kind, Address: c.Address, Label: c.Label,
			Path: c.Path, Lead: c.Lead, Text: c.Text, Start: c.Start, End: c.End})
	}
	for i, f := range d.Facts {
		m.Facts = append(m.Facts, ingest.Fact{ID: int64(i + 1), VersionID: 1, DocumentID: 1, ChunkID: int64(f.Chunk + 1), Org: f.Org, Unit: f.Unit, Type: f.Type,
			Title: f.Title, N: f.N, Delta: f.Delta, Qualifier: f.Qualifier, Quote: f.Quote, Start: f.Start, End: f.End, DocTitle: d.Title, DocNo: d.DocNo,
			Label: d.Chunks[f.Chunk].Label, EffectiveFrom: d.EffectiveFrom})
	}
	for i, r := range d.Relations {
		m.Relations = append(m.Relations, ingest.Relation{ID: int64(i + 1), Type: r.Type, TargetTitle: r.TargetTitle, TargetDocNo: r.TargetDocNo, TargetDate: r.TargetDate, State: "confirmed"})
	}
	return m, nil
}

// corpus is the sample read once for all tests.
var corpus = sync.OnceValues(func() (map[string]*Material, error) {
	items, err := sample.Documents()
	if err != nil {
		return nil, err
	}
	all := map[string]*Material{}
	for _, it := range items {
		if all[it.File], err = read(context.Background(), it.File, it.Data); err != nil {
			return nil, err
		}
	}
	return all, nil
})

// sampled is the sample document whose file name holds part.
func sampled(t *testing.T, part string) *Material {
	t.Helper()
	all, err := corpus()
	require.NoError(t, err)
	var found *Material
	for name, m := range all {
		if strings.Contains(name, part) {
			require.Nil(t, found, "two files hold %s", part)
			found = m
		}
	}
	require.NotNil(t, found, part)
	return found
}

// text makes the material of a text written in the test.
func text(t *testing.T, lines ...string) *Material {
	t.Helper()
	m, err := read(t.Context(), "云澜市试行办法.txt", []byte(strings.Join(lines, "\n")))
	require.NoError(t, err)
	return m
}

// find is the draft that asks q.
func find(t *testing.T, m *Material, q string) Draft {
	t.Helper()
	var near []string
	for _, d := range Plan(m) {
		if d.Question == q {
			return d
		}
		near = append(near, d.Question)
	}
	require.Fail(t, "no such draft", "%s\nof\n%s", q, strings.Join(near, "\n"))
	return Draft{}
}

var _ = civil.Date{}
