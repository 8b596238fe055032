package understand

import (
	"regexp"
	"strings"
)

// formal writes a question the way the rules below read it: 啥 as 什么, 行政编 as 行政编制, a closing 不 or 没 as 吗. One place for
// the spoken forms, so that not every rule has to know them all. What is asked about is left as it was said.
func formal(q string) string {
	q = spokenWords.Replace(q)
	for _, r := range spokenForms {
		q = r.re.ReplaceAllString(q, r.to)
	}
	return q
}

var spokenWords = strings.NewReplacer(
	"啥时候", "什么时候", "啥时", "什么时候", "多会儿", "什么时候", "为啥", "为什么", "干啥", "做什么", "啥", "什么",
	"咋整", "怎么办", "咋办", "怎么办", "咋样", "怎么样", "咋个", "怎么", "咋", "怎么", "管用", "有效", "作数", "有效", "好使", "有效",
	"编织数", "编制数", "边制", "编制", "编治", "编制", "三订", "三定", "三定方案", "三定规定", "副局常", "副局长", "另导职数", "领导职数",
	"加一块儿", "合计", "加一块", "合计", "加一起", "合计", "拢共", "总共", "统共", "总共",
)

var spokenForms = []struct {
	re *regexp.Regexp
	to string
}{
	{regexp.MustCompile(`(行政|事业|政法专项|政法|工勤|参公|专项)编([^制办]|$)`), "${1}编制$2"},
	{regexp.MustCompile(`(多少|几个|几名|\d个|\d名|[的借给剩])编([^制办委外内码写号入排录成辑者译，]|$)`), "${1}编制$2"},
	{regexp.MustCompile(`(?:了|过)(?:没有|没)[？?]?$`), "了吗？"},
	{regexp.MustCompile(`([^是要能会可行])(?:不|不啦|不呀)[？?]?$`), "${1}吗？"},
	{regexp.MustCompile(`([行成好])不[？?]?$`), "${1}吗？"},
}
