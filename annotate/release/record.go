package release

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"bianku/annotate"
	"bianku/ingest"
	"bianku/internal/civil"
)

// pairRecord is a line of data/pairs.jsonl: the four parts.
type pairRecord struct {
	ID         string        `json:"id"`
	Version    int           `json:"version"`
	Type       int           `json:"type"`
	TypeName   string        `json:"type_name"`
	Question   string        `json:"question"`
	Variants   []string      `json:"variants"`
	Answer     string        `json:"answer"`
	Basis      []basisRecord `json:"basis"`
	Links      []linkRecord  `json:"links"`
	Rule       Rule          `json:"rule"`
	Generated  int           `json:"generated"` // 1: written by a model at first
	ApprovedOn civil.Date    `json:"approved_on"`
}

// basisRecord is 依据. Start and End are runes in the document's text; SHA256 is of the quote as it stands here.
type basisRecord struct {
	Chunk         string        `json:"chunk"`
	Document      string        `json:"document"`
	Title         string        `json:"title"`
	DocNo         string        `json:"doc_no"`
	Address       string        `json:"address"`
	Label         string        `json:"label"`
	Quote         string        `json:"quote"`
	Start         int           `json:"start"`
	End           int           `json:"end"`
	SHA256        string        `json:"sha256"`
	Status        ingest.Status `json:"status"`
	EffectiveFrom civil.Date    `json:"effective_from"`
	EffectiveTo   civil.Date    `json:"effective_to"`
}

// linkRecord is 关联: to a pair of this release or to a document that may be named.
type linkRecord struct {
	Type     string `json:"type"`
	Pair     string `json:"pair,omitempty"`
	Document string `json:"document,omitempty"`
	Title    string `json:"title"`
}

// chunkRecord is a line of data/chunks.jsonl: a text that a basis quotes from.
type chunkRecord struct {
	ID            string        `json:"id"`
	Document      string        `json:"document"`
	Title         string        `json:"title"`
	DocNo         string        `json:"doc_no"`
	Issuer        string        `json:"issuer"`
	Address       string        `json:"address"`
	Label         string        `json:"label"`
	Path          []string      `json:"path"`
	Lead          string        `json:"lead"`
	Text          string        `json:"text"`
	Start         int           `json:"start"`
	End           int           `json:"end"`
	Page          int           `json:"page"`
	SHA256        string        `json:"sha256"`
	Status        ingest.Status `json:"status"`
	EffectiveFrom civil.Date    `json:"effective_from"`
	EffectiveTo   civil.Date    `json:"effective_to"`
	SourceClass   int           `json:"source_class"`
	Sample        bool          `json:"sample"` // an invented document
	Rule          Rule          `json:"rule"`
}

// item is a record with what the other formats and the reports need of its pair.
type item struct {
	pairRecord
	from *candidate
}

// content is what is in a release, ready to be written.
type content struct {
	items   []item
	chunks  []chunkRecord
	held    map[reason]int
	checked int
	masks   map[string]int // mark → how often it was set
}

// refine makes the records of what was gathered: masked, and looked at once more.
func (s *snapshot) refine() *content {
	c := &content{held: s.held, checked: s.checked, masks: map[string]int{}}
	chunks := s.chunkRecords()
	used := map[string]bool{}
	for i := range s.pairs {
		it := s.item(&s.pairs[i], chunks)
		if it.leaks() {
			c.held[personalFound]++
			continue
		}
		for _, b := range it.Basis {
			used[b.Chunk] = true
		}
		c.items = append(c.items, it)
	}
	c.resolveLinks()
	for id, r := range chunks {
		if used[chunkID(id)] {
			c.chunks = append(c.chunks, r)
		}
	}
	slices.SortFunc(c.chunks, func(a, b chunkRecord) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) })
	c.countMasks()
	return c
}

// item is the record of a pair, without its links. The personal data of the documents it rests on is known by the place
// where it stands, and masked in question and answer wherever it is repeated.
func (s *snapshot) item(p *candidate, chunks map[int64]chunkRecord) item {
	known, n := secrets{}, 0
	for _, b := range p.basis {
		known.add(s.texts[b.versionID].runes, s.texts[b.versionID].spans)
	}
	mask := func(text string) string {
		out, m := known.mask(text)
		n += m
		return out
	}
	r := pairRecord{ID: pairID(p.id), Version: p.n, Type: p.kind, TypeName: typeName(p.kind), Question: mask(p.question), Variants: []string{},
		Answer: mask(p.answer), Basis: []basisRecord{}, Links: []linkRecord{}, Rule: PublicL1, ApprovedOn: p.signed}
	for _, v := range p.variants {
		r.Variants = append(r.Variants, mask(v))
	}
	for _, b := range p.basis {
		record, m := s.basis(b)
		n += m
		if c, ok := chunks[b.chunkID]; ok {
			record.Chunk = c.ID
			if c.Rule == Desensitised {
				n++
			}
		}
		r.Basis = append(r.Basis, record)
	}
	if n > 0 {
		r.Rule = Desensitised
	}
	if p.distilled {
		r.Generated = 1
	}
	return item{r, p}
}

