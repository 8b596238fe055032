package release

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Personal data as it stands in public papers: a contact's name, telephone, e-mail, an identity number.
const (
	phoneMark = "【电话】"
	idMark    = "【证件号】"
	mailMark  = "【邮箱】"
	nameMark  = "【姓名】"
)

// patterns find personal data in folded text. The first group is what is masked.
var patterns = []struct {
	mark string
	re   *regexp.Regexp
}{
	{mailMark, regexp.MustCompile(`([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})`)},
	{idMark, regexp.MustCompile(`(?:^|[^0-9])([1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx])`)},
	{idMark, regexp.MustCompile(`身份证(?:件)?(?:号码?)?[^0-9\n]{0,4}(\d{15}|\d{17}[0-9Xx])`)},
	{phoneMark, regexp.MustCompile(`(?:^|[^0-9])(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?:$|[^0-9])`)},
	{phoneMark, regexp.MustCompile(`(?:^|[^0-9])((?:\(0\d{2,3}\)|0\d{2,3})[- ]?[2-9]\d{6,7}(?:[-转]\d{1,6})?)(?:$|[^0-9])`)},
	{phoneMark, regexp.MustCompile(`(?:^|[^0-9])([48]00-?\d{3}-?\d{4})(?:$|[^0-9])`)},
	{phoneMark, regexp.MustCompile(`(?:电话|传真|手机|联系方式|座机)[^0-9\n]{0,6}([2-9]\d{6,7}(?:[-转]\d{1,6})?)(?:$|[^0-9])`)},
}

// contact finds what stands behind 联系人 and its like; names are then taken from it one by one.
var contact = regexp.MustCompile(`(?:联系人员?|经办人员?|承办人员?|联络员|咨询人)(?:姓名|及联系方式|及电话|及联系电话)?(?: *[:：] *| +|为|是)([^\n。；;]{2,60})`)

// surname starts a Chinese name: the commonest, single and double.
const surnames = `赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关蒯相查荆红游竺权肖`

var (
	doubleSurname = regexp.MustCompile(`^(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|夏侯|端木)`)
	nameEnd       = regexp.MustCompile(`(?:联系|电话|手机|传真|邮箱|地址|微信|办公|单位|职务|为|是|和|与|及|或)`)
	notAName      = regexp.MustCompile(`(?:处|科|室|局|委|部|办|组|中心|单位|部门|机关|人员|名单|方式)$`)
)

// span is a piece of personal data, in runes.
type span struct {
	start, end int
	mark       string
}

// personal finds the personal data of text, in order and without overlaps.
func personal(text string) []span {
	folded := fold(text)
	var found []span
	for _, p := range patterns {
		for from := 0; from < len(folded); {
			m := p.re.FindStringSubmatchIndex(folded[from:])
			if m == nil {
				break
			}
			found = append(found, span{from + m[2], from + m[3], p.mark})
			from += m[3] // what follows the number may be the border of the next
		}
	}
	found = append(found, contacts(folded)...)
	return inRunes(folded, merge(found))
}

// contacts are the names behind 联系人, as bytes of folded.
func contacts(folded string) (found []span) {
	for _, m := range contact.FindAllStringSubmatchIndex(folded, -1) {
		at := m[2]
		for _, part := range strings.SplitAfter(folded[m[2]:m[3]], "、") {
			s, e, ok := leadingName(part)
			if !ok {
				break // after something that is no name come no names
			}
			found = append(found, span{at + s, at + e, nameMark})
			at += len(part)
		}
	}
	return found
}

// leadingName is where the name that part starts with stands.
func leadingName(part string) (start, end int, ok bool) {
	start = len(part) - len(strings.TrimLeft(part, " "))
	rest := part[start:]
	run := rest[:len(rest)-len(strings.TrimLeftFunc(rest, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff || r == '·' }))]
	if cut := nameEnd.FindStringIndex(run); cut != nil && cut[0] > 0 {
		run = run[:cut[0]]
	}
	n := utf8.RuneCountInString(run)
	if n == 1 && strings.Contains(surnames, run) { // 张 三: names of two characters are set with a blank
		tail := strings.TrimLeft(rest[len(run):], " ")
		if next, size := utf8.DecodeRuneInString(tail); next >= 0x4e00 && next <= 0x9fff && len(tail) < len(rest)-len(run) {
			return start, start + len(rest) - len(tail) + size, true
		}
	}
	first, size := utf8.DecodeRuneInString(run)
	known := n >= 2 && (strings.ContainsRune(surnames, first) && size > 1 || doubleSurname.MatchString(run))
	if !known || n > 4 || notAName.MatchString(run) {
		return 0, 0, false
	}
	return start, start + len(run), true
}

// fold makes full-width digits, letters and signs half-width, and all blanks and dashes one, rune by rune.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～' && r != '：' && r != '；':
			return r - 0xfee0
		case r == '　' || r == '\t' || r == '\u00a0':
			return ' '
		case r == '—' || r == '–' || r == '‐' || r == '−':
			return '-'
		}
		return r
	}, text)
}

// merge sorts spans; what overlaps becomes one.
func merge(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && s.start < out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
			continue
		}
		out = append(out, s)
	}
	return out
}

// inRunes turns byte positions of text into positions in runes. fold keeps the number of runes, not of bytes.
func inRunes(text string, spans []span) []span {
	at, runes := 0, 0
	for i := range spans {
		runes += utf8.RuneCountInString(text[at:spans[i].start])
		at, spans[i].start = spans[i].start, runes
		runes += utf8.RuneCountInString(text[at:spans[i].end])
		at, spans[i].end = spans[i].end, runes
	}
	return spans
}

// masked is the text between the runes start and end, with the spans replaced by their marks, and how many there were.
func masked(text []rune, start, end int, spans []span) (string, int) {
	var b strings.Builder
	at, n := start, 0
	for _, s := range spans {
		if s.end <= start || s.start >= end {
			continue
		}
		if s.start > at {
			b.WriteString(string(text[at:s.start]))
		}
		b.WriteString(s.mark)
		at = min(s.end, end)
		n++
	}
	b.WriteString(string(text[at:end]))
	return b.String(), n
}

// secrets are the personal data of some texts, by what is written: they are masked wherever a question or an answer
// repeats them without the words that gave them away.
type secrets map[string]string

func (s secrets) add(text []rune, spans []span) {
	for _, p := range spans {
		if v := strings.TrimSpace(string(text[p.start:p.end])); utf8.RuneCountInString(v) >= 2 {
			s[v] = p.mark
		}
	}
}

// mask masks the personal data of a text that is not of a document, and counts it.
func (s secrets) mask(text string) (string, int) {
	runes := []rune(text)
	out, n := masked(runes, 0, len(runes), personal(text))
	for _, v := range slices.SortedFunc(maps.Keys(s), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }) {
		n += strings.Count(out, v)
		out = strings.ReplaceAll(out, v, s[v])
	}
	return out, n
}
