// Package prompts holds what is said to a model: one template a file, embedded, versioned by its content.
//
// A turn stores the version of the prompt that made it, so that an answer can be traced to the exact words behind it and a
// changed prompt can be told from a changed model. There is no other version number to forget.
package prompts

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
	"text/template"

	"bianku/internal/fault"
)

//go:embed templates/*.tmpl
var files embed.FS

// Template is one prompt. Version is the start of the SHA-256 of its text.
type Template struct {
	Name    string
	Version string
	text    *template.Template
}

// Get returns the template of that name.
func Get(name string) (Template, error) {
	body, err := fs.ReadFile(files, "templates/"+name+".tmpl")
	if err != nil {
		return Template{}, fault.Newf(fault.NotFound, "没有名为“%s”的提示词。", name)
	}
	// An unknown field is an error, not an empty string in front of a model.
	parsed, err := template.New(name).Option("missingkey=error").Parse(string(body))
	if err != nil {
		return Template{}, fmt.Errorf("prompts.Get(%s): %w", name, err)
	}
	sum := sha256.Sum256(body)
	return Template{Name: name, Version: hex.EncodeToString(sum[:6]), text: parsed}, nil
}

// Names lists the templates.
func Names() []string {
	entries, err := fs.ReadDir(files, "templates")
	if err != nil {
		panic(err) // embedded above
	}
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".tmpl"))
	}
	return out
}

// Render fills the template.
func (t Template) Render(data any) (string, error) {
	var b strings.Builder
	if err := t.text.Execute(&b, data); err != nil {
		return "", fmt.Errorf("prompts.Render(%s): %w", t.Name, err)
	}
	return strings.TrimSpace(b.String()), nil
}
