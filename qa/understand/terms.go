package understand

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// functionWords are what a question is asked with, not what it is about.
var functionWords = wordSet(`请问 一回事 会怎样 怎样 搞个 搞 咋 啥意思 啥 给一下 给我看看 说的 指哪些 指的 能配 自己 到底 究竟 大概 哪儿 多久 多长 这类 那类 能不能
	请告诉我 告诉我 我想知道 我想问 想问一下 麻烦 查一下 帮我 有没有 是不是 可不可以 要不要 是否 能否 可否
	是多少 有多少 多少 为什么 为何 是什么样 是什么 有什么 什么样 什么时候 什么时间 什么 怎么样 怎么办 怎么 如何 有哪些 是哪些 哪些 哪几个 哪几 哪个 哪一个 哪一 哪家 哪
	谁来 由谁 归谁 谁 几名 几个 几项 几人 几天 几年 几月 几号 几 何时 何种 何 吗 呢 吧 啊 呀 么 的话
	目前 现在 现行 当前 如今 我们 我局 我市 本市 我 你 您 它 他们 这个 那个 这 那 这些 那些 其中 以及 及其
	应该 应当 需要 可以 必须 一般 具体 主要 分别 相关 有关 关于 对于 方面 情况 内容 规定 要求 进行 开展 包括 属于 作为 根据 按照 通过
	的 了 是 在 和 与 或 及 对 为 把 将 被 从 到 向 给 由 要 会 能 让 使 就 都 也 还 又 再 很 最 更 等 着 过 有 以 于 其 之 而 并 且 但 若 如 所 则 即
	一个 一种 一下 时 后 前 中 上 下 里 内 外 个 年 月 日 ？ ? ！ ! ， , 。 、 ； ; ： : “ ” " ' ‘ ’ （ ） ( ) 《 》 〔 〕 [ ] ※ … — -`)

// contentWords hold a character that is a function word when it stands alone: 变更, 职能, 内设. They are kept whole.
var contentWords = wordSet(`变更 更名 更换 更正 更新 职能 功能 能力 内设 内部 编内 外部 编外 对外 外事 涉外 委员会 会议 会同 会商 协会 社会 大会 常委会 理事会 教育委 编委会
	主要负责人 重要 中心 中层 集中 中央 中止 中共 中医 上级 下级 上限 上位 上报 下达 下放 下属 下设 年报 年度 年限 年龄 年检 工作日 日常 日期 生日 节假日 月度 月报 个人 个别
	对象 行为 合并 并入 使用 使命 等级 过渡 超过 以上 以下 以内 不得 提前 前置 先行 后勤 售后 时限 时间 及时 临时 同时 时效 小时 到期 到岗 报到 未到 达到 借到
	方向 定向 转向 向导 从业 从事 给予 供给 理由 自由 由来 就业 就近 归还 还款 返还 偿还 最长 最短 最高 最低 最多 最少 最大 最小 着手 着力 过程 经过 过期 有效 有效期 所有 有限 拥有 有无 占有
	实有 应有 享有 所得 所在 研究所 派出所 管理所 场所 其他 之日 施行之日 即时 如实 将要 被撤 让利 使用权 目的 标的 为期 为民 作为主体 和谐 共和 与会 参与 给付 要件 纲要 简要 必要 需要量
	应急 对口 对账 内控 内容提要 国内 外包 外聘 里程 公里 中介 中标 中期 上线 上网 线上 网上 以上 地下 下级机关 个体 年终 年底 年初 月底 日内 按日 每日 每月 每年 当日 当年 前款 前任 前身 后备 会计 会审 协会 财会`)

// words is a set of words by their first character, the longest first.
type words map[rune][]string

func wordSet(list string) words {
	out := words{}
	for _, w := range strings.Fields(list) {
		r := []rune(w)[0]
		out[r] = append(out[r], w)
	}
	for r := range out {
		slices.SortFunc(out[r], func(a, b string) int { return len(b) - len(a) })
	}
	return out
}

// at returns the longest word of the set that s begins with, "" for none.
func (w words) at(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	for _, x := range w[r] {
		if strings.HasPrefix(s, x) {
			return x
		}
	}
	return ""
}

// Segments are the runs of content words of text, cut at function words, punctuation and white space.
func Segments(text string) []string {
	var (
		out []string
		run strings.Builder
	)
	cut := func() {
		if run.Len() > 0 {
			out = append(out, run.String())
			run.Reset()
		}
	}
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		content, function := contentWords.at(text), functionWords.at(text)
		switch {
		case len(content) > 0 && len(content) >= len(function):
			run.WriteString(content)
			n = len(content)
		case len(function) > 0:
			cut()
			n = len(function)
		case unicode.IsSpace(r):
			cut()
		default:
			run.WriteRune(r)
		}
		text = text[n:]
	}
	cut()
	return out
}

// Grams are the terms that text is compared by: the character bigrams of its content words, runs of letters and digits
// whole, and single characters that stand alone between function words. Bigrams, because no dictionary knows the next body's
// name, and the measured difference to words is small (bigram BM25 .385, words .370 on the statutes).
func Grams(text string) []string {
	var out []string
	for _, s := range Segments(text) {
		out = append(out, grams(s)...)
	}
	return out
}

func grams(segment string) []string {
	var out []string
	runes := []rune(segment)
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && latin(runes[j]) == latin(runes[i]) {
			j++
		}
		switch run := runes[i:j]; {
		case latin(runes[i]) || len(run) == 1:
			out = append(out, strings.ToLower(string(run)))
		default:
			for k := 0; k+1 < len(run); k++ {
				out = append(out, string(run[k:k+2]))
			}
		}
		i = j
	}
	return out
}

func latin(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '%')
}

var topicNoise = regexp.MustCompile(`(?:哪一?个|哪些|什么)(?:内设机构|内设科室|科室|处室|科|处|股)(?:在)?(?:具体)?(?:负责|承担|管理|主管|管|办)?|谁(?:来)?管|总负责|归(?:哪|谁|口)|由(?:哪|谁)|管[，,？?]|负责|牵头|配合|主管|承担|监管|归口|职责分工|分工|部门|单位|管理工作|哪个|协助|管$|区别|不同|定义|含义|意思|概念`)

// topic is the question without bodies, time and the words it is asked with: what it is about.
func topic(m Meaning) string {
	runes := []rune(m.Text)
	for _, b := range m.Bodies {
		for i := b.Start; i < b.End && i < len(runes); i++ {
			runes[i] = '※'
		}
	}
	q := string(runes)
	if m.When.Text != "" {
		q = strings.Replace(q, m.When.Text, "※", 1)
	}
	return TopicOf(q)
}

// TopicOf is what a clause is about, without the words it asks with.
func TopicOf(clause string) string {
	return strings.Join(Segments(topicNoise.ReplaceAllString(clause, "※")), " ")
}
