package web

import (
	"bytes"
	"encoding/json"
	"reflect"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"bianku/ingest"
	"bianku/ingest/structure"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/qa"
	"bianku/retrieval"
)

// apiVersion is the version of the API, not of the binary.
const apiVersion = "1"

const schemaPrefix = "#/components/schemas/"

// OpenAPI is the description of the API as committed in openapi.json, made without a database.
func OpenAPI() ([]byte, error) {
	s := &server{}
	if err := s.mount(newEngine()); err != nil {
		return nil, err
	}
	raw, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// humaConfig is huma without its own documentation pages (they load scripts from outside) and without $schema links.
func humaConfig() huma.Config {
	registry := huma.NewMapRegistry(schemaPrefix, schemaName)
	for t, alias := range schemaAliases() {
		registry.RegisterTypeAlias(t, alias)
	}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "编库 bianku", Version: apiVersion,
				Description: "机构编制智能知识库接口。以会话 Cookie（网页）或 Authorization: Bearer 密钥（程序）访问。错误均为 application/problem+json，detail 为可直接显示的中文。"},
			Components: &huma.Components{
				Schemas: registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"session": {Type: "apiKey", In: "cookie", Name: sessionCookie},
					"key":     {Type: "http", Scheme: "bearer"},
				},
			},
		},
		Formats:       huma.DefaultFormats,
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{chineseErrors, arraysNotNull},
	}
}

// roomPrefix makes schema names plain where two rooms use the same word.
var roomPrefix = strings.NewReplacer(
	"bianku/sensitive-words.", "Word",
	"bianku/ingest/structure.Event", "HistoryEvent",
	"bianku/qa.Event", "AnswerEvent",
	"bianku/internal/audit.", "Audit",
	"bianku/annotate/release.Release", "Release",
	"bianku/annotate/release.", "Release",
	"bianku/annotate.Finding", "PairFinding",
	"bianku/eval/ticket.", "Ticket",
	"bianku/eval.", "Eval",
)

var packagePath = regexp.MustCompile(`[A-Za-z0-9_./-]+[./]`)

// schemaName is the type's name without its package: list[bianku/ingest.Document] is ListDocument.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := t.Name()
	if name == "" {
		return huma.DefaultSchemaNamer(t, hint)
	}
	name = packagePath.ReplaceAllString(roomPrefix.Replace(t.PkgPath()+"."+name), "")
	var out strings.Builder
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '[' || r == ']' }) {
		out.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return out.String()
}

// schemaAliases say how types of the rooms look in JSON where reflection cannot know; the rooms do not import huma.
func schemaAliases() map[reflect.Type]reflect.Type {
	return map[reflect.Type]reflect.Type{
		reflect.TypeFor[civil.Date]():          reflect.TypeFor[dateSchema](),
		reflect.TypeFor[huma.ErrorModel]():     reflect.TypeFor[Problem](),
		reflect.TypeFor[auth.Role]():           reflect.TypeFor[roleSchema](),
		reflect.TypeFor[auth.Clearance]():      reflect.TypeFor[clearanceSchema](),
		reflect.TypeFor[ingest.Status]():       reflect.TypeFor[statusSchema](),
		reflect.TypeFor[structure.Kind]():      reflect.TypeFor[kindSchema](),
		reflect.TypeFor[structure.ChunkKind](): reflect.TypeFor[chunkKindSchema](),
		reflect.TypeFor[retrieval.Leg]():       reflect.TypeFor[legSchema](),
		reflect.TypeFor[qa.Mode]():             reflect.TypeFor[modeSchema](),
	}
}

type (
	dateSchema      string
	clearanceSchema int
	roleSchema      string
	statusSchema    string
	kindSchema      string
	chunkKindSchema string
	legSchema       string
	modeSchema      string
)

func (dateSchema) Schema(huma.Registry) *huma.Schema {
	// Not format date: "" is allowed and means "not known", in both directions.
	return &huma.Schema{Type: huma.TypeString, Description: "日期，形如 2024-03-11；空串表示未知或未填"}
}

