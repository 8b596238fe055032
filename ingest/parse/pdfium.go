package parse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerr "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"

	"bianku/internal/fault"
)

// engine is the process's one pdfium, started by the first PDF that needs it. Its instances have no access to files.
var engine pdfiumEngine

type pdfiumEngine struct {
	mu    sync.Mutex
	pool  pdfium.Pool
	cache wazero.CompilationCache
}

// Close ends the pdfium instances, if any were started. A later PDF starts them again.
func Close(ctx context.Context) error {
	engine.mu.Lock()
	defer engine.mu.Unlock()
	if engine.pool == nil {
		return nil
	}
	err := errors.Join(engine.pool.Close(), engine.cache.Close(ctx))
	engine.pool, engine.cache = nil, nil
	return err
}

// instance lends a pdfium, starting the pool at need. Compiled code is kept on disk: the second start of a machine takes
// a tenth of the first.
func (e *pdfiumEngine) instance() (pdfium.Pdfium, error) {
	e.mu.Lock()
	if e.pool == nil {
		e.cache = compilationCache()
		p, err := webassembly.Init(webassembly.Config{
			MinIdle: 0, MaxIdle: 1, MaxTotal: 2, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
			RuntimeConfig: wazero.NewRuntimeConfig().WithCompilationCache(e.cache),
		})
		if err != nil {
			e.mu.Unlock()
			return nil, fmt.Errorf("start pdfium: %w", err)
		}
		e.pool = p
	}
	pool := e.pool
	e.mu.Unlock()
	return pool.GetInstance(2 * time.Minute)
}

func compilationCache() wazero.CompilationCache {
	if dir, err := os.UserCacheDir(); err == nil {
		if c, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "bianku", "wazero")); err == nil {
			return c
		}
	}
	return wazero.NewCompilationCache()
}

// readPdfium reads with pdfium, whose rectangles are runs of one line and font.
func readPdfium(ctx context.Context, data []byte) (pdfText, error) {
	in, err := engine.instance()
	if err != nil {
		return pdfText{}, err
	}
	defer in.Close()
	doc, err := in.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		if errors.Is(err, pdfiumerr.ErrPassword) || errors.Is(err, pdfiumerr.ErrSecurity) {
			return pdfText{}, errEncrypted
		}
		return pdfText{}, err
	}
	defer in.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document})
	count, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return pdfText{}, err
	}
	if count.PageCount > maxPages {
		return pdfText{}, fault.Newf(fault.TooLarge, "PDF有%d页，超过%d页的上限，请拆分后上传。", count.PageCount, maxPages)
	}
	out := pdfText{pages: make([][]pdfLine, count.PageCount)}
	for i := range count.PageCount {
		if err := ctx.Err(); err != nil {
			return pdfText{}, err
		}
		if out.pages[i], err = pdfiumPage(in, doc.Document, i); err != nil {
			return pdfText{}, fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	return out, nil
}

func pdfiumPage(in pdfium.Pdfium, doc references.FPDF_DOCUMENT, page int) ([]pdfLine, error) {
	text, err := in.GetPageTextStructured(&requests.GetPageTextStructured{
		Page:                   requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: page}},
		Mode:                   requests.GetPageTextStructuredModeRects,
		CollectFontInformation: true,
	})
	if err != nil {
		return nil, err
	}
	var runs []pdfRun
	for _, r := range text.Rects {
		p := r.PointPosition
		size := p.Top - p.Bottom
		if r.FontInformation != nil && r.FontInformation.Size > 1 {
			size = r.FontInformation.Size
		}
		runs = append(runs, pdfRun{text: r.Text, x0: p.Left, x1: p.Right, y: (p.Top + p.Bottom) / 2, size: size})
	}
	return linesOf(runs), nil
}
