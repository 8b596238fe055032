package qa

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bianku/internal/auth"
)

const songyuan = `松湾市机关用编管理办法

（2023年2月1日松编〔2023〕2号印发）

第一条　为了规范机关用编管理工作，制定本办法。
第二条　用编计划每年11月30日前报送市委编办。
第三条　松湾市工作部门行政机构的设立、撤销或者变更名称，由市人民政府提出方案，报省人民政府批准。
第四条　血液采集站的设立，由市卫生行政部门审核后报省卫生行政部门批准。
第五条　内设机构的副职按照下列规定核定：
（一）编制5名以下的，不设副职；
（二）编制6名至10名的，设副职1名；
（三）编制11名以上的，设副职2名。
第六条　本办法自2023年3月1日起施行。
`

func labels(a Answer) []string {
	out := []string{}
	for _, c := range a.Citations {
		out = append(out, c.Title+c.Label)
	}
	return out
}

// TestPlaces keeps one city's rules out of the answers about another.
func TestPlaces(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.add("云澜灵活用编.txt", banfa, auth.L1)
	r.add("云澜城新局.txt", chengxin2024, auth.L1)
	r.add("松湾用编.txt", songyuan, auth.L1)
	r.add("松湾城新局.txt", strings.NewReplacer("云澜", "松湾", "云办发", "松办发", "25名", "17名").Replace(chengxin2024), auth.L1)
	ctx := system(t)

	a := r.ask(ctx, "松湾市灵活用编的期限最长几年？")
	assert.Equal(t, Refused, a.Mode, "云澜's rule is none of 松湾: %s", a.Text)
	a = r.ask(ctx, "松湾市灵活用编管理办法第四条说什么")
	assert.Equal(t, Refused, a.Mode, a.Text)
	a = r.ask(ctx, "云澜市灵活用编的期限最长几年？")
	require.NotEqual(t, Refused, a.Mode, a.Text)
	assert.Contains(t, a.Text, "不超过2年")

	a = r.ask(ctx, "用编计划每年什么时候报送？")
	require.NotEqual(t, Refused, a.Mode, a.Text)
	assert.Contains(t, shown(a), "松湾市的规定", "the question names no city: the answer does")
	a = r.ask(ctx, "市城新局行政编制多少名？")
	assert.Equal(t, Refused, a.Mode, a.Text)
	assert.Contains(t, a.Text, "云澜市城新局")
	assert.Contains(t, a.Text, "松湾市城新局")
	assert.Contains(t, r.ask(ctx, "松湾市城新局行政编制多少名？").Text, "17名")

	a = r.ask(ctx, "松湾市新设一个工作部门找谁批？")
	require.NotEqual(t, Refused, a.Mode, a.Text)
	assert.Contains(t, a.Text, "省人民政府批准")
	assert.NotContains(t, a.Text, "血液")
	assert.Contains(t, r.ask(ctx, "松湾市机关用编管理办法第二条").Text, "11月30日前", "a bare citation is a question for the article")
	a = r.ask(ctx, "松湾市内设机构副职怎么核定？")
	assert.Contains(t, a.Text, "不设副职")
	assert.Contains(t, a.Text, "设副职2名", "a scale is told whole: %v", labels(a))
}

const repealing = `云澜市用编统筹规定

（2025年2月1日云编〔2025〕2号印发）

第一条　为了统筹用编，制定本规定。
第二条　本规定自2025年3月1日起施行。云澜市灵活用编管理办法同时废止。
`

// TestDoubtComesFirst: a text that another says is repealed is not told to be in force because nobody has confirmed it.
func TestDoubtComesFirst(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.add("灵活用编管理办法.txt", banfa, auth.L1)
	r.add("统筹规定.txt", strings.Replace(repealing, "云澜市灵活用编管理办法同时", "《云澜市灵活用编管理办法》同时", 1), auth.L1)
	a := r.ask(system(t), "《云澜市灵活用编管理办法》还有效吗？")
	require.NotEqual(t, Refused, a.Mode, a.Text)
	assert.NotContains(t, a.Text, "现行有效，可以引用")
	assert.Contains(t, a.Text, "写明废止")
	assert.Contains(t, labels(a), "云澜市用编统筹规定第二条")
}

// TestTheDayInAnswers: what counted on a day past is said to have counted then, and a refusal about a day to come names no day.
func TestTheDayInAnswers(t *testing.T) {
	t.Parallel()
	r := whole(t)
	ctx := system(t)
	a := r.ask(ctx, "2023年7月1日市城新局行政编制多少名？")
	assert.Contains(t, a.Text, "当时有效")
	assert.NotContains(t, a.Text, "现行有效")
	for _, s := range a.Sentences {
		assert.NotContains(t, s.Text, "依据：", "the grounds are shown by the citations")
	}
	assert.Contains(t, a.Text, "依据：", "and stand in the text")
	a = r.ask(ctx, "市城新局2031年行政编制多少？")
	assert.Equal(t, Refused, a.Mode)
	assert.Empty(t, a.AsOfNote)
	assert.Equal(t, "today", a.AsOfSource)
	assert.NotContains(t, r.ask(ctx, "市城新局新旧三定相比编制有什么变化？").Text, "第六条：第六条")
	a = r.ask(ctx, "帮我起草一份市城新局增设一个科的请示")
	if a.Mode == Refused {
		assert.Contains(t, a.Text, "对话模型")
	}
	for _, l := range labels(a) {
		assert.NotContains(t, l, "批复", "an unrelated paper is no rule for a draft")
	}
}

func TestOwnName(t *testing.T) {
	assert.Equal(t, "市照明局", ownName("路灯维护由市照明局"))
	assert.Equal(t, "市城新局", ownName("市城新局"))
	assert.True(t, envelope.MatchString("已经市政府批准，现予印发，请认真贯彻执行。"))
	assert.False(t, envelope.MatchString("市照明局负责路灯的建设。"))
}

// What the city's bureau does, a district's does not: asked of a district, only its own papers assign.
func TestADistrictIsNotAnsweredForByTheCity(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.add("云澜城新局.txt", chengxin2024, auth.L1)
	ctx := system(t)
	q := "云澜市东湖区由哪个部门负责城市体检和地下管廊的统筹协调？"
	a := r.ask(ctx, q)
	assert.Equal(t, Refused, a.Mode, a.Text)
	assert.Contains(t, r.ask(ctx, "云澜市由哪个部门负责城市体检和地下管廊的统筹协调？").Text, "城新局")

	r.add("东湖城新局.txt", strings.NewReplacer("云澜市城新局", "云澜市东湖区城新局", "市城新局", "区城新局", "云办发", "东办发", "25名", "9名").Replace(chengxin2024), auth.L1)
	a = r.ask(ctx, q)
	require.NotEqual(t, Refused, a.Mode, a.Text)
	assert.Contains(t, a.Text, "东湖区城新局")
	for _, c := range a.Citations {
		assert.Contains(t, c.Title, "东湖区", a.Text)
	}
}

func TestATextOfAnotherPlaceIsNotAnsweredFor(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.add("松湾用编.txt", songyuan, auth.L1)
	ctx := system(t)
	require.NotEqual(t, Refused, r.ask(ctx, "按照《松湾市机关用编管理办法》，用编计划每年什么时候报送？").Mode)
	for _, other := range []string{"云澜市", "松湾省", "松湾市东湖区"} {
		a := r.ask(ctx, "按照《"+other+"机关用编管理办法》，用编计划每年什么时候报送？")
		assert.Equal(t, Refused, a.Mode, "%s: %s", other, a.Text)
	}
}
