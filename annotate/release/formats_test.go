package release

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// lines decodes a JSON Lines file.
func lines(t *testing.T, text string) (list []map[string]any) {
	t.Helper()
	for _, l := range strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n") {
		var v map[string]any
		require.NoError(t, json.Unmarshal([]byte(l), &v))
		list = append(list, v)
	}
	return list
}

func decoded(t *testing.T, text string) (v map[string]any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), &v))
	return v
}

func keys(v map[string]any) (list []string) {
	for k := range v {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// packed is every file of a release in which one pair is a model's, edited by an expert since.
func packed(t *testing.T) (corpus, map[string]string) {
	t.Helper()
	w := newWorld(t)
	c := w.corpus()
	w.exec(`update annotate.pair_version set model = '某模型', prompt_version = 'p1' where pair_id = $1`, c.how)
	w.exec(`update annotate.pair set origin = 'model' where id = $1`, c.how)
	w.version(c.how, 2, "市级行政机构的设立由谁批准？", "由市人民政府提出方案，报省人民政府批准。", c.open, "由市人民政府提出方案，报省人民政府批准")
	w.exec(`update annotate.pair_version set author_id = 3, author = '何起草', findings = '[{"rule":"near_duplicate","level":"warning"}]' where pair_id = $1 and n = 2`, c.how)
	w.exec(`update annotate.pair_version set variants = '{编制日常管理归谁,"问王小明（13800001234）"}' where pair_id = $1`, c.who)
	w.exec(`update ingest.document set sample = true where id = $1`, c.contact.id)
	return c, folder(t, w.export(w.build().Version))
}

const citedAnswer = "由市机构编制委员会办公室负责。\n\n依据：\n1. 《云澜市机构编制管理办法》（云澜市人民政府令第18号）第二条：“市机构编制委员会办公室负责全市机构编制的日常管理工作”" +
	"\n关联：\n- 相关：市级行政机构的设立由谁批准？\n- 相关：云澜市机构编制管理办法"

// The training formats never drop 依据 and 关联.
func TestTrainingFormatsKeepTheGrounds(t *testing.T) {
	t.Parallel()
	c, all := packed(t)
	alpaca, share, open := lines(t, all["data/alpaca.jsonl"]), lines(t, all["data/sharegpt.jsonl"]), lines(t, all["data/openai.jsonl"])
	require.Equal(t, []string{"history", "id", "input", "instruction", "output", "system"}, keys(alpaca[0]))
	require.Equal(t, pairID(c.who), alpaca[0]["id"])
	require.Equal(t, "全市机构编制的日常管理由谁负责？", alpaca[0]["instruction"])
	require.Equal(t, citedAnswer, alpaca[0]["output"])
	require.Equal(t, []any{map[string]any{"from": "human", "value": alpaca[0]["instruction"]}, map[string]any{"from": "gpt", "value": citedAnswer}}, share[0]["conversations"])
	require.Equal(t, []any{map[string]any{"role": "system", "content": systemPrompt}, map[string]any{"role": "user", "content": alpaca[0]["instruction"]},
		map[string]any{"role": "assistant", "content": citedAnswer}}, open[0]["messages"])
	for _, f := range [][]map[string]any{alpaca, share, open} {
		require.Len(t, f, 3)
	}
}

// Every column that dataset_info.json names is there.
func TestDatasetInfoNamesWhatIsThere(t *testing.T) {
	t.Parallel()
	_, all := packed(t)
	for name, v := range decoded(t, all["dataset_info.json"]) {
		info := v.(map[string]any)
		rows := lines(t, all[info["file_name"].(string)])
		for _, col := range info["columns"].(map[string]any) {
			require.Contains(t, rows[0], col, name)
		}
		tags, ok := info["tags"].(map[string]any)
		if !ok {
			continue
		}
		turns := rows[0][info["columns"].(map[string]any)["messages"].(string)].([]any)
		for _, turn := range turns {
			require.Contains(t, turn, tags["role_tag"], name)
			require.Contains(t, turn, tags["content_tag"], name)
			require.Contains(t, []any{tags["user_tag"], tags["assistant_tag"], tags["system_tag"]}, turn.(map[string]any)[tags["role_tag"].(string)], name)
		}
	}
}

func TestTC609HasElevenFieldsAndTheRightIndicator(t *testing.T) {
	t.Parallel()
	c, all := packed(t)
	rows := lines(t, all["data/tc609.jsonl"])
	require.Equal(t, []string{"annotation", "data_content", "generated_data_indicator", "id", "last_modified_time", "license", "original_time", "rid",
		"source", "source_details", "version"}, keys(rows[0]))
	generated := map[any]any{}
	for _, r := range rows {
		generated[r["id"]] = r["generated_data_indicator"]
	}
	require.Equal(t, map[any]any{pairID(c.who): 0.0, pairID(c.how): 1.0, pairID(c.tell): 0.0}, generated, "a model wrote it first, whoever has edited it since")
	require.Equal(t, []any{pairID(c.how)}, rows[0]["rid"])
	require.Equal(t, "2026-11-19", rows[0]["original_time"])
	require.Equal(t, "2026-11-20", rows[0]["last_modified_time"])
	note := rows[0]["annotation"].(map[string]any)
	require.Equal(t, []any{"类型：现行规定", "依据：《云澜市机构编制管理办法》（云澜市人民政府令第18号）第二条"}, note["label"])
	require.Equal(t, "规则起草，专家两轮人工审核", note["annotation_method"])
	require.Equal(t, "E00007、E00009", note["annotator"])
	require.Contains(t, rows[2]["source_details"], "虚构")
	require.NotContains(t, rows[0]["source_details"], "虚构")
	for i, r := range lines(t, all[pairsFile]) {
		require.Equal(t, r["generated"], rows[i]["generated_data_indicator"], "the indicator is one in all files")
	}
}

func TestProvenanceNamesNobody(t *testing.T) {
	t.Parallel()
	c, all := packed(t)
	rows := lines(t, all["provenance.jsonl"])
	require.Equal(t, pairID(c.how), rows[1]["id"])
	require.Equal(t, "E00003", rows[1]["author"])
	require.Equal(t, "model", rows[1]["origin"])
	require.Equal(t, []any{"near_duplicate"}, rows[1]["warnings"])
	require.Equal(t, []any{map[string]any{"round": 1.0, "by": "E00007", "on": "2026-11-20"}, map[string]any{"round": 2.0, "by": "E00009", "on": "2026-11-20"}}, rows[1]["sign_offs"])
	require.Equal(t, true, rows[2]["sources"].([]any)[0].(map[string]any)["sample"])
	for path, data := range all {
		require.NotContains(t, data, "何起草", path)
	}
	require.Equal(t, []any{"编制日常管理归谁", "问王小明（【电话】）"}, lines(t, all[pairsFile])[0]["variants"], "a name is known only by the paper that gives it")
	require.Equal(t, "desensitised", lines(t, all[pairsFile])[0]["rule"])
}

// schema.json says of the two main files exactly what is in them, field by field.
func TestRecordsFollowTheSchema(t *testing.T) {
	t.Parallel()
	_, all := packed(t)
	doc := decoded(t, all["schema.json"])
	for path, ref := range doc["files"].(map[string]any) {
		name := strings.TrimPrefix(ref.(map[string]any)["$ref"].(string), "#/$defs/")
		def := doc["$defs"].(map[string]any)[name].(map[string]any)
		for _, row := range lines(t, all[path]) {
			follows(t, path, def, row)
		}
	}
}

// follows checks v against the few words of JSON Schema that schema.json uses.
func follows(t *testing.T, at string, schema map[string]any, v any) {
	t.Helper()
	if allowed, ok := schema["enum"].([]any); ok {
		require.Contains(t, allowed, v, at)
	}
	if form, ok := schema["pattern"].(string); ok {
		require.Regexp(t, regexp.MustCompile(form), v, at)
	}
	switch schema["type"] {
	case "object":
		row, ok := v.(map[string]any)
		require.True(t, ok, at)
		properties := schema["properties"].(map[string]any)
		for _, k := range schema["required"].([]any) {
			require.Contains(t, row, k, at)
		}
		for k, x := range row {
			require.Contains(t, properties, k, at)
			follows(t, at+"."+k, properties[k].(map[string]any), x)
		}
	case "array":
		for _, x := range v.([]any) {
			follows(t, at+"[]", schema["items"].(map[string]any), x)
		}
	case "string":
		require.IsType(t, "", v, at)
	case "integer":
		require.Equal(t, v.(float64), float64(int(v.(float64))), at)
	case "boolean":
		require.IsType(t, true, v, at)
	default:
		t.Fatalf("%s: type %v", at, schema["type"])
	}
}

// croissant.json is what Croissant 1.0 asks for: a context that knows every term, files with their digests, fields with sources.
func TestCroissantDescribesTheFiles(t *testing.T) {
	t.Parallel()
	_, all := packed(t)
	doc := decoded(t, all["croissant.json"])
	require.Equal(t, "http://mlcommons.org/croissant/1.0", doc["conformsTo"])
	for _, k := range []string{"@context", "@type", "name", "description", "license", "url", "version", "datePublished", "distribution", "recordSet"} {
		require.NotEmpty(t, doc[k], k)
	}
	seen := map[any]bool{}
	for _, f := range doc["distribution"].([]any) {
		file := f.(map[string]any)
		path := file["contentUrl"].(string)
		sha, _ := digests([]byte(all[path]))
		require.Equal(t, sha, file["sha256"], path)
		seen[file["@id"]] = true
	}
	require.Len(t, seen, len(all)-3, "all but itself, the manifest and its signature")
	ids := map[any]bool{}
	for _, s := range doc["recordSet"].([]any) {
		set := s.(map[string]any)
		for _, f := range set["field"].([]any) {
			field := f.(map[string]any)
			require.False(t, ids[field["@id"]])
			ids[field["@id"]] = true
			source := field["source"].(map[string]any)
			path := source["fileObject"].(map[string]any)["@id"]
			require.True(t, seen[path])
			require.Contains(t, lines(t, all[path.(string)])[0], source["extract"].(map[string]any)["column"])
		}
		require.True(t, ids[set["key"].(map[string]any)["@id"]], "the key is a field")
	}
}

func TestTheCardHasItsHeadAndSections(t *testing.T) {
	t.Parallel()
	_, all := packed(t)
	card := all["README.md"]
	head, body, ok := strings.Cut(strings.TrimPrefix(card, "---\n"), "\n---\n")
	require.True(t, ok)
	require.Contains(t, head, `version: "2026.11.1"`)
	require.Contains(t, head, "- n<1K")
	for _, file := range regexp.MustCompile(`data_files: (\S+)`).FindAllStringSubmatch(head, -1) {
		require.Contains(t, all, file[1])
	}
	at := 0
	for _, section := range []string{"## 0101 基本信息", "## 0102 内容特征", "## 0103 建设过程", "## 0104 应用说明"} {
		i := strings.Index(body, section)
		require.Greater(t, i, at, section)
		at = i
	}
	require.Contains(t, body, "1 条记录依据虚构的示例文件")
	require.Contains(t, body, "| 现行规定 | 3 |")
	require.Contains(t, body, "由模型起草的 1 条")
	require.NotContains(t, card, "{{")
	require.NotContains(t, card, "<no value>")
	require.Contains(t, all["LICENSE"], "机构编制语料共享协议")
}

func TestTheQualityReportAddsUp(t *testing.T) {
	t.Parallel()
	_, all := packed(t)
	var q quality
	require.NoError(t, json.Unmarshal([]byte(all["quality_report.json"]), &q))
	sum := func(list []tally) (n int) {
		for _, x := range list {
			require.NotEmpty(t, x.Label, x.Name)
			n += x.Count
		}
		return n
	}
	require.Equal(t, q.Records, sum(q.ByType))
	require.Equal(t, q.Records, sum(q.ByOrigin))
	require.Equal(t, q.Records, sum(q.ByRule))
	require.Equal(t, q.Quotes, sum(q.ByStatus))
	require.Equal(t, q.Approved, q.Records+sum(q.HeldBack))
	require.Equal(t, []int{1, 1, 3}, []int{q.Generated, q.Sample, q.Chunks})
	for _, c := range q.Checks {
		require.Equal(t, c.Checked, c.Passed, c.Name)
	}
}

func TestEveryNameHasItsChinese(t *testing.T) {
	for _, s := range []State{Building, Ready, Failed} {
		require.Regexp(t, `\p{Han}`, s.Chinese())
	}
	for _, r := range Rules {
		require.Regexp(t, `\p{Han}`, r.Chinese())
	}
	for n := 1; n <= 30; n++ {
		require.Regexp(t, `\p{Han}`, typeName(n))
	}
	require.Equal(t, "其他", typeName(31))
	require.Equal(t, "duplicate_question", label("duplicate_question"))
	require.Equal(t, 11, reflect.TypeFor[tc609Record]().NumField())
	for name, want := range map[string]string{"a.jsonl": "application/jsonlines", "MANIFEST.sig": "application/json", "x.zip": "application/zip",
		"README.md": "text/markdown; charset=utf-8", "LICENSE": "text/plain; charset=utf-8", "PUBLIC_KEY.pem": "application/x-pem-file"} {
		require.Equal(t, want, MediaType(name))
	}
}
