package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// sumsFile says of each PDF what it was printed from: lines of "SHA-256 of the page, two spaces, file".
const sumsFile = "gen/pdf.sums"

// sums is file -> SHA-256 of the page it was printed from.
type sums map[string]string

func sum(page string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(page))) }

func readSums(path string) (sums, error) {
	out := sums{}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	for line := range strings.Lines(string(data)) {
		if s, file, ok := strings.Cut(strings.TrimSpace(line), "  "); ok {
			out[file] = s
		}
	}
	return out, err
}

func (s sums) write(path string) error {
	var b strings.Builder
	for _, file := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(&b, "%s  %s\n", s[file], file)
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}
