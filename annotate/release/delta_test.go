package release

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

// signer hands out the world's key.
func (w *world) signer() (*Key, error) { return w.key, nil }

// delta is the bytes that lead from one release to another.
func (w *world) delta(from, to string) []byte {
	w.t.Helper()
	b, err := Delta(w.ctx(), w.pool, w.files, w.signer, from, to)
	require.NoError(w.t, err)
	data, err := readStored(w.files, b.File)
	require.NoError(w.t, err)
	return data
}

// three builds three releases, between which pairs come, change and go.
func three(w *world) (c corpus, versions []string) {
	c = w.corpus()
	versions = append(versions, w.build().Version)

	w.exec(`insert into annotate.verdict (pair_id, n, round, reviewer_id, reviewer, action) values ($1, 1, 1, 11, '外', 'accept')`, c.tell) // changes provenance only
	w.version(c.who, 2, "全市机构编制的日常管理工作由谁负责？", "由市机构编制委员会办公室（市委编办）负责。", c.open, "市机构编制委员会办公室负责全市机构编制的日常管理工作")
	w.exec(`insert into annotate.link (pair_id, n, seq, type, to_pair) values ($1, 2, 1, 'related', $2)`, c.who, c.how)
	for i := range 5 {
		w.pair("本办法何时施行？第"+string(rune('一'+i))+"问", "自2021年3月1日起施行。", 1, c.open, "自2021年3月1日起施行")
	}
	versions = append(versions, w.build().Version)

	w.exec(`update annotate.pair set state = 'withdrawn', round = 0 where id = $1`, c.how)
	w.exec(`update ingest.document set withdrawn_at = now() where id = $1`, c.contact.id)
	w.pair("办法的目的是什么？", "规范机构编制管理。<b>&\u2028", 1, c.open, "为了规范云澜市机构编制管理")
	versions = append(versions, w.build().Version)
	return c, versions
}

func TestADeltaGivesTheNewReleaseByteForByte(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, v := three(w)
	for _, step := range [][2]int{{0, 1}, {1, 2}, {0, 2}} {
		from, to := v[step[0]], v[step[1]]
		out := filepath.Join(t.TempDir(), "out")
		m, err := Apply(w.delta(from, to), w.export(from), out, w.key.Public())
		require.NoError(t, err)
		require.Equal(t, to, m.Version)
		require.Equal(t, folder(t, w.export(to)), folder(t, out), "%s to %s", from, to)
		checked, err := Verify(out, w.key.Public())
		require.NoError(t, err)
		require.Empty(t, checked.Problems)
	}
	// One after the other is the same as both at once.
	first, second := filepath.Join(t.TempDir(), "1"), filepath.Join(t.TempDir(), "2")
	_, err := Apply(w.delta(v[0], v[1]), w.export(v[0]), first, nil)
	require.NoError(t, err)
	_, err = Apply(w.delta(v[1], v[2]), first, second, nil)
	require.NoError(t, err)
	require.Equal(t, folder(t, w.export(v[2])), folder(t, second))
	require.NotContains(t, folder(t, second)[pairsFile], pairID(c.how))
}

func TestADeltaHoldsOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, v := three(w)
	d := string(w.delta(v[1], v[2]))
	require.Contains(t, d, `{"op":"withdrawn","path":"data/pairs.jsonl","id":"`+pairID(c.how)+`"}`)
	require.Contains(t, d, `{"op":"withdrawn","path":"data/chunks.jsonl","id":"`+chunkID(c.contact.chunks[1])+`"}`)
	require.NotContains(t, d, "自2021年3月1日起施行", "records that stay are not sent again")
	require.NotContains(t, d, `"path":"LICENSE"`, "a file that stays is not sent again")
	require.NotContains(t, d, "88001234")
	body, err := unseal([]byte(d), w.key.Public())
	require.NoError(t, err)
	p, err := parseDelta(body)
	require.NoError(t, err)
	ops := map[string]int{}
	for _, l := range p.records[pairsFile] {
		ops[l.Op]++
	}
	require.Equal(t, map[string]int{opAdded: 1, opChanged: 1, opWithdrawn: 2}, ops, "who lost its link to how")
	log := w.read(v[2], "CHANGELOG.md")
	require.Contains(t, log, "新增 1，修改 1，撤回 2")
	require.Contains(t, log, "- "+pairID(c.how)+"\n", "what is withdrawn is named by its id alone")
	require.Contains(t, log, "- "+pairID(c.tell)+"\n")
	require.NotContains(t, log, "市级行政机构的设立由谁批准？")
	require.Contains(t, log, "## "+v[0]+"（2026-11-22）")
}

// What is withdrawn may be so because nobody outside should read it any more: no file says again what it asked, then or now.
func TestAWithdrawalIsToldByItsIDAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.corpus()
	w.build()
	w.exec(`update annotate.pair set clearance = 3 where id = $1`, c.how)
	w.exec(`update annotate.pair_version set question = '秘密的新问题' where pair_id = $1`, c.how)
	v := w.build().Version
	require.Contains(t, w.read(v, "CHANGELOG.md"), "- "+pairID(c.how)+"\n")
	for path, data := range folder(t, w.export(v)) {
		require.NotContains(t, data, "市级行政机构的设立由谁批准？", path)
		require.NotContains(t, data, "秘密的新问题", path)
	}
}

func TestADeltaIsMadeOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, v := three(w)
	require.Equal(t, w.delta(v[0], v[2]), w.delta(v[0], v[2]), "its signature would differ")
	for _, wrong := range [][2]string{{v[1], v[0]}, {v[0], v[0]}} {
		_, err := Delta(w.ctx(), w.pool, w.files, w.signer, wrong[0], wrong[1])
		require.True(t, fault.Is(err, fault.Invalid))
	}
	_, err := Delta(w.ctx(), w.pool, w.files, w.signer, v[0], "2030.1.1")
	require.True(t, fault.Is(err, fault.NotFound))
}