func (clearanceSchema) Schema(huma.Registry) *huma.Schema {
	low, high := 0.0, 4.0
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &low, Maximum: &high, Description: "密级：1 公开、2 内部、3 受限、4 敏感个人信息"}
}

func (roleSchema) Schema(huma.Registry) *huma.Schema { return enum(auth.Roles...) }

func (statusSchema) Schema(huma.Registry) *huma.Schema {
	return enum(ingest.InForce, ingest.Amended, ingest.Repealed, ingest.Lapsed, ingest.NotYetEffective, ingest.Draft, ingest.Unknown)
}

func (kindSchema) Schema(huma.Registry) *huma.Schema {
	return enum(structure.Law, structure.Gongwen, structure.Sanding, structure.Reply, structure.Journal, structure.Plain)
}

func (chunkKindSchema) Schema(huma.Registry) *huma.Schema {
	return enum(structure.Article, structure.Section, structure.Duty, structure.Division, structure.InnerUnit,
		structure.Quota, structure.TableRow, structure.Passage, structure.Front, retrieval.KindPair)
}

func (legSchema) Schema(huma.Registry) *huma.Schema {
	return enum(retrieval.Fused, retrieval.Lexical, retrieval.Dense)
}

func (modeSchema) Schema(huma.Registry) *huma.Schema {
	return enum(qa.Extractive, qa.Model, qa.Refused)
}

func enum[T ~string](values ...T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	s.PrecomputeMessages()
	return s
}

// neverNull drops null from the arrays of every schema: arraysNotNull keeps that promise.
func neverNull(schemas map[string]*huma.Schema) {
	for _, s := range schemas {
		for _, p := range s.Properties {
			if p.Type == huma.TypeArray {
				p.Nullable = false
				if p.Items != nil && p.Items.Type == huma.TypeArray {
					p.Items.Nullable = false
				}
			}
		}
	}
}

// arraysNotNull is the transformer that turns nil slices of a response into empty ones.
func arraysNotNull(_ huma.Context, _ string, v any) (any, error) { return fillArrays(v), nil }

// fillArrays returns a copy of v in which every nil slice that JSON would show is empty. It is a copy because v can be
// shared: an answer's events are still held by the one who answers.
func fillArrays(v any) any {
	rv := reflect.ValueOf(v)
	if !rv.IsValid() || !mayHoldArrays(rv.Kind()) {
		return v
	}
	return filled(rv).Interface()
}

func filled(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || !mayHoldArrays(v.Type().Elem().Kind()) {
			return v
		}
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(filled(v.Elem()))
		return p
	case reflect.Slice:
		return filledSlice(v)
	case reflect.Struct:
		s := reflect.New(v.Type()).Elem()
		s.Set(v)
		for i := range v.NumField() {
			if f := v.Field(i); v.Type().Field(i).IsExported() && mayHoldArrays(f.Kind()) {
				s.Field(i).Set(filled(f))
			}
		}
		return s
	}
	return v
}

func filledSlice(v reflect.Value) reflect.Value {
	elem := v.Type().Elem().Kind()
	if elem == reflect.Uint8 || (!v.IsNil() && !mayHoldArrays(elem)) {
		return v // bytes are not an array in JSON
	}
	s := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		s.Index(i).Set(filled(v.Index(i)))
	}
	return s
}

func mayHoldArrays(k reflect.Kind) bool {
	return k == reflect.Pointer || k == reflect.Slice || k == reflect.Struct
}

// operation turns a route into huma's form, its access in words.
func (r route) operation() huma.Operation {
	op := huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, Summary: r.summary,
		Description: "权限：" + r.access.name,
		Tags:        []string{tagOf(r.path)},
	}
	if !r.access.public {
		op.Security = []map[string][]string{{"session": {}}, {"key": {}}}
		if r.access.bySession {
			op.Security = op.Security[:1]
		}
	}
	return op
}

