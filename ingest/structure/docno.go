package structure

import (
	"regexp"
	"strconv"
	"strings"
)

// DocNo is a 发文字号: 代字, year, number.
type DocNo struct {
	Code string `json:"code"`
	Year int    `json:"year,omitempty"`
	Seq  int    `json:"seq"`
}

// String is the canonical form: 云编办〔2024〕12号, 国务院令第486号.
func (d DocNo) String() string {
	switch {
	case d.Seq == 0:
		return ""
	case d.Year == 0:
		return d.Code + "第" + strconv.Itoa(d.Seq) + "号"
	}
	return d.Code + "〔" + strconv.Itoa(d.Year) + "〕" + strconv.Itoa(d.Seq) + "号"
}

var (
	docNoRE   = regexp.MustCompile(`([\p{Han}]{1,14}(?:（[\p{Han}]{1,4}）)?(?:字|函|通)?) ?〔 ?([12]\d{3}) ?年? ?〕 ?第? ?(\d{1,5}) ?号`)
	docNoPar  = regexp.MustCompile(`([\p{Han}]{1,14}) ?（ ?([12]\d{3}) ?） ?第? ?(\d{1,5}) ?号`)
	orderRE   = regexp.MustCompile(`([\p{Han}、]{1,44}?令) ?（?第 ?(\d{1,4}|[` + numerals + `]{1,6}) ?号`)
	orderBare = regexp.MustCompile(`^([\p{Han}、]{2,44}?令) ?(\d{1,4}) ?号`)
	// before is what may stand in front of a 代字 in running text and is no part of it.
	before = regexp.MustCompile(`^(?:.*(?:根据|依据|依照|按照|遵照|参照|执行|落实|贯彻|印发的?|发布的?|公布的?|下发的?|转发的?|关于|以及|并以|文号为?|字号为?|文件|的|了|号[和及与]?)|[以由在及见])`)
)

// ParseDocNo finds the first 发文字号 in a text.
func ParseDocNo(s string) (DocNo, bool) {
	no, _, _ := findDocNo(fold(s))
	return no, no.Seq > 0
}

// findDocNo returns the first number with its byte range in the folded text.
func findDocNo(s string) (DocNo, int, int) {
	for _, re := range []*regexp.Regexp{docNoRE, docNoPar} {
		if m := re.FindStringSubmatchIndex(s); m != nil {
			code := s[m[2]:m[3]]
			stripped := stripVerbs(code)
			year, _ := strconv.Atoi(s[m[4]:m[5]])
			seq, _ := strconv.Atoi(s[m[6]:m[7]])
			if stripped != "" && seq > 0 {
				return DocNo{Code: stripped, Year: year, Seq: seq}, m[2] + len(code) - len(stripped), m[1]
			}
		}
	}
	for _, re := range []*regexp.Regexp{orderRE, orderBare} {
		if m := re.FindStringSubmatchIndex(s); m != nil {
			seq, ok := ParseNumber(s[m[4]:m[5]])
			code := stripVerbs(s[m[2]:m[3]])
			start := m[2] + len(s[m[2]:m[3]]) - len(code)
			if code = strings.ReplaceAll(code, "中华人民共和国", ""); ok && seq > 0 && runeLen(code) > 1 {
				return DocNo{Code: code, Seq: seq}, start, m[1]
			}
		}
	}
	return DocNo{}, 0, 0
}

// stripVerbs takes 根据 off 根据云编办: a 代字 has no verb.
func stripVerbs(code string) string {
	if loc := before.FindStringIndex(code); loc != nil && loc[1] < len(code) {
		return code[loc[1]:]
	}
	return code
}
