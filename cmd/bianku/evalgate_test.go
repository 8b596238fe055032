package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/eval"
	"bianku/internal/fault"
)

func TestThresholdsOfFileAndFlags(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gate.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"min": {"answers": 0.8, "recall@10": 0.7}, "against": 3, "max_broken": 2}`), 0o600))
	got, err := gateOptions{file: path, min: []string{"answers=0.9"}, max: []string{"p95_ms=500"}}.thresholds(false)
	require.NoError(t, err)
	require.Equal(t, map[string]float64{"answers": 0.9, "recall@10": 0.7}, got.Min, "a flag goes before the file")
	require.Equal(t, map[string]float64{"p95_ms": 500}, got.Max)
	require.EqualValues(t, 3, got.Against)
	require.Equal(t, 2, *got.MaxBroken)

	got, err = gateOptions{file: path, against: 5, maxBroken: 0}.thresholds(true)
	require.NoError(t, err)
	require.EqualValues(t, 5, got.Against)
	require.Zero(t, *got.MaxBroken, "0 that was written is not 0 that was left out")

	_, err = gateOptions{file: path + ".no"}.thresholds(false)
	require.True(t, fault.Is(err, fault.NotFound))
	for _, bad := range []string{"answers", "answers=", "answers=much", "=", ""} {
		_, err = gateOptions{min: []string{bad}}.thresholds(false)
		require.ErrorAs(t, err, &usageError{}, bad)
		_, err = gateOptions{max: []string{bad}}.thresholds(false)
		require.ErrorAs(t, err, &usageError{}, bad)
	}
}

func TestPrintComparison(t *testing.T) {
	var out strings.Builder
	one := func(id string, a, b string) eval.CasePair {
		return eval.CasePair{Question: eval.Question{ID: id, Text: "多少名？"}, A: eval.Outcome{Problem: a}, B: eval.Outcome{Problem: b}}
	}
	printComparison(&out, eval.Comparison{A: eval.Run{ID: 1}, B: eval.Run{ID: 2}, Common: 4, SamePassed: 1, Note: "范围不同。",
		Fixed: []eval.CasePair{one("f", "缺少：17名", "")}, Broken: []eval.CasePair{one("b", "", "引文不符")}, SameFailed: []eval.CasePair{one("s", "应拒未拒", "应拒未拒")},
		Metrics: []eval.MetricPair{{Name: "answers", Label: "答案正确率", A: 0.5, B: 0.25}}})
	got := out.String()
	for _, want := range []string{"注意：范围不同。", "0.500   0.250   -0.250", "改好 1，变坏 1，都没有通过 1", "变坏  b 多少名？（通过 → 引文不符）",
		"改好  f 多少名？（缺少：17名 → 通过）", "都没有通过  s"} {
		require.Contains(t, got, want)
	}
	require.Less(t, strings.Index(got, "变坏  b"), strings.Index(got, "改好  f"), "what got worse comes first")
}

func TestRunNumber(t *testing.T) {
	id, err := runNumber("12")
	require.NoError(t, err)
	require.EqualValues(t, 12, id)
	for _, bad := range []string{"", "0", "-1", "最近"} {
		_, err := runNumber(bad)
		require.ErrorAs(t, err, &usageError{}, bad)
	}
}

func TestOutsideFilesAreOpenedOrNamed(t *testing.T) {
	dir := t.TempDir()
	queries := filepath.Join(dir, "q.jsonl")
	require.NoError(t, os.WriteFile(queries, []byte(`{"id": "a", "text": "多少名？"}`), 0o600))
	qs, err := importOptions{queries: queries}.outside()
	require.NoError(t, err)
	require.Len(t, qs, 1)
	_, err = importOptions{queries: queries, qrels: filepath.Join(dir, "no.tsv")}.outside()
	require.Contains(t, fault.Message(err), "no.tsv")
	_, err = importOptions{queries: queries, split: "dev"}.outside()
	require.ErrorAs(t, err, &usageError{})
	_, err = importOptions{queries: queries, split: "dev=" + filepath.Join(dir, "no.txt")}.outside()
	require.Contains(t, fault.Message(err), "no.txt")
}