func tagOf(path string) string {
	path = strings.TrimPrefix(path, "/api/v1")
	head, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return head
}

// content is a response or request body of one media type.
func content(mediaType string, s *huma.Schema) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{mediaType: {Schema: s}}
}

func docOpenAPI(op *huma.Operation, _ huma.Registry) {
	op.Responses["200"] = &huma.Response{Description: "OpenAPI 3.1", Content: content("application/json", &huma.Schema{Type: huma.TypeObject})}
}

func docMetrics(op *huma.Operation, _ huma.Registry) {
	op.Responses["200"] = &huma.Response{Description: "Prometheus", Content: content("text/plain", &huma.Schema{Type: huma.TypeString})}
}

func docFile(op *huma.Operation, _ huma.Registry) {
	op.Responses["200"] = &huma.Response{Description: "原件的字节", Content: content("application/octet-stream", binary())}
}

// docDownload describes what sendBlob sends.
func docDownload(op *huma.Operation, _ huma.Registry) {
	op.Responses["200"] = &huma.Response{Description: "文件的字节，ETag 为其 SHA-256", Content: content("application/octet-stream", binary())}
	op.Responses["206"] = &huma.Response{Description: "Range 所要的一段", Content: content("application/octet-stream", binary())}
	op.Responses["304"] = &huma.Response{Description: "与 If-None-Match 所带的相同，没有内容"}
}

func binary() *huma.Schema { return &huma.Schema{Type: huma.TypeString, Format: "binary"} }

// docAsk adds the stream beside the JSON answer.
func docAsk(op *huma.Operation, r huma.Registry) {
	op.Responses["200"] = &huma.Response{
		Description: "Accept: text/event-stream 时为事件流，事件名 stage、delta、citation、final、error，data 为 AnswerEvent；否则为 Answer",
		Content: map[string]*huma.MediaType{
			"application/json":  {Schema: r.Schema(reflect.TypeFor[qa.Answer](), true, "")},
			"text/event-stream": {Schema: r.Schema(reflect.TypeFor[qa.Event](), true, "")},
		},
	}
}

func docChat(op *huma.Operation, r huma.Registry) {
	op.Responses["200"] = &huma.Response{
		Description: "stream 为真时为 chat.completion.chunk 的事件流，以 data: [DONE] 结束",
		Content: map[string]*huma.MediaType{
			"application/json":  {Schema: r.Schema(reflect.TypeFor[chatCompletion](), true, "")},
			"text/event-stream": {Schema: r.Schema(reflect.TypeFor[chatChunk](), true, "")},
		},
	}
}

// docUpload describes the form that uploadDocuments reads as a stream, past huma.
func docUpload(op *huma.Operation, _ huma.Registry) {
	op.RequestBody = &huma.RequestBody{Required: true, Content: content("multipart/form-data", &huma.Schema{
		Type: huma.TypeObject,
		Properties: map[string]*huma.Schema{
			"files":        {Type: huma.TypeArray, Items: binary(), Description: "一个或多个文件"},
			"clearance":    {Type: huma.TypeInteger, Description: "密级 1–4，默认 2"},
			"source_class": {Type: huma.TypeInteger, Description: "来源类别 1–6，默认 2"},
			"label":        {Type: huma.TypeString, Description: "批次名称"},
		},
		Required: []string{"files"},
	})}
}

func docImport(op *huma.Operation, _ huma.Registry) {
	op.RequestBody = &huma.RequestBody{Required: true, Content: content("multipart/form-data", &huma.Schema{
		Type: huma.TypeObject,
		Properties: map[string]*huma.Schema{
			"file":   {Type: huma.TypeString, Format: "binary", Description: "每行一词的文本"},
			"list":   {Type: huma.TypeString, Description: "词表名称"},
			"class":  {Type: huma.TypeString, Description: "类别"},
			"action": {Type: huma.TypeString, Enum: []any{"block", "mask", "review", "log"}, Description: "命中后的处置"},
		},
		Required: []string{"file", "list", "class", "action"},
	})}
}
