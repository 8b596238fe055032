package web

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"bianku/internal/fault"
)

// The built UI, or the stub that says how to build it: the binary compiles without Node.
//
//go:embed all:ui/dist ui/stub/index.html
var uiFiles embed.FS

// newUI serves the UI: files as they are, every other path index.html, whose router knows the pages.
func newUI() http.Handler {
	dist, _ := fs.Sub(uiFiles, "ui/dist") // embedded: the folder is there
	return uiHandler(dist)
}

func uiHandler(dist fs.FS) http.Handler {
	index, err := fs.ReadFile(dist, "index.html")
	if err != nil {
		index, _ = uiFiles.ReadFile("ui/stub/index.html")
	}
	files := http.FileServerFS(dist)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		hashed := strings.HasPrefix(name, "assets/")
		st, err := fs.Stat(dist, name)
		switch {
		case err == nil && !st.IsDir() && name != "index.html" && !strings.HasPrefix(path.Base(name), "."):
			if hashed {
				w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			} else {
				w.Header().Set("Cache-Control", "no-cache")
			}
			files.ServeHTTP(w, r)
		case hashed:
			http.NotFound(w, r) // an asset of an older build: index.html in its place would be a broken script
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Cache-Control", "no-cache")
			_, _ = w.Write(index)
		}
	})
}

// noRoute is everything that is not in the list: the UI, or a 404 that programs can read.
func (s *server) noRoute(c *gin.Context) {
	p := c.Request.URL.Path
	if strings.HasPrefix(p, "/api/") || strings.HasPrefix(p, "/v1/") {
		s.abort(c, fault.New(fault.NotFound, "没有这个接口，接口说明见 /openapi.json。"))
		return
	}
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		s.noMethod(c)
		return
	}
	c.Status(http.StatusOK)
	s.ui.ServeHTTP(c.Writer, c.Request)
}

func (s *server) noMethod(c *gin.Context) {
	p := problemOf(fault.New(fault.Unsupported, "这个地址不支持该请求方法，接口说明见 /openapi.json。"))
	p.Status = http.StatusMethodNotAllowed
	c.Header("Content-Type", "application/problem+json")
	c.AbortWithStatusJSON(p.Status, p)
}
