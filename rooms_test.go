// Package bianku holds no code: this file keeps the floor plan of the module, so that a wall that is broken fails a test
// with the reason it was there.
package bianku

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "bianku"

// floors are the rooms from the ground up. A room may import those on floors below its own, and itself; rooms on one floor do
// not know each other. Forward goes what the product does (a file becomes chunks, chunks an answer); what goes back (a
// failure that becomes a fix) goes through a person or a job, never through an import.
var floors = [][]string{
	{"internal"},                   // no product noun: anything may stand on it
	{"prompts", "sensitive-words"}, // near-leaves: texts and lists, used by several rooms, knowing none
	{"ingest"},                     // files → chunks, facts, relations
	{"retrieval"},                  // chunks → hits
	{"annotate"},                   // chunks → approved pairs
	{"qa"},                         // question → answer
	{"eval"},                       // answers → failures → tickets
	{"web"},                        // the rooms over HTTP: thin, so nothing may depend on it
	{"cmd"},                        // the only place that knows everything
}

// inner are the floors inside a room: packages by path, a package above importing only what is below.
var inner = map[string][][]string{
	"internal": {
		{"internal/fault", "internal/civil"}, // vocabulary: imports nothing of ours
		{"internal/pg"},                      // knows no actor, so that a test of the floor needs none
		{"internal/auth"},
		{"internal/audit"},                          // an event names an actor
		{"internal/auth/account", "internal/model"}, // a change of an account is an event
		{"internal/pg/pgtest"},                      // for tests
	},
	"ingest": {
		{"ingest/parse"},     // bytes → blocks
		{"ingest/structure"}, // blocks → addresses, facts, relations
		{"ingest/source", "ingest"},
	},
	"retrieval": {
		{"retrieval/embed"}, // text → vector, with no database in sight
		{"retrieval"},
	},
	"annotate": {
		{"annotate"},                           // pairs and their review
		{"annotate/draft", "annotate/release"}, // chunks and facts → drafts; approved pairs → a signed package
	},
	"eval": {
		{"eval/metrics"},
		{"eval"},        // sets, runs, failures
		{"eval/ticket"}, // failures → tickets → re-run
	},
}

// walls are imports that some part may not have at all.
var walls = []struct {
	within, imports, because string
}{
	{"ingest/parse", "internal/pg", "parsing is a pure function of the bytes: it must run in `bianku parse` without a database"},
	{"ingest/parse", "github.com/jackc/", "parsing is a pure function of the bytes: it must run in `bianku parse` without a database"},
	{"ingest/structure", "internal/pg", "structure is a pure function of the blocks, so that its tests are tables"},
	{"ingest/structure", "github.com/jackc/", "structure is a pure function of the blocks, so that its tests are tables"},
	{"internal/civil", "internal/", "a date depends on nothing of ours"},
	{"internal/fault", "internal/", "the vocabulary of errors depends on nothing of ours"},
}

// libraries stand behind one part each: to change one is to change one part.
var libraries = []struct {
	library string
	within  []string
	because string
}{
	{"github.com/gin-gonic/", []string{"web"}, "HTTP is web's"},
	{"github.com/danielgtaylor/huma", []string{"web"}, "HTTP is web's"},
	{"github.com/spf13/cobra", []string{"cmd"}, "the command line is cmd's"},
	{"github.com/knadh/koanf", []string{"cmd"}, "configuration is read once, by main, and handed down as values"},
	{"github.com/tmc/langchaingo", []string{"internal/model"}, "models are reached through internal/model, whatever serves them"},
	{"github.com/yalue/onnxruntime_go", []string{"retrieval/embed"}, "one place owns the native library and its session"},
	{"github.com/yanyiwu/gojieba", []string{"retrieval"}, "its dictionary is large: one instance, closed at the end"},
	{"github.com/klippa-app/go-pdfium", []string{"ingest/parse"}, "reading a format is parse's"},
	{"github.com/ledongthuc/pdf", []string{"ingest/parse"}, "reading a format is parse's"},
}

// schemas are the tables that only their room writes. Others call the room's functions.
var schemas = map[string]string{
	"ingest": "ingest", "retrieval": "retrieval", "annotate": "annotate", "qa": "qa", "eval": "eval",
	"sensitivewords": "sensitive-words", "audit": "internal/audit", "auth": "internal/auth/account", "pg": "internal/pg",
}

const (
	maxFunction = 120 // lines: above that nobody holds it in the head
	maxFile     = 900
)

// source is one Go file.
type source struct {
	file, dir string // relative, with slashes
	test      bool
	fset      *token.FileSet
	ast       *ast.File
}

// support says whether the file is there for tests only.
func (s source) support() bool { return s.test || within(s.dir, "internal/pg/pgtest") }

func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.file, s.fset.Position(n.Pos()).Line)
}

// imports returns our packages (without the module's name) and others as they are written.
func (s source) imports() []string {
	var out []string
	for _, i := range s.ast.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		out = append(out, strings.TrimPrefix(p, module+"/"))
	}
	return out
}

