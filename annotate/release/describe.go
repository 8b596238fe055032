package release

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"bianku/annotate"
	"bianku/ingest"
)

// label is a counted name in Chinese; a name that has none stays.
func label(name string) string {
	if n, err := strconv.Atoi(name); err == nil {
		return typeName(n)
	}
	for _, s := range []string{originName(annotate.Origin(name)), Rule(name).Chinese(), ingest.Status(name).Chinese()} {
		if s != "" {
			return s
		}
	}
	return strings.Trim(name, "【】")
}

// indented is v as JSON for people.
func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}

type dict = map[string]any

// datasetInfo is dataset_info.json, by which LLaMA-Factory finds its columns. It is the same in every release.
func datasetInfo() ([]byte, error) {
	return indented(dict{
		"bianku_alpaca": dict{"file_name": "data/alpaca.jsonl",
			"columns": dict{"prompt": "instruction", "query": "input", "response": "output", "system": "system", "history": "history"}},
		"bianku_sharegpt": dict{"file_name": "data/sharegpt.jsonl", "formatting": "sharegpt",
			"columns": dict{"messages": "conversations", "system": "system", "tools": "tools"},
			"tags":    dict{"role_tag": "from", "content_tag": "value", "user_tag": "human", "assistant_tag": "gpt"}},
		"bianku_openai": dict{"file_name": "data/openai.jsonl", "formatting": "sharegpt",
			"columns": dict{"messages": "messages"},
			"tags":    dict{"role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "assistant", "system_tag": "system"}},
	})
}

// schema is schema.json: JSON Schema 2020-12 of the two files that everything else is made from.
func schema() ([]byte, error) {
	text, number, day := dict{"type": "string"}, dict{"type": "integer"}, dict{"type": "string", "pattern": `^(\d{4}-\d{2}-\d{2})?$`}
	sha := dict{"type": "string", "pattern": "^[0-9a-f]{64}$"}
	rule := dict{"type": "string", "enum": Rules}
	id := func(letter string) dict { return dict{"type": "string", "pattern": "^" + letter + `\d{9,}$`} }
	texts := dict{"type": "array", "items": text}
	basis := object(dict{"chunk": dict{"type": "string", "pattern": `^(C\d{9,})?$`}, "document": id("D"), "title": text, "doc_no": text, "address": text,
		"label": text, "quote": dict{"type": "string", "minLength": 1}, "start": number, "end": number, "sha256": sha, "status": text,
		"effective_from": day, "effective_to": day})
	link := dict{"type": "object", "additionalProperties": false, "required": []string{"title", "type"},
		"properties": dict{"type": dict{"type": "string", "enum": []string{"related", "prerequisite", "contrast", "supersedes"}}, "pair": id("P"), "document": id("D"), "title": text}}
	return indented(dict{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$defs": dict{
			"pair": object(dict{"id": id("P"), "version": number, "type": dict{"type": "integer", "minimum": 1, "maximum": 30}, "type_name": text,
				"question": dict{"type": "string", "minLength": 1}, "variants": texts, "answer": dict{"type": "string", "minLength": 1},
				"basis": dict{"type": "array", "minItems": 1, "items": basis}, "links": dict{"type": "array", "items": link}, "rule": rule,
				"generated": dict{"type": "integer", "enum": []int{0, 1}}, "approved_on": day}),
			"chunk": object(dict{"id": id("C"), "document": id("D"), "title": text, "doc_no": text, "issuer": text, "address": text, "label": text,
				"path": texts, "lead": text, "text": text, "start": number, "end": number, "page": number, "sha256": sha, "status": text,
				"effective_from": day, "effective_to": day, "source_class": number, "sample": dict{"type": "boolean"}, "rule": rule}),
		},
		"files": dict{pairsFile: dict{"$ref": "#/$defs/pair"}, chunksFile: dict{"$ref": "#/$defs/chunk"}},
	})
}

// object is a schema in which every property is required and no other allowed.
func object(properties dict) dict {
	return dict{"type": "object", "additionalProperties": false, "required": sortedKeys(properties), "properties": properties}
}
