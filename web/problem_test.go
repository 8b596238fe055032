package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"bianku/internal/fault"
)

func TestProblemsSayNothingOfTheInside(t *testing.T) {
	secret := "password=hunter2 host=10.0.0.7"
	for name, c := range map[string]struct {
		err    error
		status int
		code   string
	}{
		"a kind":              {fault.New(fault.NotFound, "没有这份文件。"), 404, "not_found"},
		"a kind with a cause": {fault.Wrap(errors.New(secret), fault.Conflict, "状态不对。"), 409, "conflict"},
		"no kind":             {errors.New(secret), 500, "internal"},
		"cancelled":           {fmt.Errorf("query: %w", context.Canceled), 499, "canceled"},
		"too slow":            {fmt.Errorf("query: %w", context.DeadlineExceeded), 503, "unavailable"},
		"connection refused":  {fmt.Errorf("%s: %w", secret, &net.OpError{Op: "dial", Err: errors.New(secret)}), 503, "unavailable"},
		"connection broke":    {fmt.Errorf("%s: %w", secret, io.ErrUnexpectedEOF), 503, "unavailable"},
		"shutting down":       {&pgconn.PgError{Code: "57P01", Message: secret}, 503, "unavailable"},
		"starting up":         {&pgconn.PgError{Code: "57P03", Message: secret}, 503, "unavailable"},
		"too many":            {&pgconn.PgError{Code: "53300", Message: secret}, 503, "unavailable"},
		"a broken statement":  {&pgconn.PgError{Code: "42601", Message: secret}, 500, "internal"},
		"a NUL in a text":     {&pgconn.PgError{Code: "22021", Message: secret}, 422, "invalid"},
		"an escaped NUL":      {&pgconn.PgError{Code: "22P05", Message: secret}, 422, "invalid"},
		"pool closed":         {errors.New("closed pool"), 503, "unavailable"},
	} {
		p := problemOf(c.err)
		require.Equal(t, c.status, p.Status, name)
		require.Equal(t, c.code, p.Code, name)
		require.NotContains(t, fmt.Sprint(*p), "hunter2", name)
		require.Regexp(t, `\p{Han}`, p.Detail, name)
		require.NotEmpty(t, p.Title, name)
	}
	require.Equal(t, "level", problemOf(fault.Field("level", "不对。")).Field)
}

func TestValidationSpeaksChinese(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.as("admin")
	long := strings.Repeat("长", 3000)
	for name, c := range map[string]struct {
		got    answered
		status int
		field  string
		detail string
	}{
		"missing":       {admin.post("/api/v1/ask", map[string]any{}), 422, "question", "缺少必填项“question”。"},
		"too short":     {admin.post("/api/v1/ask", map[string]any{"question": ""}), 422, "question", "“question”太短，至少 1 个字。"},
		"too long":      {admin.post("/api/v1/ask", map[string]any{"question": long}), 422, "question", "“question”太长，最多 2000 个字。"},
		"not a string":  {admin.post("/api/v1/ask", map[string]any{"question": 7}), 422, "question", "“question”应为文字。"},
		"unknown":       {admin.post("/api/v1/ask", map[string]any{"question": "问", "colour": 1}), 422, "colour", "不认识的输入项“colour”。"},
		"not a date":    {admin.post("/api/v1/ask", map[string]any{"question": "问", "as_of": "昨天"}), 422, "", "日期应为形如 2024-03-11。"},
		"query date":    {admin.get("/api/v1/documents?as_of=2024-13-01"), 422, "as_of", "“as_of”应为形如 2024-03-11 的日期。"},
		"query missing": {admin.get("/api/v1/search"), 422, "q", "缺少必填项“q”。"},
		"query number":  {admin.get("/api/v1/search?q=a&k=many"), 422, "k", "“k”应为整数。"},
		"query range":   {admin.get("/api/v1/search?q=a&k=1000"), 422, "k", "“k”不能大于 100。"},
		"query enum":    {admin.get("/api/v1/search?q=a&leg=left"), 422, "leg", "“leg”只能是 fused, lexical, dense 之一。"},
		"query bool":    {admin.get("/api/v1/search?q=a&explain=maybe"), 422, "explain", "“explain”应为 true 或 false。"},
		"path":          {admin.get("/api/v1/documents/first"), 422, "id", "“id”应为整数。"},
		"path range":    {admin.get("/api/v1/documents/0"), 422, "id", "“id”不能小于 1。"},
		"broken json": {admin.with("Content-Type", "application/json").do("POST", "/api/v1/ask", strings.NewReader(`{"question":`)), 400, "",
			"请求不是完整、合格的 JSON。"},
		"no body":   {admin.do("POST", "/api/v1/ask", nil), 400, "", "请求不是完整、合格的 JSON。"},
		"not json":  {admin.with("Content-Type", "text/csv").do("POST", "/api/v1/ask", strings.NewReader("a,b")), 415, "", "请求的内容类型不支持，请用 application/json。"},
		"too large": {admin.post("/api/v1/sensitive-words/check", map[string]any{"text": strings.Repeat("长", 1<<20)}), 413, "", "提交的内容过大，请分次提交。"},
		"no list":   {admin.post("/api/v1/users", map[string]any{"login": "x", "name": "x", "password": "x", "roles": []string{}, "clearance": 1}), 422, "roles", "“roles”至少要有 1 项。"},
		"room":      {admin.delete("/api/v1/documents/5?reason=x"), 404, "", "没有编号为 5 的文件。"},
	} {
		t.Run(name, func(t *testing.T) {
			p := c.got.problem(c.status)
			require.Equal(t, c.detail, p.Detail)
			require.Equal(t, c.field, p.Field)
		})
	}
}

func TestEveryHumaMessageHasAChineseFace(t *testing.T) {
	for _, message := range []string{"unknown query parameter", "something new"} {
		got := chineseValidation(&huma.ErrorDetail{Message: message, Location: "query.x"})
		require.Equal(t, "“x”的值不合要求。", got)
	}
	require.Equal(t, "“请求内容”应为对象。", chineseValidation(&huma.ErrorDetail{Message: "expected object", Location: "body"}))
}

func TestUnknownPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.as("staff1").get("/api/v1/nothing").problem(404)
	require.Contains(t, p.Detail, "/openapi.json")
	require.Equal(t, 404, w.nobody().get("/v1/nothing").status)
	w.as("staff1").json("PUT", "/api/v1/documents", nil).problem(405)
	w.nobody().post("/somewhere", nil).problem(405)
}