// sources parses every Go file of the module.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); file != "." && (strings.HasPrefix(name, ".") || slices.Contains([]string{"node_modules", "testdata", "var", "bin", "models", "warm"}, name)) {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(file) != ".go" {
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		file = filepath.ToSlash(file)
		out = append(out, source{file, path.Dir(file), strings.HasSuffix(file, "_test.go"), fset, f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// floorOf returns on which of floors the package dir stands: the longest entry that is dir or above it. -1: on none.
func floorOf(floors [][]string, dir string) (floor int, name string) {
	floor = -1
	for i, names := range floors {
		for _, n := range names {
			if within(dir, n) && len(n) > len(name) {
				floor, name = i, n
			}
		}
	}
	return floor, name
}

func within(dir, part string) bool { return dir == part || strings.HasPrefix(dir, part+"/") }

func TestImportsPointOneWay(t *testing.T) {
	for _, s := range sources(t) {
		if s.dir == "." {
			continue
		}
		from, room := floorOf(floors, s.dir)
		if from < 0 {
			t.Errorf("%s: %s is in no room; put it in one, or draw the new room into floors", s.file, s.dir)
			continue
		}
		for _, p := range s.imports() {
			to, other := floorOf(floors, p)
			if to < 0 || p == "internal/pg/pgtest" && s.test {
				continue
			}
			if other != room && to >= from {
				t.Errorf("%s imports %s: %s stands above or beside %s. What flows back goes through a person or a job", s.file, p, other, room)
			}
			if other == room && inner[room] != nil && s.dir != p {
				checkInner(t, s, room, p)
			}
		}
	}
}

func checkInner(t *testing.T, s source, room, p string) {
	t.Helper()
	if s.test && strings.HasSuffix(s.ast.Name.Name, "_test") && p == s.dir {
		return
	}
	from, here := floorOf(inner[room], s.dir)
	to, there := floorOf(inner[room], p)
	if from >= 0 && to >= 0 && here != there && to >= from {
		t.Errorf("%s imports %s: inside %s, %s stands above or beside %s", s.file, p, room, there, here)
	}
}

func TestWalls(t *testing.T) {
	for _, s := range sources(t) {
		for _, p := range s.imports() {
			for _, w := range walls {
				if within(s.dir, w.within) && strings.HasPrefix(p, w.imports) && !s.test {
					t.Errorf("%s imports %s: %s", s.file, p, w.because)
				}
			}
			for _, l := range libraries {
				if strings.HasPrefix(p, l.library) && !s.test && !slices.ContainsFunc(l.within, func(w string) bool { return within(s.dir, w) }) {
					t.Errorf("%s imports %s, which belongs to %s: %s", s.file, p, strings.Join(l.within, ", "), l.because)
				}
			}
			if p == "internal/pg/pgtest" && !s.test {
				t.Errorf("%s imports %s: it is for tests, the product must not carry it", s.file, p)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	documented, seen := map[string]bool{}, map[string]bool{}
	for _, s := range sources(t) {
		if s.test && s.dir != "." {
			continue
		}
		seen[s.dir] = true
		documented[s.dir] = documented[s.dir] || s.ast.Doc != nil && len(strings.TrimSpace(s.ast.Doc.Text())) > 20
	}
	for dir := range seen {
		if !documented[dir] {
			t.Errorf("%s: no package comment. It is where the design note stands: what the package is for, and what must not bend", dir)
		}
	}
}

func TestNoPackageNamedAfterNothing(t *testing.T) {
	for _, s := range sources(t) {
		for _, name := range []string{"util", "utils", "common", "helper", "helpers", "types", "misc", "base", "shared"} {
			if s.ast.Name.Name == name || slices.Contains(strings.Split(s.dir, "/"), name) {
				t.Errorf("%s: a package named %s gathers what belongs elsewhere; name it after the thing", s.file, name)
			}
		}
	}
}

func TestContextsComeFromMain(t *testing.T) {
	for _, s := range sources(t) {
		if s.support() || s.ast.Name.Name == "main" {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "context" && (sel.Sel.Name == "Background" || sel.Sel.Name == "TODO") {
				t.Errorf("%s: context.%s below main: what it starts cannot be stopped, and acts as nobody. Take the caller's (context.WithoutCancel for what must finish)", s.at(n), sel.Sel.Name)
			}
			return true
		})
	}
}

func TestNothingHappensOnImport(t *testing.T) {
	for _, s := range sources(t) {
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: func init: what happens on import cannot be configured, cancelled or tested", s.at(f))
			}
		}
	}
}

func TestSizes(t *testing.T) {
	for _, s := range sources(t) {
		if n := s.fset.File(s.ast.FileStart).LineCount(); n > maxFile {
			t.Errorf("%s has %d lines, more than %d: divide it by noun", s.file, n, maxFile)
		}
		for _, d := range s.ast.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1; n > maxFunction {
				t.Errorf("%s: %s has %d lines, more than %d", s.at(f), f.Name.Name, n, maxFunction)
			}
		}
	}
}

var writes = regexp.MustCompile(`(?i)\b(insert\s+into|update|delete\s+from|truncate(?:\s+table)?|merge\s+into)\s+(?:only\s+)?([a-z]+)\.[a-z_]+`)

// planter breaks stored things on purpose, in a scratch database, so that the classes of failures can be measured. No function of a
// room should be able to do what it does.
const planter = "cmd/bianku/faultplant.go"

// What a room's tables mean is held by its functions: a deletion that forgets the index is how deleted documents come back.
func TestTablesAreWrittenByTheirRoom(t *testing.T) {
	for _, s := range sources(t) {
		if s.support() || s.file == planter {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(lit.Value)
			for _, m := range writes.FindAllStringSubmatch(text, -1) {
				if owner, ours := schemas[strings.ToLower(m[2])]; ours && !within(s.dir, owner) {
					t.Errorf("%s writes a table of %s (%s): call a function of that room", s.at(n), owner, m[0])
				}
			}
			return true
		})
	}
}
