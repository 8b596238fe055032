package structure

import "bianku/internal/civil"

// Kind is the kind of document, which decides how it is cut.
type Kind string

const (
	Law     Kind = "law"     // 法律、法规、规章、司法解释 and Party rules with 第X条
	Gongwen Kind = "gongwen" // 公文: 一、（一）1.（1）
	Sanding Kind = "sanding" // "三定"规定, both styles
	Reply   Kind = "reply"   // 批复 and 调整 papers on bodies, posts and quotas
	Journal Kind = "journal" // journal article: opinion, never the 依据 of a rule
	Plain   Kind = "plain"   // everything else
)

// ChunkKind is what a chunk holds.
type ChunkKind string

const (
	Article   ChunkKind = "article"  // 条, or a 款/项 of a long one
	Section   ChunkKind = "section"  // 一、 or （一） of a 公文, a heading's text in a journal
	Duty      ChunkKind = "duty"     // one duty of a 三定
	Division  ChunkKind = "division" // 职责分工 between bodies
	InnerUnit ChunkKind = "unit"     // one 内设机构 with its duties
	Quota     ChunkKind = "quota"    // a paragraph of 编制 and 职数
	TableRow  ChunkKind = "row"      // a table row with its header
	Passage   ChunkKind = "passage"  // paragraphs of a text without structure; a --jsonl row
	Front     ChunkKind = "front"    // title, number, history in front of the body
)

// Chunk is the unit of search and citation. Start and End are runes in the parsed text; the text between them, with
// Lead in front where a lead-in sentence is repeated, is what is indexed.
//
// Address is the stable path: 第二章/第九条/第一款/第（三）项, 二/（一）/1, 二/内设机构/（三）. It is unique in a version and
// survives re-parsing. Label is how a person cites it: 第九条第一款第（三）项, 第二部分第（一）项.
type Chunk struct {
	Seq     int       `json:"seq"` // from 0, reading order
	Kind    ChunkKind `json:"kind"`
	Address string    `json:"address"`
	Label   string    `json:"label"`
	Path    []string  `json:"path"` // headings above it, without the document's title: 第二章 机构设置, 第九条
	Lead    string    `json:"lead,omitempty"`
	Text    string    `json:"text"`
	Start   int       `json:"start"`
	End     int       `json:"end"`
	Page    int       `json:"page,omitempty"`
}

// Field is one element found in the text, with where it stands and how sure we are.
type Field struct {
	Name       string  `json:"name"` // doc_no, issuer, signed_on, printed_on, recipients, secrecy … (DOMAIN §1.2)
	Value      string  `json:"value"`
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Confidence float64 `json:"confidence"` // 0–1
}

// Fact is a number of a 三定 or a reply: {org, unit, type, n}. Quote holds it verbatim, with any 含/另 clause.
type Fact struct {
	Org       string `json:"org"`                 // 云澜市数据局
	Unit      string `json:"unit,omitempty"`      // "" for the body as a whole
	Type      string `json:"type"`                // FactTypes
	Title     string `json:"title,omitempty"`     // of a leader post: 局长, 副局长, 处级领导
	N         int    `json:"n"`                   // a count; for a reply, the change (核减 is negative)
	Delta     bool   `json:"delta,omitempty"`     // N is a change, not a standing number
	Qualifier string `json:"qualifier,omitempty"` // the 含/另/其中 clause, verbatim
	Quote     string `json:"quote"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Chunk     int    `json:"chunk"` // Seq of the chunk that holds it
}

// Fact types (DOMAIN §2).
const (
	QuotaAdmin          = "quota_admin"           // 行政编制
	QuotaPoliticalLegal = "quota_political_legal" // 政法专项编制
	QuotaInstitution    = "quota_institution"     // 事业编制
	QuotaCivilRef       = "quota_civil_ref"       // 参公编制
	QuotaSupport        = "quota_support"         // 工勤编制
	QuotaOther          = "quota"                 // 编制 without a type
	LeaderChief         = "leader_chief"          // 正职: 局长1名
	LeaderDeputy        = "leader_deputy"         // 副职: 副局长3名
	LeaderInner         = "inner_leader_quota"    // 处/科级领导职数
	LeaderOther         = "leader_other"          // 总工程师 and the like
	UnitCount           = "internal_units"        // 内设机构 X 个
)

// Relation is a sentence by which this document acts on another. Proposed until a person confirms.
type Relation struct {
	Type        string     `json:"type"` // basis_of, repeals, repeals_part, amends, revises, replaces, interprets, implements, attached_to, supersedes_org_charter
	TargetTitle string     `json:"target_title,omitempty"`
	TargetDocNo string     `json:"target_doc_no,omitempty"`
	TargetDate  civil.Date `json:"target_date,omitempty"`
	Sentence    string     `json:"sentence"`
	Start       int        `json:"start"`
	End         int        `json:"end"`
}

// Finding is what a person should look at: a rule, a place, what to do. Action quarantine stops the document.
type Finding struct {
	Rule    string `json:"rule"`
	Message string `json:"message"` // plain Chinese
	Action  string `json:"action"`  // note, review, quarantine
	Start   int    `json:"start"`
	End     int    `json:"end"`
}

// Event is a line of the history in a law's header.
type Event struct {
	On   civil.Date `json:"on"`
	Kind string     `json:"kind"` // adopted 通过, promulgated 公布, amended 修正, revised 修订, effective 施行, approved 批准
	Text string     `json:"text"`
}

// Document is a parsed text understood.
type Document struct {
	Kind          Kind       `json:"kind"`
	Title         string     `json:"title"`                 // of the inner text where a notice brings one (Envelope)
	ShortTitle    string     `json:"short_title,omitempty"` // without 中华人民共和国
	DocNo         string     `json:"doc_no,omitempty"`      // canonical: 云编办〔2024〕12号
	Issuer        string     `json:"issuer,omitempty"`
	Org           string     `json:"org,omitempty"`          // of a 三定 or a reply: the body it is about
	SignedOn      civil.Date `json:"signed_on,omitempty"`    // 成文
	PublishedOn   civil.Date `json:"published_on,omitempty"` // 公布 or 印发
	EffectiveFrom civil.Date `json:"effective_from,omitempty"`
	EffectiveTo   civil.Date `json:"effective_to,omitempty"` // first day it is no longer in force (有效期)
	Draft         bool       `json:"draft,omitempty"`        // 征求意见稿
	Envelope      string     `json:"envelope,omitempty"`     // 印发《X》的通知: X, whose text is inside
	History       []Event    `json:"history,omitempty"`
	Fields        []Field    `json:"fields,omitempty"`
	Chunks        []Chunk    `json:"chunks"`
	Facts         []Fact     `json:"facts,omitempty"`
	Relations     []Relation `json:"relations,omitempty"`
	Findings      []Finding  `json:"findings,omitempty"`
}
