package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Kind is what a line of a source is.
type Kind byte

const (
	Para    Kind = 0
	Issuer  Kind = '^'
	Title   Kind = '#'
	Centre  Kind = '='
	Left    Kind = '~'
	Right   Kind = '>'
	Row     Kind = '|'
	Imprint Kind = '-'
	Break   Kind = 'P'
)

// Line is one paragraph, or one row of a table.
type Line struct {
	Kind  Kind
	Text  string
	Cells []string // of a Row
}

// Relation is one that the demo load confirms, so that a newcomer sees a repeal that acts.
type Relation struct {
	Type        string `json:"type"`
	TargetTitle string `json:"target_title"`
}

// Source is one document: its head and its lines.
type Source struct {
	Path, Name, Format string
	Clearance, Class   int
	Note, Charset      string
	Confirm            []Relation
	Meta               [][2]string // labels of the web page, in order
	Lines              []Line
}

// File is the name of the file made from s.
func (s Source) File() string { return s.Name + "." + s.Format }

// mark is what says that a document is invented: in the footer where the format has one, else its last line.
const mark = "本文为编库演示用虚构文件，所涉地名、机构、文号和数字均系虚构。"

func readSources(dir string) ([]Source, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	var all []Source
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		s, err := parseSource(strings.TrimSuffix(filepath.Base(p), ".txt"), data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		s.Path = p
		all = append(all, s)
	}
	return all, nil
}

func parseSource(name string, data []byte) (Source, error) {
	s := Source{Name: name, Clearance: 1, Class: 2}
	head, body, ok := bytes.Cut(data, []byte("\n---\n"))
	if !ok {
		return s, fmt.Errorf("no line ---")
	}
	for line := range strings.Lines(string(head)) {
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			return s, fmt.Errorf("head line %q", line)
		}
		if err := s.set(key, strings.TrimSpace(value)); err != nil {
			return s, err
		}
	}
	sc := bufio.NewScanner(bytes.NewReader(body))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		if t := strings.TrimSpace(sc.Text()); t != "" {
			s.Lines = append(s.Lines, parseLine(t))
		}
	}
	if s.Format == "" {
		return s, fmt.Errorf("no format")
	}
	return s, sc.Err()
}

func (s *Source) set(key, value string) (err error) {
	switch key {
	case "format":
		s.Format = value
	case "clearance":
		s.Clearance, err = strconv.Atoi(value)
	case "class":
		s.Class, err = strconv.Atoi(value)
	case "note":
		s.Note = value
	case "charset":
		s.Charset = value
	case "confirm":
		typ, title, _ := strings.Cut(value, " ")
		s.Confirm = append(s.Confirm, Relation{typ, title})
	default: // a label of the web page: 索引号, 发文字号, 有效性 …
		s.Meta = append(s.Meta, [2]string{key, value})
	}
	return err
}

func parseLine(t string) Line {
	if t == "===" {
		return Line{Kind: Break}
	}
	k := Kind(t[0])
	switch k {
	case Issuer, Title, Centre, Left, Right, Imprint:
		return Line{Kind: k, Text: strings.TrimSpace(t[1:])}
	case Row:
		var cells []string
		for c := range strings.SplitSeq(strings.Trim(t, "|"), "|") {
			cells = append(cells, strings.TrimSpace(c))
		}
		return Line{Kind: Row, Text: strings.Join(cells, "\t"), Cells: cells}
	}
	return Line{Text: t}
}

// manifestRow is one line of manifest.jsonl, read by package sample.
type manifestRow struct {
	File        string     `json:"file"`
	Clearance   int        `json:"clearance"`
	SourceClass int        `json:"source_class"`
	Note        string     `json:"note,omitempty"`
	Confirm     []Relation `json:"confirm,omitempty"`
}

func writeManifest(path string, sources []Source) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, s := range sources {
		if err := enc.Encode(manifestRow{s.File(), s.Clearance, s.Class, s.Note, s.Confirm}); err != nil {
			return err
		}
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
