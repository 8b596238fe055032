package structure

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest/parse"
)

// dataDir is where real texts lie that are not ours to ship; tests over them are skipped where they are absent.
func dataDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("BIANKU_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no real data at %s: set BIANKU_DATA to run this test", dir)
	}
	return dir
}

func lawFiles(t testing.TB) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(filepath.Join(dataDir(t), "laws"), func(p string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".md") {
			files = append(files, p)
		}
		return err
	})
	require.NoError(t, err)
	sort.Strings(files)
	return files
}

// law is a law read and understood; all laws are read once for all tests.
type law struct {
	path string
	r    *parse.Result
	d    *Document
}

var allLaws struct {
	sync.Once
	laws []law
}

func laws(t *testing.T) []law {
	files := lawFiles(t)
	allLaws.Do(func() {
		for _, f := range files {
			r, d := read(t, f)
			allLaws.laws = append(allLaws.laws, law{f, r, d})
		}
	})
	return allLaws.laws
}

func read(t testing.TB, path string) (*parse.Result, *Document) {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	r, err := parse.Parse(context.Background(), path, data)
	require.NoError(t, err, path)
	return r, Analyze(filepath.Base(path), r)
}

// requireSound holds what must be true of every document: chunks quote the text, addresses are unique, positions lie in
// the text, and nearly every rune of the body is in a chunk, a path, a lead or the table of contents.
func requireSound(t *testing.T, name string, r *parse.Result, d *Document) {
	t.Helper()
	runes := []rune(r.Text)
	seen := map[string]bool{}
	inPath := map[string]bool{}
	covered := make([]bool, len(runes)+1)
	for i, c := range d.Chunks {
		require.Equal(t, i, c.Seq, name)
		require.Equal(t, string(runes[c.Start:c.End]), c.Text, "%s %s", name, c.Address)
		require.NotEmpty(t, c.Address, name)
		require.NotEmpty(t, c.Label, "%s %s", name, c.Address)
		require.False(t, seen[c.Address], "%s: address %s twice", name, c.Address)
		require.NotNil(t, c.Path, name)
		seen[c.Address] = true
		for _, p := range c.Path {
			inPath[squash(p)] = true
		}
		for k := c.Start; k < c.End; k++ {
			covered[k] = true
		}
	}
	contents := span{}
	for _, f := range d.Fields {
		require.LessOrEqual(t, f.End, len(runes), name)
		if f.Name == "contents" {
			contents = span{f.Start, f.End}
		}
	}
	for _, f := range d.Facts {
		require.Equal(t, string(runes[f.Start:f.End]), f.Quote, name)
		require.Less(t, f.Chunk, len(d.Chunks), name)
	}
	for _, x := range d.Relations {
		require.Equal(t, strings.TrimSpace(string(runes[x.Start:x.End])), x.Sentence, name)
	}
	lost, total := 0, 0
	for _, b := range r.Blocks {
		if b.Start >= contents.start && b.End <= contents.end {
			continue
		}
		header := b.Kind == parse.Row && b.Header == nil
		for k := b.Start; k < b.End; k++ {
			total++
			if !covered[k] && !inPath[squash(b.Text)] && !header {
				lost++
			}
		}
	}
	if lost*100 > total {
		for _, b := range r.Blocks {
			if b.End > b.Start && !covered[b.Start] && !inPath[squash(b.Text)] {
				t.Logf("%s lost: %s", name, b.Text)
			}
		}
		t.Errorf("%s: %d of %d runes are in no chunk", name, lost, total)
	}
}

func TestEveryLawIsSound(t *testing.T) {
	kinds := map[Kind]int{}
	chunks, withDate, withBasis, repeals := 0, 0, 0, 0
	for _, l := range laws(t) {
		f, r, d := l.path, l.r, l.d
		requireSound(t, filepath.Base(f), r, d)
		kinds[d.Kind]++
		chunks += len(d.Chunks)
		if !d.EffectiveFrom.IsZero() {
			withDate++
		}
		for _, x := range d.Relations {
			switch x.Type {
			case "basis_of":
				withBasis++
			case "repeals":
				repeals++
			}
		}
		if d.Kind != Law {
			t.Logf("%s: %s", d.Kind, filepath.Base(f))
		}
	}
	t.Logf("kinds %v, %d chunks, %d with an effective date, %d bases, %d repeals", kinds, chunks, withDate, withBasis, repeals)
	require.Greater(t, withDate, 1350)
	require.Greater(t, kinds[Law], 1380)
}

var (
	plainArticle = regexp.MustCompile(`^第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]+)?[ 　\t]`)
	plainHead    = regexp.MustCompile(`^(#+) *(?:(第[一二三四五六七八九十百千零〇]+(?:编|分编|章|节))|([一二三四五六七八九十]+)、|(附 *则|序言)$)`)
)

// expectedArticles reads the addresses of a law's articles by a way of its own: headings by their last character.
func expectedArticles(text string) []string {
	_, body, _ := strings.Cut(text, "<!-- INFO END -->")
	depth := map[string]int{"编": 0, "分编": 1, "章": 2, "节": 3}
	level := map[string]int{} // depth of headings with so many #
	var path [4]string
	var out []string
	for _, l := range strings.Split(body, "\n") {
		l = strings.TrimSpace(l)
		if m := plainHead.FindStringSubmatch(l); m != nil {
			name, at := strings.ReplaceAll(m[2]+m[3]+m[4], " ", ""), 2
			if d, ok := level[m[1]]; ok {
				at = d
			}
			if m[2] != "" {
				unit := m[2][len(m[2])-len("章"):]
				if strings.HasSuffix(m[2], "分编") {
					unit = "分编"
				}
				at = depth[unit]
				level[m[1]] = at
			}
			path[at] = name
			for k := at + 1; k < 4; k++ {
				path[k] = ""
			}
		}
		if a := plainArticle.FindString(l); a != "" {
			addr := ""
			for _, p := range path {
				if p != "" {
					addr += p + "/"
				}
			}
			out = append(out, addr+strings.TrimSpace(a))
		}
	}
	return out
}

