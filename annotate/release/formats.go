package release

import (
	"fmt"
	"strings"

	"bianku/internal/civil"
)

// systemPrompt is what the chat formats tell the model that it is.
const systemPrompt = "你是机构编制业务助手。只依据给出的文件条文回答，写明依据；依据不足时说明不能回答。"

// licence is how the records name their licence.
const licence = "机构编制语料共享协议（见 LICENSE）"

// alpacaRecord, sharegptRecord and openaiRecord are the formats that training tools read. The id is an extra column; 依据
// and 关联 stand in the citation block at the end of the answer, so that no tool can lose them.
type alpacaRecord struct {
	ID          string     `json:"id"`
	Instruction string     `json:"instruction"`
	Input       string     `json:"input"`
	Output      string     `json:"output"`
	System      string     `json:"system"`
	History     [][]string `json:"history"`
}

type turn struct {
	From  string `json:"from"`
	Value string `json:"value"`
}

type sharegptRecord struct {
	ID            string `json:"id"`
	Conversations []turn `json:"conversations"`
	System        string `json:"system"`
	Tools         string `json:"tools"`
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type openaiRecord struct {
	ID       string    `json:"id"`
	Messages []message `json:"messages"`
}

// cited is the answer with its citation block.
func (it item) cited() string {
	var b strings.Builder
	b.WriteString(it.Answer)
	b.WriteString("\n\n依据：")
	for i, q := range it.Basis {
		fmt.Fprintf(&b, "\n%d. %s：“%s”", i+1, q.cite(), q.Quote)
	}
	if len(it.Links) > 0 {
		b.WriteString("\n关联：")
		for _, l := range it.Links {
			fmt.Fprintf(&b, "\n- %s：%s", linkName(l.Type), l.Title)
		}
	}
	return b.String()
}

// cite is 《云澜市机构编制管理办法》（云澜市人民政府令第18号）第三条.
func (b basisRecord) cite() string {
	s := "《" + b.Title + "》"
	if b.DocNo != "" {
		s += "（" + b.DocNo + "）"
	}
	return s + b.Label
}

func linkName(kind string) string {
	return map[string]string{"related": "相关", "prerequisite": "前提", "contrast": "对比", "supersedes": "取代"}[kind]
}

func (it item) alpaca() any {
	return alpacaRecord{ID: it.ID, Instruction: it.Question, Output: it.cited(), System: systemPrompt, History: [][]string{}}
}

func (it item) sharegpt() any {
	return sharegptRecord{ID: it.ID, Conversations: []turn{{"human", it.Question}, {"gpt", it.cited()}}, System: systemPrompt}
}

func (it item) openai() any {
	return openaiRecord{it.ID, []message{{"system", systemPrompt}, {"user", it.Question}, {"assistant", it.cited()}}}
}

// tc609Record is a record of TC609-5-2025-02: its 11 fields.
type tc609Record struct {
	ID               string          `json:"id"`
	RID              []string        `json:"rid"`
	DataContent      []tc609Content  `json:"data_content"`
	Annotation       tc609Annotation `json:"annotation"`
	OriginalTime     civil.Date      `json:"original_time"`
	LastModifiedTime civil.Date      `json:"last_modified_time"`
	Version          string          `json:"version"`
	License          string          `json:"license"`
	Source           string          `json:"source"`
	SourceDetails    string          `json:"source_details"`
	Generated        int             `json:"generated_data_indicator"`
}

type tc609Content struct {
	MediaType string `json:"media_type"`
	Content   string `json:"content"`
}

type tc609Annotation struct {
	Label            []string `json:"label"`
	AnnotationMethod string   `json:"annotation_method"`
	Annotator        string   `json:"annotator"`
}

func (it item) tc609() any {
	r := tc609Record{ID: it.ID, RID: []string{}, OriginalTime: it.from.draftedOn, LastModifiedTime: it.ApprovedOn, License: licence,
		Version: fmt.Sprint(it.Version), Generated: it.Generated,
		DataContent: []tc609Content{{"text/plain", it.Question}, {"text/plain", it.cited()}},
		Annotation: tc609Annotation{Label: []string{"类型：" + it.TypeName},
			AnnotationMethod: originName(it.from.origin) + "，专家两轮人工审核", Annotator: strings.Join(it.from.signers(), "、")}}
	var titles, details []string
	for _, b := range it.Basis {
		r.Annotation.Label = append(r.Annotation.Label, "依据："+b.cite())
		titles = append(titles, b.cite())
		details = append(details, b.Document+"#"+b.Address)
	}
	for _, l := range it.Links {
		if l.Pair != "" {
			r.RID = append(r.RID, l.Pair)
		}
	}
	r.Source, r.SourceDetails = strings.Join(titles, "；"), strings.Join(details, "；")
	if it.sample() {
		r.SourceDetails += "（虚构的示例文件）"
	}
	return r
}

// sample says whether a document that the pair rests on is invented.
func (it item) sample() bool {
	for _, b := range it.from.basis {
		if b.sample {
			return true
		}
	}
	return false
}

// expert is how a person is called outside: by a number, never by name.
func expert(id int64) string { return fmt.Sprintf("E%05d", id) }

func (c *candidate) signers() (list []string) {
	for _, s := range c.signs {
		list = append(list, expert(s.reviewer))
	}
	return list
}

// provenanceRecord is a line of provenance.jsonl: where a record is from and who answers for it.
type provenanceRecord struct {
	ID            string             `json:"id"`
	Version       int                `json:"version"`
	Origin        string             `json:"origin"`
	Author        string             `json:"author"` // E00012; "" for a rule or a model
	Model         string             `json:"model"`
	PromptVersion string             `json:"prompt_version"`
	DraftedOn     civil.Date         `json:"drafted_on"`
	SignOffs      []signOff          `json:"sign_offs"`
	Warnings      []string           `json:"warnings"` // rules whose warning stood when it was approved
	Sources       []provenanceSource `json:"sources"`
}

type signOff struct {
	Round int        `json:"round"`
	By    string     `json:"by"`
	On    civil.Date `json:"on"`
}

type provenanceSource struct {
	Document    string `json:"document"`
	Title       string `json:"title"`
	DocNo       string `json:"doc_no"`
	FileSHA256  string `json:"file_sha256"`
	SourceClass int    `json:"source_class"`
	Sample      bool   `json:"sample"`
}

func (it item) provenance() any {
	p := provenanceRecord{ID: it.ID, Version: it.Version, Origin: string(it.from.origin), Model: it.from.model, PromptVersion: it.from.prompt,
		DraftedOn: it.from.draftedOn, SignOffs: []signOff{}, Warnings: []string{}, Sources: []provenanceSource{}}
	if it.from.author != 0 {
		p.Author = expert(it.from.author)
	}
	for _, s := range it.from.signs {
		p.SignOffs = append(p.SignOffs, signOff{s.round, expert(s.reviewer), s.on})
	}
	for _, f := range it.from.findings {
		p.Warnings = append(p.Warnings, f.Rule)
	}
	for _, b := range it.from.basis {
		p.Sources = append(p.Sources, provenanceSource{documentID(b.documentID), b.title, b.docNo, b.fileSHA, b.class, b.sample})
	}
	return p
}