func (s *snapshot) basis(b source) (basisRecord, int) {
	t := s.texts[b.versionID]
	quote, n := masked(t.runes, b.start, b.end, t.spans)
	sha, _ := digests([]byte(quote))
	return basisRecord{Document: documentID(b.documentID), Title: b.title, DocNo: b.docNo, Address: b.address, Label: b.label, Quote: quote,
		Start: b.start, End: b.end, SHA256: sha, Status: b.status, EffectiveFrom: b.from, EffectiveTo: b.to}, n
}

// chunkRecords are the records of the chunks that the pairs quote from, by id.
func (s *snapshot) chunkRecords() map[int64]chunkRecord {
	records := map[int64]chunkRecord{}
	for _, p := range s.pairs {
		for _, b := range p.basis {
			if c, ok := s.chunks[b.chunkID]; ok && records[c.ID].ID == "" {
				records[c.ID] = s.chunk(c, b)
			}
		}
	}
	return records
}

func (s *snapshot) chunk(c ingest.Chunk, b source) chunkRecord {
	t := s.texts[b.versionID]
	known := secrets{}
	known.add(t.runes, t.spans)
	lead, n := known.mask(c.Lead)
	body, m := known.mask(c.Text)
	if c.End <= len(t.runes) && string(t.runes[c.Start:c.End]) == c.Text {
		body, m = masked(t.runes, c.Start, c.End, t.spans)
	}
	r := chunkRecord{ID: chunkID(c.ID), Document: documentID(b.documentID), Title: b.title, DocNo: b.docNo, Issuer: b.issuer, Address: c.Address,
		Label: c.Label, Path: append([]string{}, c.Path...), Lead: lead, Text: body, Start: c.Start, End: c.End, Page: c.Page, Status: b.status,
		EffectiveFrom: b.from, EffectiveTo: b.to, SourceClass: b.class, Sample: b.sample, Rule: PublicL1}
	r.SHA256, _ = digests([]byte(body))
	if n+m > 0 {
		r.Rule = Desensitised
	}
	return r
}

// leaks looks for personal data in what is about to leave. Titles are not masked, so a title that holds some ends here.
func (it item) leaks() bool {
	texts := append([]string{it.Question, it.Answer}, it.Variants...)
	for _, b := range it.Basis {
		texts = append(texts, b.Quote, b.Title)
	}
	return slices.ContainsFunc(texts, func(s string) bool { return len(personal(s)) > 0 })
}

// resolveLinks keeps the links to what is in the release or may be named. The others go with their titles.
func (c *content) resolveLinks() {
	questions := make(map[int64]string, len(c.items))
	for _, it := range c.items {
		questions[it.from.id] = it.Question
	}
	for i := range c.items {
		it := &c.items[i]
		for _, l := range it.from.links {
			if q, ok := questions[l.pair]; ok && l.pair != 0 {
				it.Links = append(it.Links, linkRecord{Type: l.kind, Pair: pairID(l.pair), Title: q})
			} else if l.documentOpen && len(personal(l.title)) == 0 {
				it.Links = append(it.Links, linkRecord{Type: l.kind, Document: documentID(l.document), Title: l.title})
			}
		}
	}
}

// countMasks counts the marks that stand in what leaves.
func (c *content) countMasks() {
	count := func(text string) {
		for _, mark := range []string{phoneMark, idMark, mailMark, nameMark} {
			c.masks[mark] += bytes.Count([]byte(text), []byte(mark))
		}
	}
	for _, it := range c.items {
		count(it.Question)
		count(it.Answer)
		for _, b := range it.Basis {
			count(b.Quote)
		}
	}
	for _, ch := range c.chunks {
		count(ch.Text)
	}
}

// line is v in the one form that JSON has here: fields in their order, no blanks, no escapes that need not be.
func line(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("release.line: %w", err)
	}
	return b.Bytes(), nil
}

// typeNames are the 30 kinds of question (DOMAIN §3).
var typeNames = [...]string{"定义", "近义辨析", "现行规定", "内设机构程序", "审批权限", "生效时间", "时点效力", "已被取代的规定",
	"编制数", "领导职数", "计算", "汇总", "数字沿革", "职责归属", "职责冲突", "比较", "版本差异", "编制类型", "违规处理", "条文查询",
	"关系", "列表", "登记", "政策研究", "起草", "多步", "前提有误", "库中无", "涉密或个人", "域外或评价"}

func typeName(n int) string {
	if n < 1 || n > len(typeNames) {
		return "其他"
	}
	return typeNames[n-1]
}

// originName is who first wrote a pair, as shown.
func originName(o annotate.Origin) string {
	return map[annotate.Origin]string{annotate.ByRule: "规则起草", annotate.ByModel: "模型起草", annotate.ByExpert: "专家起草",
		annotate.ByFeedback: "用户反馈", annotate.ByFailure: "评测失败"}[o]
}
