package release

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"bianku/internal/civil"
)

// edition is what a release says of itself.
type edition struct {
	version  string
	on       civil.Date
	note     string
	public   *PublicKey
	history  []Release         // those before it, newest first
	previous map[string]string // of the records of the release before: id → digest
}

// change is one line of the changelog.
type change struct{ ID, Question string }

// changes are the differences to the release before, by id.
type changes struct{ added, changed, withdrawn []change }

// composer writes the files of a release one by one, so that only one of them is in memory.
type composer struct {
	content *content
	edition edition
	put     func(path string, data []byte) error // keeps a file
	step    func(done, of int)

	files    []File
	records  []Record
	changes  changes
	composed int
}

// parts are the files in the order in which they are made: what a file says of others comes after them.
func (c *composer) parts() []struct {
	path  string
	write func() ([]byte, error)
} {
	type part = struct {
		path  string
		write func() ([]byte, error)
	}
	each := func(f func(item) any) func() ([]byte, error) { return func() ([]byte, error) { return c.lines(f) } }
	return []part{
		{pairsFile, c.pairs},
		{chunksFile, c.chunks},
		{"data/alpaca.jsonl", each(item.alpaca)},
		{"data/sharegpt.jsonl", each(item.sharegpt)},
		{"data/openai.jsonl", each(item.openai)},
		{"data/tc609.jsonl", each(item.tc609)},
		{"provenance.jsonl", each(item.provenance)},
		{"dataset_info.json", datasetInfo},
		{"schema.json", schema},
		{"quality_report.json", c.quality},
		{"CHANGELOG.md", c.changelog},
		{"LICENSE", c.licence},
		{keyFile, func() ([]byte, error) { return c.edition.public.PEM(), nil }},
		{"README.md", c.card},
		{"croissant.json", c.croissant},
	}
}

// compose makes every file but the signature, the manifest last, and returns the manifest.
func (c *composer) compose() (m Manifest, data []byte, err error) {
	parts := c.parts()
	for i, p := range parts {
		data, err := p.write()
		if err != nil {
			return m, nil, err
		}
		if err := c.put(p.path, data); err != nil {
			return m, nil, err
		}
		c.files = append(c.files, fileOf(p.path, data))
		c.step(i+1, len(parts)+2)
	}
	slices.SortFunc(c.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	m = Manifest{Format: manifestFormat, Version: c.edition.version, ReleasedOn: c.edition.on, Algorithm: algorithm,
		KeyID: c.edition.public.ID(), Files: c.files, Records: c.records}
	if len(c.edition.history) > 0 {
		m.Previous = c.edition.history[0].Version
	}
	data, err = m.bytes()
	return m, data, err
}

// pairs is data/pairs.jsonl; in passing the records are noted and compared with the release before.
func (c *composer) pairs() ([]byte, error) {
	var b bytes.Buffer
	here := make(map[string]bool, len(c.content.items))
	for _, it := range c.content.items {
		l, err := line(it.pairRecord)
		if err != nil {
			return nil, err
		}
		b.Write(l)
		sha, _ := digests(l)
		c.records = append(c.records, Record{it.ID, it.Version, it.Rule, sha})
		here[it.ID] = true
		before, ok := c.edition.previous[it.ID]
		switch {
		case !ok:
			c.changes.added = append(c.changes.added, change{it.ID, it.Question})
		case before != sha:
			c.changes.changed = append(c.changes.changed, change{it.ID, it.Question})
		}
	}
	for id := range c.edition.previous {
		if !here[id] { // by its id alone: it may be withdrawn because nobody should read it any more
			c.changes.withdrawn = append(c.changes.withdrawn, change{ID: id})
		}
	}
	slices.SortFunc(c.changes.withdrawn, func(a, b change) int { return cmp.Compare(a.ID, b.ID) })
	return b.Bytes(), nil
}

func (c *composer) chunks() ([]byte, error) {
	var b bytes.Buffer
	for _, r := range c.content.chunks {
		l, err := line(r)
		if err != nil {
			return nil, err
		}
		b.Write(l)
	}
	return b.Bytes(), nil
}

func (c *composer) lines(f func(item) any) ([]byte, error) {
	var b bytes.Buffer
	for _, it := range c.content.items {
		l, err := line(f(it))
		if err != nil {
			return nil, err
		}
		b.Write(l)
	}
	return b.Bytes(), nil
}
