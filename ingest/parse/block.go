package parse

// Kind says what a Block is in the layout of its file.
type Kind string

const (
	Paragraph Kind = "paragraph"
	Heading   Kind = "heading" // marked as a heading by the format itself (Markdown #, DOCX Heading 1, <h2>)
	Row       Kind = "row"     // one row of a table, with its cells and its table's header
)

// Block is one paragraph, heading or table row, in reading order.
//
// Start and End are positions in Result.Text, counted in Unicode code points (runes), End exclusive:
// string([]rune(Text)[Start:End]) == the block's Text.
type Block struct {
	Kind   Kind     `json:"kind"`
	Text   string   `json:"text"`
	Level  int      `json:"level,omitempty"`  // of a Heading: 1 is the highest; 0 where the format gives none
	Page   int      `json:"page,omitempty"`   // from 1; 0 where the format has no pages
	Align  string   `json:"align,omitempty"`  // center, right, "" (DOCX and HTML only; titles and signatures show by it)
	Table  int      `json:"table,omitempty"`  // of a Row: number of its table, from 1
	Cells  []string `json:"cells,omitempty"`  // of a Row
	Header []string `json:"header,omitempty"` // of a Row: the cells of its table's header row, nil for the header itself
	Start  int      `json:"start"`
	End    int      `json:"end"`
}

// Quality is how far the text can be trusted, measured on the text itself (0–1, higher is better, for Score).
type Quality struct {
	Score       float64  `json:"score"`
	Known       float64  `json:"known"`           // share of runes that a Chinese official text has
	Replacement int      `json:"replacement"`     // U+FFFD and private-use runes
	EmptyPages  int      `json:"empty_pages"`     // pages without any text
	Garbled     bool     `json:"garbled"`         // the text must not be trusted: a person has to look
	Notes       []string `json:"notes,omitempty"` // plain Chinese
}

// Result is a file read: its blocks and the text they make.
type Result struct {
	Format  string            `json:"format"` // one of Formats
	Parser  string            `json:"parser"` // which reader gave the text, with its version: "ledongthuc/1", "pdfium/1", …
	Charset string            `json:"charset,omitempty"`
	Title   string            `json:"title,omitempty"` // the format's own title: <title>, core.xml; "" if none
	Meta    map[string]string `json:"meta,omitempty"`  // labels of a web wrapper: 发文字号, 发布日期, 有效性 …
	Pages   int               `json:"pages,omitempty"`
	Text    string            `json:"text"` // the blocks' texts joined by "\n"; all positions refer to it
	Blocks  []Block           `json:"blocks"`
	Quality Quality           `json:"quality"`
}
