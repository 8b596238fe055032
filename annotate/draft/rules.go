package draft

import (
	"slices"
	"strings"

	"bianku/ingest/structure"
)

// sentenceRules read one sentence of an article each, the surest first. A sentence gives what the first rules that fit
// give, an article at most perArticle.
var sentenceRules = []func(*Material, sentence) (asked, bool){
	defined, contrasted, listed, scoped, founded, explained, starting, expiring,
	keptApart, approved, deadline, dated, frequent, limited, lasting, forbidden, liable, principled, inChargeOf, allowed,
}

// perArticle keeps one article from being asked about in every way its grammar allows.
const perArticle = 3

// ruleNames are shown to the expert as where a draft comes from.
var ruleNames = map[string]string{
	"definition": "定义", "contrast": "概念辨析", "list": "分项列举", "cases": "情形列举", "approval": "审批权限", "deadline": "办理时限",
	"frequency": "周期", "limit": "限额和标准", "forbidden": "禁止性规定", "apart": "编制类别", "allowed": "授权性规定", "liability": "责任追究", "condition": "条件和处理",
	"charge": "主管单位", "principle": "原则", "scope": "适用范围", "basis": "制定依据", "explain": "解释权", "effect": "施行日期和有效期", "repeal": "废止",
	"rank": "机构性质和规格", "duties": "主要职责", "duty": "职责归属", "shift": "职能转变", "division": "职责分工", "share": "职责分工中的归属",
	"units": "内设机构设置", "unit": "内设机构职责", "unit-duty": "内设机构归属", "figure": "编制数", "leaders": "领导职数",
	"reply": "批复内容", "change": "机构编制调整", "section": "通知事项", "lead": "牵头和配合", "row": "表格数据", "amend": "修改内容", "opinion": "研究观点", "model": "模型起草",
}

// Plan drafts what the rules find in one version, in reading order, no question twice.
func Plan(m *Material) []Draft {
	var out []Draft
	switch m.kind() {
	case structure.Journal:
		out = m.opinionDrafts()
	case structure.Law:
		out = m.articleDrafts()
	case structure.Sanding:
		out = append(m.charterDrafts(), m.articleDrafts()...)
	case structure.Reply:
		out = append(m.replyDrafts(), m.rowDrafts()...)
	default:
		out = append(append(m.paperDrafts(), m.articleDrafts()...), m.rowDrafts()...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(d Draft) bool {
		again := seen[d.Question] || !presentable(d)
		seen[d.Question] = true
		return again
	})
}

// planned is Plan, kept.
func (m *Material) planned() []Draft {
	if m.plan == nil {
		m.plan = append([]Draft{}, Plan(m)...)
	}
	return m.plan
}

// presentable is the last look before a draft is shown to anybody: a question of a person's length without a broken
// bracket, an answer that is more than a heading and less than a document.
func presentable(d Draft) bool {
	q := strings.TrimSuffix(d.Question, "？")
	return len(d.Basis) > 0 && runeLen(q) >= 4 && runeLen(q) <= 90 && balanced(q) && !strings.Contains(q, "…") &&
		runeLen(d.Answer) >= 12 && runeLen(d.Answer) <= 2600
}

func (m *Material) articleDrafts() (out []Draft) {
	for _, a := range m.articles() {
		if slices.Contains([]structure.ChunkKind{structure.Duty, structure.Division, structure.InnerUnit, structure.Quota}, a.kind) {
			continue
		}
		out = append(out, m.articleDraft(&a)...)
	}
	return out
}

func (m *Material) articleDraft(a *article) []Draft {
	out := defineItems(m, *a)
	for _, s := range a.sentences() {
		if unclear.MatchString(s.text) {
			continue
		}
		out = append(out, repealing(m, s)...)
		if d, ok := m.amendedEffect(s); ok {
			out = append(out, d)
		}
		found := 0
		for _, rule := range sentenceRules {
			if got, ok := rule(m, s); ok && len(out) < perArticle && found < 2 {
				out, found = append(out, m.of(s, got)), found+1
			}
		}
		if got, ok := conditional(m, s); ok && found == 0 && len(out) < perArticle {
			out = append(out, m.of(s, got))
		}
	}
	return out
}
