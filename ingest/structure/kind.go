package structure

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	sandingTitle = regexp.MustCompile(`(?:主要职责|职能配置|职责配置|机构职能|职责)[、和,，]?.{0,16}(?:内设机构|机构设置|机构).{0,14}(?:人员)?编制(?:的)?(?:规定|方案|通知)?|“?三定”?(?:规定|方案)(?:的通知)?$`)
	aboutSanding = regexp.MustCompile(`“三定”规定制定|三定.{0,6}(?:办法|实施)`)
	orgMatter    = regexp.MustCompile(`机构|编制|职数|牌子|更名|规格|内设|设立|组建|撤销|划转|隶属`)
	orgAct       = regexp.MustCompile(`核[增减定销].{0,30}(?:编制|职数)|(?:编制|职数).{0,20}(?:核[增减]|收回|划转|调整)|更名为|加挂.{0,30}牌子|机构规格|同意(?:设立|组建|撤销|增设|成立)|(?:收回|划转|划入|调剂|增加|减少).{0,40}编制`)
	adjustTitle  = regexp.MustCompile(`关于(?:同意)?.{0,40}(?:调整|核定|核增|核减|增加|收回|划转|明确|设立|组建|撤销|更名|加挂|增设|划入|成立).{0,60}(?:通知|批复|复函|函|决定)(?:（[^）]*）)?$|关于.{2,60}(?:机构编制|编制|领导职数|内设机构|机构).{0,20}(?:事项|问题|调整)?的(?:通知|批复|复函|函)$`)
	journalMark  = regexp.MustCompile(`^〔?(?:摘 ?要|内容提要|提要|关键词|关键字|作者简介|作者单位|基金项目|中图分类号|文献标识码)〕?(?:[： ]|$)|^〔(?:摘 ?要|内容提要|关键词)〕|^参考文献：?$|^(?:作者|文/|文｜)`)
	judicial     = regexp.MustCompile(`^(?:最高人民法院|最高人民检察院|人民检察院|人民法院)`)
	higherMaker  = regexp.MustCompile(`^(?:国务院|全国人民代表大会|全国人大|中共中央|中央军委|中华人民共和国)`)
)

// kind decides what sort of document this is, and so how it is cut. The inner text of an envelope decides, where there is one.
func (a *analysis) kind(parts []part) Kind {
	main := parts[0]
	title := squash(a.doc.Title)
	if a.doc.Envelope != "" {
		main = parts[1]
		title = squash(a.doc.Envelope)
	}
	c := a.count(main)
	switch {
	case sandingTitle.MatchString(title) && !aboutSanding.MatchString(title) && (c.articles+c.firsts+c.seconds > 0 || c.quotas > 0) && !journalTitle(title):
		return Sanding
	case c.journal > 0 && c.articles < 3 && a.doc.DocNo == "":
		return Journal
	case c.quotas > 0 && c.dutyArticle && c.unitArticle && !amender.MatchString(title): // its title may be lost
		return Sanding
	case c.articles >= 2 && (c.articleOne || c.articles >= 3), c.articles == 1 && c.articleOne && lawEnd.MatchString(title):
		return Law
	case a.isReply(title, main):
		return Reply
	case lawEnd.MatchString(title) && (len(a.doc.History) > 0 || higherMaker.MatchString(title)), judicial.MatchString(title) && titleEnd.MatchString(title):
		return Law
	case amender.MatchString(title) && len(a.doc.History) > 0:
		return Law
	case c.quotas > 0 && (c.units > 1 && (c.firsts == 0 || c.sandingHeads > 0) || c.sandingHeads >= 2):
		return Sanding
	case a.doc.DocNo != "", a.fieldValue("recipients") != "", paperEnd.MatchString(title), c.firsts >= 2, lawEnd.MatchString(title) && c.seconds+c.thirds > 1:
		return Gongwen
	}
	return Plain
}

func journalTitle(title string) bool {
	return strings.HasSuffix(title, "发布") || strings.Contains(title, "研究") || strings.Contains(title, "思考")
}

// counts is how often each sign of a kind occurs in a part.
type counts struct {
	articles, firsts, seconds, thirds, quotas, units, journal, sandingHeads int
	articleOne                                                              bool
	dutyArticle, unitArticle                                                bool // articles on a body's duties and its units
}

var (
	unitHead    = regexp.MustCompile(`^[\p{Han}（）、]{2,24}(?:办公室|处|科|室|局|司|厅|中心|支队|大队|股|部|队|党委)(?:（[^）]*）)?(?:。|$)`)
	sandingHead = regexp.MustCompile(`^(?:职责调整|职能调整|职能转变|主要职责|主要职能|内设机构|机构设置|人员编制|人员编制和领导职数|领导职数|编制和领导职数|其他事项|附则)`)
)

// The articles of a 三定 say X的主要职责是 and X设下列内设机构 of one body; a law's speak of 行政机构 at large.
var (
	dutyArticle = regexp.MustCompile(`(?:局|委|办|厅|部|院|会|室|中心)(?:的)?(?:主要职责|职责)(?:是|为|如下|：)`)
	unitArticle = regexp.MustCompile(`设(?:置|立)?(?:下列|以下|有)?.{0,4}(?:内设机构|职能科室|处室|科室)：?`)
)

func (a *analysis) count(x part) counts {
	var c counts
	for i := x.lo; i < x.hi; i++ {
		l := a.p.lines[i]
		switch l.mark.rank {
		case article:
			c.articles++
			c.articleOne = c.articleOne || l.mark.n == 1
			c.dutyArticle = c.dutyArticle || dutyArticle.MatchString(l.fold)
			c.unitArticle = c.unitArticle || unitArticle.MatchString(l.fold)
		case first:
			c.firsts++
			if sandingHead.MatchString(l.mark.rest) {
				c.sandingHeads++
			}
		case second:
			c.seconds++
			if unitHead.MatchString(l.mark.rest) {
				c.units++
			}
		case third:
			c.thirds++
		}
		if strings.Contains(l.fold, "编制") && quotaRE.MatchString(l.fold) {
			c.quotas++
		}
		if isJournalMark(l) {
			c.journal++
		}
	}
	for i := range min(x.lo, len(a.p.lines)) { // the abstract may stand in the head
		if isJournalMark(a.p.lines[i]) {
			c.journal++
		}
	}
	return c
}

// isJournalMark says whether a line is the abstract, the keywords or the like. Numbered lines are none, and are most of
// what is asked.
func isJournalMark(l line) bool {
	if l.mark.rank != noMark || l.fold == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(l.fold)
	return strings.ContainsRune("〔摘内提关作基中文参", r) && journalMark.MatchString(l.fold)
}

// isReply recognises 批复 and 调整 papers on bodies, posts and quotas; other 批复 are plain 公文.
func (a *analysis) isReply(title string, x part) bool {
	about := strings.HasSuffix(title, "批复") && orgMatter.MatchString(title) || adjustTitle.MatchString(title) && orgMatter.MatchString(title)
	if !about || judicial.MatchString(title) || strings.Contains(title, "组成人员") {
		return false
	}
	for i := x.lo; i < x.hi; i++ {
		if orgAct.MatchString(a.p.lines[i].fold) {
			return true
		}
	}
	return strings.HasSuffix(title, "批复")
}

func (a *analysis) fieldValue(name string) string {
	for _, f := range a.doc.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}
