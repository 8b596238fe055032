package web

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5/pgconn"

	"bianku/internal/fault"
)

// Problem is an error as sent: RFC 9457 with the fault kind as code. Detail is Chinese and may be shown as it is.
type Problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	Code      string `json:"code" enum:"not_found,invalid,conflict,unauthenticated,forbidden,too_large,unsupported,rate_limited,unavailable,stale_schema,canceled,internal"`
	Field     string `json:"field,omitempty" doc:"出错的输入项"`
	RequestID string `json:"request_id,omitempty" doc:"内部错误的编号，报给管理员可查日志"`
}

// Error makes a Problem an error that handlers return.
func (p *Problem) Error() string { return p.Detail }

// GetStatus tells huma the status to send.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType makes huma send application/problem+json.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// titles name each kind of error in Chinese.
var titles = map[fault.Kind]string{
	fault.NotFound: "没有找到", fault.Invalid: "输入有误", fault.Conflict: "状态冲突", fault.Unauthenticated: "需要登录",
	fault.Forbidden: "没有权限", fault.TooLarge: "内容过大", fault.Unsupported: "格式不支持", fault.RateLimited: "操作过于频繁",
	fault.Unavailable: "暂时不可用", fault.StaleSchema: "数据库版本不符", fault.Canceled: "已取消", fault.Internal: "系统内部错误",
}

// problemOf is the one way from an error to what is sent. Only fault's Chinese leaves the house.
func problemOf(err error) *Problem {
	err = classify(err)
	kind := fault.KindOf(err)
	return &Problem{Type: "about:blank", Title: titles[kind], Status: fault.Status(err), Detail: fault.Message(err),
		Code: string(kind), Field: fault.FieldOf(err)}
}

// errDatabaseDown is what everybody reads while Postgres is away.
const errDatabaseDown = "数据库暂时连不上，系统会自动重连。请稍后再试；若持续出现，请联系管理员检查数据库服务。"

// classify gives an error without a kind one when its cause is a database that went away, or a text no database takes. It stands
// here and not in every store function, because any query of any room can end this way.
func classify(err error) error {
	switch {
	case fault.KindOf(err) != fault.Internal:
		return err
	case databaseDown(err):
		return fault.Wrap(err, fault.Unavailable, errDatabaseDown)
	case unstorable(err):
		return fault.Wrap(err, fault.Invalid, "内容里含有不能识别的字符（如空字符或不完整的 UTF-8 编码）。请删去后重试。")
	}
	return err
}

// unstorable says whether the database refused a text for its bytes: no text of ours has such bytes, so it came with the request.
func unstorable(err error) bool {
	var server *pgconn.PgError
	return errors.As(err, &server) && (server.Code == "22021" || server.Code == "22P05") // character not in repertoire, untranslatable
}

// databaseDown says whether err means that the server could not be reached, broke the connection or is shutting down.
func databaseDown(err error) bool {
	var (
		connect *pgconn.ConnectError
		server  *pgconn.PgError
		network *net.OpError
	)
	switch {
	case errors.As(err, &connect), errors.As(err, &network), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return true
	case errors.As(err, &server):
		// 08 connection exception, 57P admin or crash shutdown, cannot connect now; 53300 too many connections
		return strings.HasPrefix(server.Code, "08") || strings.HasPrefix(server.Code, "57P") || server.Code == "53300"
	}
	return err != nil && (strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "closed pool"))
}

// chineseErrors is the transformer that turns huma's own errors (all about the request's form) into Problems.
func chineseErrors(ctx huma.Context, _ string, v any) (any, error) {
	if m, ok := v.(*huma.ErrorModel); ok {
		v = fromHuma(m)
	}
	p, ok := v.(*Problem)
	if !ok {
		return v, nil
	}
	if strings.HasPrefix(ctx.Operation().Path, "/v1/") {
		ctx.SetHeader("Content-Type", "application/json")
		return openAIError(p), nil
	}
	return p, nil
}

