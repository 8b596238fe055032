package web

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bianku/ingest"
	"bianku/qa"
)

var update = flag.Bool("update", false, "write openapi.json anew")

func TestOpenAPIIsCommitted(t *testing.T) {
	doc, err := OpenAPI()
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("openapi.json", doc, 0o644))
	}
	committed, err := os.ReadFile("openapi.json")
	require.NoError(t, err)
	require.True(t, string(committed) == string(doc), "web/openapi.json is out of date: go run ./web/openapi > web/openapi.json")
}

func TestOpenAPISaysWhatClientsRelyOn(t *testing.T) {
	raw, err := OpenAPI()
	require.NoError(t, err)
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			Security   []map[string][]string
			Parameters []struct{ Name, In string }
			Responses  map[string]struct {
				Content map[string]any
			}
		}
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct {
					Type any
					Enum []string
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal(raw, &doc))
	require.Equal(t, "3.1.0", doc.OpenAPI)
	for _, r := range routes() {
		op, ok := doc.Paths[r.path][strings.ToLower(r.method)]
		require.True(t, ok, r.path)
		require.Equal(t, r.access.public, len(op.Security) == 0, r.path)
		inPath := 0
		for _, p := range op.Parameters {
			if p.In == "path" {
				inPath++
			}
		}
		require.Equal(t, strings.Count(r.path, "{"), inPath, "%s: huma reads every parameter of the path", r.path)
	}
	for name, s := range doc.Components.Schemas {
		for field, p := range s.Properties {
			require.NotEqual(t, []any{"array", "null"}, p.Type, "%s.%s: arrays are never null", name, field)
		}
	}
	version := doc.Components.Schemas["VersionInfo"].Properties
	require.Equal(t, "string", version["effective_from"].Type)
	require.Contains(t, version["status"].Enum, "in_force")
	require.Contains(t, doc.Paths["/api/v1/ask"]["post"].Responses["200"].Content, "text/event-stream")
}

func TestServedOpenAPIIsTheCommittedOne(t *testing.T) {
	t.Parallel()
	got := newWorld(t).nobody().get("/openapi.json")
	committed, err := os.ReadFile("openapi.json")
	require.NoError(t, err)
	require.JSONEq(t, string(committed), got.body)
}

func TestArraysOfResponsesAreNeverNull(t *testing.T) {
	for name, v := range map[string]any{
		"value":   qa.Answer{Citations: []qa.Citation{{}}, Table: &qa.Table{}},
		"pointer": &ingest.Version{},
		"list":    list[ingest.Document]{Items: []ingest.Document{{}}},
		"empty":   list[ingest.Document]{},
		"event":   qa.Event{Answer: &qa.Answer{}},
	} {
		raw, err := json.Marshal(fillArrays(v))
		require.NoError(t, err)
		require.NotContains(t, strings.ReplaceAll(string(raw), `"timings":null`, ""), "null", name)
	}
	original := &list[ingest.Document]{Items: []ingest.Document{{}}}
	fillArrays(original)
	require.Nil(t, original.Items[0].Versions, "what was given stays as it was")
	require.Equal(t, json.RawMessage(nil), fillArrays(json.RawMessage(nil)), "bytes are no array")
	require.Nil(t, fillArrays(nil))
}
