package understand

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRegionOf(t *testing.T) {
	for name, want := range map[string]Region{
		"云澜市数据局":              {City: "云澜市"},
		"云澜市东湖区数据局":           {City: "云澜市", District: "东湖区"},
		"北岭县教育局":              {District: "北岭县"},
		"中共松原市委机构编制委员会":       {City: "松原市"},
		"《云澜市机构编制管理办法》":       {City: "云澜市"},
		"海东省云澜市机构编制规定":        {Province: "海东省", City: "云澜市"},
		"城市管理办法":              {},
		"设区的市怎么办":             {},
		"关于加强城市供水工作的通知":       {},
		"机构编制监督检查工作条例":        {},
		"全市乡镇行政编制":            {},
		"开发区管委会的编制":           {},
		"地方各级人民政府机构设置和编制管理条例": {},
		"云澜市市场监督管理局":          {City: "云澜市"},
	} {
		assert.Equal(t, want, RegionOf(name), name)
	}
}

func TestRegionsOfQuestions(t *testing.T) {
	l := NewLexicon(append(bodies, "松原市水利局", "西山区水利局"))
	for q, want := range map[string][]Region{
		"松原市用编办法怎么说的":   {{City: "松原市"}},
		"请问海滨市怎么核定编外人员": {{City: "海滨市"}},
		"我想增设一个科怎么办":    nil,
		"城市供水归谁管":       nil,
		"事业编制能不能给机关用":   nil,
		"增设机构在云澜市找谁批":   {{City: "云澜市"}},
	} {
		assert.Equal(t, want, l.Regions(q), q)
	}
	assert.Equal(t, []Region{{City: "云澜市", District: "东湖区"}}, Read("东湖区数据局能不能借人", l, today).Regions)
	assert.True(t, Region{City: "云澜市"}.Conflicts(Region{City: "松原市"}))
	assert.False(t, Region{City: "云澜市", District: "东湖区"}.Conflicts(Region{City: "云澜市"}))
	assert.Equal(t, []string{"云澜市", "松原市"}, l.Cities())
}

func TestOneBodyUnderTwoNames(t *testing.T) {
	l := NewLexicon([]string{"海滨市北湾区民政局", "北湾区民政局", "海滨市民政局", "南湾区民政局"})
	for _, q := range []string{"北湾区民政局编制", "海滨市北湾区民政局编制"} {
		known, unknown := l.Find(q)
		assert.Empty(t, unknown, q)
		assert.Equal(t, []string{"海滨市北湾区民政局"}, known[0].Bodies, q)
	}
	assert.Equal(t, []string{"海滨市北湾区民政局", "北湾区民政局"}, l.Names("海滨市北湾区民政局"))
	assert.Equal(t, "海滨市北湾区民政局", l.Canonical("北湾区民政局"))
	two := NewLexicon([]string{"甲江市北湾区民政局", "乙河市北湾区民政局", "北湾区民政局"})
	assert.Equal(t, []string{"北湾区民政局"}, two.Names("北湾区民政局"), "whose 北湾区 it is cannot be told")
}