func TestEveryArticleHasItsAddress(t *testing.T) {
	dir := filepath.Join(dataDir(t), "laws")
	for _, name := range []string{
		"宪法相关法/国务院组织法(1982-12-10).md", "宪法相关法/国务院组织法(2024-03-11).md", "宪法/宪法.md", "刑法/刑法.md",
		"行政法/行政处罚法(2021-01-22).md", "民法典/物权编.md", "民法典/总则.md", "行政法/教育法(2021-04-29).md",
		"民法商法/海商法(1992-11-07).md", "民法商法/商标法(2019-04-23).md", "民法商法/外商投资法(2019-03-15).md",
		"行政法规/志愿服务条例(2017-08-22).md", "行政法规/商业特许经营管理条例(2007-02-06).md",
		"行政法规/传统工艺美术保护条例(2013-07-18).md", "行政法规/传染病防治法实施办法(1991-12-06).md",
		"行政法规/计量法实施细则(2018-03-19).md", "行政法规/核出口管制条例(2006-11-09).md",
		"宪法相关法/反分裂国家法(2005-03-14).md", "行政法/青藏高原生态保护法(2023-04-26).md",
		"行政法规/病原微生物实验室生物安全管理条例(2018-03-19).md", "宪法相关法/澳门特别行政区基本法(1993-03-31).md",
	} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		_, d := read(t, filepath.Join(dir, name))
		require.Equal(t, expectedArticles(string(data)), articleAddresses(d), name)
	}
}

// articleAddresses are the addresses of a document's articles, once each, split or whole.
func articleAddresses(d *Document) []string {
	re := regexp.MustCompile(`^(?:.*/)?第[` + numerals + `]+条(?:之[` + numerals + `]+)?`)
	var out []string
	for _, c := range d.Chunks {
		if a := re.FindString(c.Address); a != "" && (len(out) == 0 || out[len(out)-1] != a) {
			out = append(out, a)
		}
	}
	return out
}

// Over all laws, the articles found must be those that lines begin with.
func TestArticlesOfAllLaws(t *testing.T) {
	wrong, articles := 0, 0
	for _, l := range laws(t) {
		f, d := l.path, l.d
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		want := expectedArticles(string(data))
		have := map[string]bool{}
		for _, a := range articleAddresses(d) {
			have[a] = true
		}
		articles += len(want)
		for _, a := range want {
			if !have[a] {
				wrong++
				if wrong < 60 && len(have) > 0 {
					t.Logf("%s: %s not found", filepath.Base(f), a)
				}
			}
		}
	}
	t.Logf("%d articles, %d not at the address a simple reading gives", articles, wrong)
	require.Less(t, wrong*200, articles)
}

// Texts of one law share a key; laws that only amend it, and different laws, do not.
func TestRealVersionsShareAKey(t *testing.T) {
	keys := map[string][]string{}
	for _, l := range laws(t) {
		if k := WorkKey(l.d); k != "" {
			keys[k] = append(keys[k], filepath.Base(l.path))
		}
	}
	versions := 0
	for k, files := range keys {
		stem := fileDay.ReplaceAllString(files[0], "")
		for _, f := range files {
			if other := fileDay.ReplaceAllString(f, ""); other != stem {
				t.Logf("%s: %s and %s", k, files[0], f)
			}
		}
		if len(files) > 1 {
			versions++
		}
	}
	t.Logf("%d keys, %d with several versions", len(keys), versions)
	require.Len(t, keys["规:国务院组织法"], 2)
	require.Len(t, keys["规:刑法"], 1)
}

func TestRealPagesAreSound(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(dataDir(t), "govcn", "*.html"))
	require.NoError(t, err)
	for _, f := range files {
		r, d := read(t, f)
		requireSound(t, filepath.Base(f), r, d)
		require.NotEmpty(t, d.DocNo, f)
		require.False(t, d.SignedOn.IsZero(), f)
		require.NotEmpty(t, d.Issuer, f)
		require.Equal(t, squash(r.Meta["标题"]), squash(firstOf(fieldOf(d, "notice_title"), d.Title)), f)
		t.Logf("%-10s %-8s %s %s env=%q chunks %d", filepath.Base(f), d.Kind, d.DocNo, d.SignedOn, d.Envelope, len(d.Chunks))
	}
}

func TestRealChartersAreSound(t *testing.T) {
	for _, dir := range []string{"full", "excerpts"} {
		files, err := filepath.Glob(filepath.Join(dataDir(t), "sanding", dir, "*.txt"))
		require.NoError(t, err)
		for _, f := range files {
			r, d := read(t, f)
			requireSound(t, filepath.Base(f), r, d)
			t.Logf("%-60s %-8s org=%s facts %d chunks %d", filepath.Base(f), d.Kind, d.Org, len(d.Facts), len(d.Chunks))
		}
	}
}

func BenchmarkAnalyze(b *testing.B) {
	var results []*parse.Result
	var names []string
	total := 0
	for _, f := range lawFiles(b) {
		data, err := os.ReadFile(f)
		require.NoError(b, err)
		r, err := parse.Parse(b.Context(), f, data)
		require.NoError(b, err)
		results, names = append(results, r), append(names, filepath.Base(f))
		total += len(r.Text)
	}
	b.SetBytes(int64(total))
	for b.Loop() {
		for i, r := range results {
			Analyze(names[i], r)
		}
	}
}
