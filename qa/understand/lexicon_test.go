package understand

import (
	"testing"

	"github.com/stretchr/testify/require"
)

var bodies = []string{
	"云澜市数据局", "云澜市东湖区数据局", "云澜市教育局", "云澜市市场监督管理局", "云澜市卫生健康委员会", "云澜市人力资源和社会保障局",
	"中共云澜市委机构编制委员会办公室", "云澜市水利局", "云澜市农业农村局", "云澜市大数据中心", "青石镇人民政府", "云澜市西山区教育局",
	"云澜市发展和改革委员会", "云澜市人民政府办公室", "云澜市自然资源和规划局",
}

func TestParseBody(t *testing.T) {
	for name, want := range map[string]Body{
		"云澜市数据局":           {Name: "云澜市数据局", Place: "云澜市", Level: "市", Core: "数据局"},
		"云澜市市场监督管理局":       {Name: "云澜市市场监督管理局", Place: "云澜市", Level: "市", Core: "市场监督管理局"},
		"东湖区数据局":           {Name: "东湖区数据局", Place: "东湖区", Level: "区", Core: "数据局"},
		"市场监督管理局":          {Name: "市场监督管理局", Core: "市场监督管理局"},
		"中共云澜市委机构编制委员会办公室": {Name: "中共云澜市委机构编制委员会办公室", Place: "云澜市", Level: "市", Core: "委机构编制委员会办公室"},
	} {
		require.Equal(t, want, ParseBody(name), name)
	}
}

func TestFindBodies(t *testing.T) {
	l := NewLexicon(bodies)
	for q, want := range map[string][]string{
		"云澜市数据局机关行政编制多少名？": {"云澜市数据局"},
		"市数据局有几名副局长":       {"云澜市数据局"},
		"区数据局有几名副局长":       {"云澜市东湖区数据局"},
		"东湖区数据局的内设机构":      {"云澜市东湖区数据局"},
		"云澜市东湖区数据局的内设机构":   {"云澜市东湖区数据局"},
		"数据局有几名副局长":        {"云澜市东湖区数据局", "云澜市数据局"},
		"市人社局的职责":          {"云澜市人力资源和社会保障局"},
		"卫健委的编制":           {"云澜市卫生健康委员会"},
		"市编办的编制":           {"中共云澜市委机构编制委员会办公室"},
		"市委编办的编制":          {"中共云澜市委机构编制委员会办公室"},
		"云澜市市场监管局的编制":      {"云澜市市场监督管理局"},
		"市市场监管局的编制":        {"云澜市市场监督管理局"},
		"市发改委的编制":          {"云澜市发展和改革委员会"},
		"市政府办公室的编制":        {"云澜市人民政府办公室"},
		"云澜市自然资源和规划局的编制":   {"云澜市自然资源和规划局"},
		"资规局编制":            {"云澜市自然资源和规划局"},
		"青石镇行政编制多少":        {"青石镇人民政府"},
		"云澜数据局编制":          {"云澜市数据局"},
		"请问大数据中心的事业编制是多少？": {"云澜市大数据中心"},
		"数据局局长几名":          {"云澜市东湖区数据局", "云澜市数据局"},
	} {
		known, unknown := l.Find(q)
		require.NotEmpty(t, known, q)
		require.Equal(t, want, known[0].Bodies, q)
		require.Empty(t, unknown, q)
	}
}

func TestFindUnknownBodies(t *testing.T) {
	l := NewLexicon(bodies)
	for q, want := range map[string]string{
		"南岭区数据局有几名副局长":     "南岭区数据局",
		"云澜市海洋局编制多少":       "云澜市海洋局",
		"G县2030年编制计划？":     "G县",
		"云澜市园林绿化管理局的内设机构":  "云澜市园林绿化管理局",
		"云澜市南岭区教育局行政编制多少名": "云澜市南岭区教育局",
	} {
		known, unknown := l.Find(q)
		require.Empty(t, known, q)
		require.Contains(t, unknown, want, q)
	}
}

func TestNoBodyIsInvented(t *testing.T) {
	l := NewLexicon(bodies)
	for _, q := range []string{"设区的市新设一个政府工作部门要谁批？", "什么是机构编制实名制？", "我局想增设一个科，走什么程序？",
		"县级以上地方政府机构编制管理机关的职责", "全市乡镇行政编制合计？", "本市关于事业单位的批复"} {
		known, unknown := l.Find(q)
		require.Empty(t, known, q)
		require.Empty(t, unknown, q)
	}
}

func TestTwoBodies(t *testing.T) {
	known, _ := NewLexicon(bodies).Find("市数据局与东湖区数据局内设机构有何不同？")
	require.Len(t, known, 2)
	require.Equal(t, []string{"云澜市数据局"}, known[0].Bodies)
	require.Equal(t, []string{"云澜市东湖区数据局"}, known[1].Bodies)
}
