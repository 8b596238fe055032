//go:build ignore

// generate packs the dictionaries of the gojieba module that go.mod names into words.gz and hmm.gz, which the binary embeds.
// gojieba opens its dictionaries by the path they had in the module cache of the machine that compiled it; on any other
// machine that path does not exist. Part-of-speech tags are dropped (nothing here reads them): 1.7 MB instead of 2.
//
//	go generate ./retrieval
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"log"
	"os"
	"strings"

	"github.com/yanyiwu/gojieba"
)

func main() {
	words, err := os.ReadFile(gojieba.DICT_PATH)
	check(err)
	hmm, err := os.ReadFile(gojieba.HMM_PATH)
	check(err)
	pack("dict/words.gz", withoutTags(words))
	pack("dict/hmm.gz", hmm)
}

func withoutTags(dict []byte) []byte {
	var out bytes.Buffer
	for lines := bufio.NewScanner(bytes.NewReader(dict)); lines.Scan(); {
		if f := strings.Fields(lines.Text()); len(f) == 3 {
			out.WriteString(f[0] + " " + f[1] + "\n")
		}
	}
	return out.Bytes()
}

func pack(name string, data []byte) {
	f, err := os.Create(name)
	check(err)
	w, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	check(err)
	_, err = w.Write(data)
	check(err)
	check(w.Close())
	check(f.Close())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
