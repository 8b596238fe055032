package sensitivewords

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"bianku/internal/fault"
)

// Limits of an import: far above any official list, far below what would hurt.
const (
	maxImport = 32 << 20 // bytes
	maxWord   = 64       // folded runes
)

// entry is a word read from an import, with its folded form.
type entry struct {
	Word
	folded string
	line   int
}

// readWords reads a list: text with a word a line (# starts a comment), or CSV "word[,class[,action]]" with or without a
// header. class and action hold for rows that name none. UTF-8 and GB18030. The same word twice counts once, the last wins.
func readWords(r io.Reader, class Class, action Action) ([]entry, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxImport+1))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "词表没有读完整，请重新上传。")
	}
	if len(data) > maxImport {
		return nil, fault.New(fault.TooLarge, "词表超过 32 MB，请拆分后分次导入。")
	}
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	rows, err := readRows(text)
	if err != nil {
		return nil, err
	}
	return collect(rows, class, action)
}

// decode reads UTF-8 with or without a byte order mark, else GB18030.
func decode(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if utf8.Valid(data) {
		return string(data), nil
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return "", fault.New(fault.Invalid, "词表的编码既不是 UTF-8 也不是 GB18030，请另存为 UTF-8 后再导入。")
	}
	return string(out), nil
}

type row struct {
	cells []string
	line  int
}

// readRows cuts the text into cells. A list without any comma is text; quotes there are part of the words.
func readRows(text string) (rows []row, err error) {
	if !strings.Contains(text, ",") {
		n := 0
		for line := range strings.Lines(text) {
			n++
			word, _, _ := strings.Cut(line, "#")
			rows = append(rows, row{[]string{word}, n})
		}
		return rows, nil
	}
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord, c.Comment, c.TrimLeadingSpace = -1, '#', true
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "CSV 格式有误：引号没有成对。请用表格软件重新导出。")
		}
		line, _ := c.FieldPos(0)
		rows = append(rows, row{cells, line})
	}
}

func collect(rows []row, class Class, action Action) ([]entry, error) {
	var out []entry
	at := map[string]int{}
	for i, r := range rows {
		if i == 0 && isHeader(r.cells) {
			continue
		}
		e, err := r.entry(class, action)
		if err != nil {
			return nil, err
		}
		if e.Text == "" {
			continue
		}
		if j, ok := at[e.folded]; ok {
			out[j] = e
			continue
		}
		at[e.folded] = len(out)
		out = append(out, e)
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "词表里没有词。请确认文件每行一个词，或第一列是词。")
	}
	return out, nil
}

func isHeader(cells []string) bool {
	switch strings.TrimSpace(cells[0]) {
	case "词", "词语", "敏感词", "关键词", "word":
		return true
	}
	return false
}

func (r row) entry(class Class, action Action) (e entry, err error) {
	cell := func(i int) string {
		if i < len(r.cells) {
			return strings.TrimSpace(r.cells[i])
		}
		return ""
	}
	e = entry{Word: Word{Text: cell(0), Class: class.Code, Action: action}, line: r.line}
	if e.Text == "" {
		return e, nil
	}
	if s := cell(1); s != "" {
		c, err := ParseClass(s)
		if err != nil {
			return e, fault.Newf(fault.Invalid, "第 %d 行：%s", r.line, fault.Message(err))
		}
		e.Class = c.Code
	}
	if s := cell(2); s != "" {
		if e.Action, err = ParseAction(s); err != nil {
			return e, fault.Newf(fault.Invalid, "第 %d 行：%s", r.line, fault.Message(err))
		}
	}
	folded := foldWord(e.Text)
	e.folded = string(folded)
	switch {
	case len(folded) < 2:
		return e, fault.Newf(fault.Invalid, "第 %d 行“%s”：有效字符不足 2 个，会误伤大量正常文字，请改为更具体的词。", r.line, e.Text)
	case len(folded) > maxWord:
		return e, fault.Newf(fault.Invalid, "第 %d 行：词长超过 %d 个字，请确认文件是词表而不是文章。", r.line, maxWord)
	}
	return e, nil
}