// A release that no longer has a record, in which nothing is left, is still a release: partners must hear of it.
func TestEverythingWithdrawn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.corpus()
	first := w.build().Version
	w.exec(`update annotate.pair set state = 'withdrawn', round = 0`)
	r := w.build()
	require.Equal(t, []int{0, 3}, []int{r.Records, r.Withdrawn})
	out := filepath.Join(t.TempDir(), "out")
	_, err := Apply(w.delta(first, r.Version), w.export(first), out, nil)
	require.NoError(t, err)
	all := folder(t, out)
	require.Equal(t, folder(t, w.export(r.Version)), all)
	require.Empty(t, all[pairsFile])
	c, err := Verify(out, w.key.Public())
	require.NoError(t, err)
	require.Empty(t, c.Problems)
}

func TestADeltaThatWasTouchedIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, v := three(w)
	good, prev := w.delta(v[0], v[1]), w.export(v[0])
	for i := 0; i < len(good); i += max(1, len(good)/300) {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		out := filepath.Join(t.TempDir(), "out")
		_, err := Apply(bad, prev, out, w.key.Public())
		require.Error(t, err, "byte %d", i)
		require.NoDirExists(t, out)
	}
	for _, bad := range [][]byte{nil, []byte("\n"), good[:len(good)/2], good[:len(good)-1], append(bytes.Clone(good), '\n')} {
		_, err := Apply(bad, prev, filepath.Join(t.TempDir(), "out"), w.key.Public())
		require.True(t, fault.Is(err, fault.Invalid))
	}
}

func TestADeltaIsRefusedWhereItDoesNotStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, v := three(w)
	d := w.delta(v[1], v[2])
	try := func(prev string) error {
		out := filepath.Join(t.TempDir(), "out")
		_, err := Apply(d, prev, out, w.key.Public())
		require.NoDirExists(t, out)
		return err
	}
	require.ErrorContains(t, try(w.export(v[0])), "增量从版本 "+v[1]+" 开始，文件夹里的是 "+v[0])
	require.ErrorContains(t, try(t.TempDir()), "没有清单")

	damaged := w.export(v[1])
	require.NoError(t, os.WriteFile(filepath.Join(damaged, "data/openai.jsonl"), []byte("x\n"), 0o644))
	require.ErrorContains(t, try(damaged), "上一版不完整")
	require.ErrorContains(t, try(damaged), "data/openai.jsonl")

	beside := w.export(v[1])
	require.NoError(t, os.WriteFile(filepath.Join(beside, "我的笔记.txt"), []byte("x"), 0o644))
	out := filepath.Join(t.TempDir(), "out")
	_, err := Apply(d, beside, out, w.key.Public())
	require.NoError(t, err, "what lies beside the release is not its business")
	require.NoFileExists(t, filepath.Join(out, "我的笔记.txt"))

	stranger := newWorld(t)
	_, err = Apply(d, w.export(v[1]), filepath.Join(t.TempDir(), "out"), stranger.key.Public())
	require.ErrorContains(t, err, "另一把密钥")
}

// A delta that is signed and yet leads elsewhere than its manifest says gives nothing.
func TestADeltaMustLeadToWhatWasSigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, v := three(w)
	body, err := unseal(w.delta(v[0], v[1]), w.key.Public())
	require.NoError(t, err)
	resign := func(body []byte) []byte {
		signature, err := w.key.sign(body)
		require.NoError(t, err)
		return append(bytes.Clone(body), w.key.public.seal(body, signature).bytes()...)
	}
	for name, x := range map[string]struct{ old, new, says string }{
		"a record":        {"（市委编办）", "（市编办）", "与新版清单不符"},
		"its manifest":    {`"op":"file","path":"MANIFEST.json"`, `"op":"file","path":"OTHER.json"`, "没有新版的清单"},
		"its signature":   {`"op":"file","path":"MANIFEST.sig"`, `"op":"file","path":"OTHER.sig"`, "没有新版的清单"},
		"an unknown line": {`"op":"added"`, `"op":"moved"`, "读不懂"},
		"another format":  {deltaFormat, "bianku-delta/7", "请升级"},
		"no header":       {`"op":"delta"`, `"op":"other"`, "第 1 行读不懂"},
		"a broken line":   {`{"op":"added"`, `{"op":"added`, "读不懂"},
	} {
		out := filepath.Join(t.TempDir(), "out")
		changed := strings.Replace(string(body), x.old, x.new, 1)
		require.NotEqual(t, string(body), changed, name)
		_, err := Apply(resign([]byte(changed)), w.export(v[0]), out, nil)
		require.ErrorContains(t, err, x.says, name)
		require.NoDirExists(t, out)
	}
}

func TestApplyWritesOnlyWhereThereIsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, v := three(w)
	d, prev := w.delta(v[0], v[1]), w.export(v[0])
	full := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(full, "x"), nil, 0o644))
	_, err := Apply(d, prev, full, nil)
	require.True(t, fault.Is(err, fault.Conflict))
	require.Len(t, folder(t, full), 1)
	file := filepath.Join(full, "x")
	_, err = Apply(d, prev, file, nil)
	require.True(t, fault.Is(err, fault.Invalid))
	_, err = Apply(d, prev, filepath.Join(file, "below"), nil)
	require.Error(t, err)
	empty := t.TempDir()
	_, err = Apply(d, prev, empty, nil)
	require.NoError(t, err, "an empty folder will do")
}
