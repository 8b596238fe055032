// Command gen makes the files of the sample corpus from their readable sources.
//
// A source (../src/NAME.txt) is a short head of "key: value" lines, a line "---", and the text, one paragraph a line:
//
//	^ issuer in red      # title (several lines make one)   = centred line: number, chapter, author
//	~ flush left         > right aligned: signature, date    | cell | cell |  table row, the first is its header
//	- imprint: 抄送, 印发  === new page                         anything else is an indented paragraph
//
// The head says the format (pdf, docx, html, md, txt), the clearance and the source class, so that a text, its form and
// its place in the corpus are read in one file. Every document bears a line that says it is invented.
//
// PDFs are printed by headless Chromium in WenQuanYi Micro Hei (a TrueType font embeds as one small subset; the Noto CJK
// fonts became a hundred Type 3 fonts and five times the size). They are not the same bytes twice; the others are. So
// gen/pdf.sums remembers what each PDF was printed from, and the files are committed: the binary embeds them and nobody
// needs Chromium or that font to build it.
//
//	go run ./ingest/sample/gen [-force] [-dir ingest/sample]
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(out)
	dir := flags.String("dir", "ingest/sample", "folder that holds src and files")
	force := flags.Bool("force", false, "print every PDF again")
	if err := flags.Parse(args); err != nil {
		return err
	}
	sources, err := readSources(filepath.Join(*dir, "src"))
	if err != nil {
		return err
	}
	sums, err := readSums(filepath.Join(*dir, sumsFile))
	if err != nil {
		return err
	}
	for _, s := range sources {
		target := filepath.Join(*dir, "files", s.File())
		changed, err := write(ctx, s, target, sums, *force)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Path, err)
		}
		if changed {
			fmt.Fprintln(out, target)
		}
	}
	if err := sums.write(filepath.Join(*dir, sumsFile)); err != nil {
		return err
	}
	return writeManifest(filepath.Join(*dir, "manifest.jsonl"), sources)
}

// write makes the file of s unless it is there as it should be.
func write(ctx context.Context, s Source, target string, sums sums, force bool) (changed bool, err error) {
	if s.Format == "pdf" {
		page := paper(s)
		if _, err := os.Stat(target); err == nil && !force && sums[s.File()] == sum(page) {
			return false, nil
		}
		sums[s.File()] = sum(page)
		return true, printPDF(ctx, page, target)
	}
	data, err := render(s)
	if err != nil {
		return false, err
	}
	if old, err := os.ReadFile(target); err == nil && bytes.Equal(old, data) {
		return false, nil
	}
	return true, os.WriteFile(target, data, 0o644)
}

func render(s Source) ([]byte, error) {
	switch s.Format {
	case "docx":
		return docx(s)
	case "html":
		return webPage(s)
	case "md":
		return []byte(markdown(s)), nil
	case "txt":
		return gb18030(plain(s))
	}
	return nil, fmt.Errorf("unknown format %q", s.Format)
}

// printPDF has Chromium print page. It runs in a profile of its own so that it disturbs no other Chromium.
func printPDF(ctx context.Context, page, target string) error {
	tmp, err := os.MkdirTemp("", "bianku-sample-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	src := filepath.Join(tmp, "page.html")
	if err := os.WriteFile(src, []byte(page), 0o644); err != nil {
		return err
	}
	target, err = filepath.Abs(target)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
		"--user-data-dir="+filepath.Join(tmp, "profile"), "--print-to-pdf="+target, "file://"+src)
	if msg, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("chromium: %w: %s", err, msg)
	}
	return nil
}