// fromHuma keeps the status and says in Chinese what is off.
func fromHuma(m *huma.ErrorModel) *Problem {
	kind, detail, field := fault.Invalid, "请求的内容不合要求，请检查后重试。", ""
	switch m.Status {
	case http.StatusRequestEntityTooLarge:
		kind, detail = fault.TooLarge, "提交的内容过大，请分次提交。"
	case http.StatusUnsupportedMediaType:
		kind, detail = fault.Unsupported, "请求的内容类型不支持，请用 application/json。"
	case http.StatusRequestTimeout:
		kind, detail = fault.Unavailable, "接收请求超时，请检查网络后重试。"
	case http.StatusInternalServerError:
		// huma's only 500 of its own is a body that broke off.
		kind, detail = fault.Canceled, "请求没有收全，请检查网络后重试。"
	case http.StatusBadRequest:
		detail = "请求不是完整、合格的 JSON。"
	}
	if m.Status == http.StatusUnprocessableEntity && len(m.Errors) > 0 {
		field, detail = fieldOf(m.Errors[0]), chineseValidation(m.Errors[0])
	}
	return &Problem{Type: "about:blank", Title: titles[kind], Status: m.Status, Detail: detail, Code: string(kind), Field: field}
}

var requiredProperty = regexp.MustCompile(`^expected required property (\S+) to be present$`)

// fieldOf is the name of the input in an error's location: body.clearance → clearance.
func fieldOf(e *huma.ErrorDetail) string {
	if m := requiredProperty.FindStringSubmatch(e.Message); m != nil {
		return m[1]
	}
	loc := e.Location
	for _, where := range []string{"body.", "query.", "path.", "header.", "form."} {
		loc = strings.TrimPrefix(loc, where)
	}
	if loc == "body" {
		return ""
	}
	return loc
}

// validations are huma's messages and ours; the rest of a message after the prefix is put in for %s.
var validations = []struct{ prefix, chinese string }{
	{"expected required property", "缺少必填项“%[1]s”。"},
	{"required", "缺少必填项“%[1]s”。"},
	{"expected length >= ", "“%[1]s”太短，至少 %[2]s 个字。"},
	{"expected length <= ", "“%[1]s”太长，最多 %[2]s 个字。"},
	{"expected number >= ", "“%[1]s”不能小于 %[2]s。"},
	{"expected number <= ", "“%[1]s”不能大于 %[2]s。"},
	{"expected array length >= ", "“%[1]s”至少要有 %[2]s 项。"},
	{"expected array length <= ", "“%[1]s”最多 %[2]s 项。"},
	{"expected value to be one of ", "“%[1]s”只能是 %[2]s 之一。"},
	{"expected integer", "“%[1]s”应为整数。"},
	{"invalid integer", "“%[1]s”应为整数。"},
	{"expected number", "“%[1]s”应为数字。"},
	{"invalid float", "“%[1]s”应为数字。"},
	{"expected boolean", "“%[1]s”应为 true 或 false。"},
	{"invalid boolean", "“%[1]s”应为 true 或 false。"},
	{"expected string", "“%[1]s”应为文字。"},
	{"expected array items to be unique", "“%[1]s”不能有重复项。"},
	{"expected array", "“%[1]s”应为列表。"},
	{"expected object", "“%[1]s”应为对象。"},
	{"unexpected property", "不认识的输入项“%[1]s”。"},
	{"civil: ", "日期应为形如 2024-03-11。"},
	{"invalid value: civil", "“%[1]s”应为形如 2024-03-11 的日期。"},
}

func chineseValidation(e *huma.ErrorDetail) string {
	field := fieldOf(e)
	if field == "" {
		field = "请求内容"
	}
	for _, v := range validations {
		if rest, ok := strings.CutPrefix(e.Message, v.prefix); ok {
			return fmt.Sprintf(v.chinese+"%.0[2]s", field, strings.Trim(rest, `"`))
		}
	}
	return "“" + field + "”的值不合要求。"
}
