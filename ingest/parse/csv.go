package parse

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"bianku/internal/fault"
)

// parseCSV reads a table whose fields are parted by commas, tabs, semicolons or bars.
func parseCSV(text string) (*Result, error) {
	comma := delimiter(text, ",\t;|")
	if comma == 0 {
		return parseText(text), nil
	}
	rows, err := csvRows(text, comma)
	if err != nil {
		return nil, err
	}
	var b builder
	b.sheet(rows, nil)
	return b.result("csv/1"), nil
}

// csvRows reads the records. A quote that is never closed swallows all that follows; then quotes are taken as they stand.
func csvRows(text string, comma rune) ([]sheetRow, error) {
	in := csv.NewReader(strings.NewReader(newlines.Replace(text)))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = comma, -1, true, true
	var rows []sheetRow
	for cells, n, below := 0, 0, 1; ; {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("表格第%d行无法读取，请检查引号和分隔符后重新上传。", len(rows)+1))
		}
		for _, c := range record {
			if strings.Count(c, "\n") > 50 && strings.ContainsRune(c, comma) {
				return plainRows(text, comma)
			}
		}
		// A record counts as one row however many lines it takes; empty lines between records count.
		line, _ := in.FieldPos(0)
		n += 1 + line - below
		below = line + 1 + strings.Count(strings.Join(record, ""), "\n")
		cells += len(record)
		if len(rows) >= maxRows || cells > maxCells {
			return nil, tooManyRows()
		}
		rows = append(rows, sheetRow{n: n, cells: append([]string(nil), record...)})
	}
}

func plainRows(text string, comma rune) ([]sheetRow, error) {
	var rows []sheetRow
	cells := 0
	for i, line := range splitLines(text) {
		fields := strings.Split(line, string(comma))
		cells += len(fields)
		if len(rows) >= maxRows || cells > maxCells {
			return nil, tooManyRows()
		}
		rows = append(rows, sheetRow{n: i + 1, cells: fields})
	}
	return rows, nil
}

func tooManyRows() error {
	return fault.Newf(fault.TooLarge, "表格超过%d万行或%d万个单元格，请拆分后再上传。", maxRows/10000, maxCells/10000)
}

// delimiter is the candidate that parts the first lines most evenly, 0 where none does: two fields at least in most lines.
func delimiter(text, candidates string) (best rune) {
	score := 0.0
	lines := firstLines(text, 30)
	for _, c := range candidates {
		count, most := map[int]int{}, 0
		for _, l := range lines {
			count[outside(l, c)]++
		}
		for n, times := range count {
			if n > 0 {
				most = max(most, times)
			}
		}
		even, any := float64(most)/float64(len(lines)), float64(len(lines)-count[0])/float64(len(lines))
		if s := even + any/2; any >= 0.6 && s > score {
			best, score = c, s
		}
	}
	return best
}

// tabbed says whether a text without a telling suffix is a table: every line has the same number of tabs.
func tabbed(head []byte) bool {
	lines := firstLines(string(head), 30)
	if len(lines) > 3 && len(lines) < 30 {
		lines = lines[:len(lines)-1] // the head may end inside a line
	}
	for _, l := range lines {
		if n := strings.Count(l, "\t"); n == 0 || n != strings.Count(lines[0], "\t") || strings.HasPrefix(l, "\t") {
			return false
		}
	}
	return len(lines) >= 3
}

func firstLines(text string, n int) (out []string) {
	for len(out) < n && text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		if strings.TrimSpace(line) != "" {
			out = append(out, strings.TrimRight(line, "\r"))
		}
	}
	return out
}

// outside counts a character outside of quotes.
func outside(line string, c rune) (n int) {
	quoted := false
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == c && !quoted:
			n++
		}
	}
	return n
}
