package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5"

	"bianku/eval"
	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/retrieval"
)

// maxSetBytes is a set of some hundred thousand questions.
const maxSetBytes = 64 << 20

func (s *server) listEvalSets(ctx context.Context, in *Page) (*out[list[eval.Set]], error) {
	return replyList(eval.Sets(ctx, s.Pool, in.Limit, in.Offset))
}

func (s *server) getEvalSet(ctx context.Context, in *ByID) (*out[eval.Set], error) {
	return reply(eval.SetByID(ctx, s.Pool, in.ID))
}

func (s *server) listEvalQuestions(ctx context.Context, in *struct {
	ByID
	Page
}) (*out[list[eval.Question]], error) {
	return replyList(eval.Questions(ctx, s.Pool, in.ID, in.Limit, in.Offset))
}

// NewSet asks for a set that is made of what is there.
type NewSet struct {
	Name string `json:"name" doc:"问题集名称；from 为 sample 时不用填"`
	From string `json:"from" enum:"pairs,sample" doc:"pairs：由已审定问答生成；sample：随产品附带的示例问题"`
}

// makeEvalSet takes a JSON body (NewSet), or a form with name and then file: questions as JSONL.
func (s *server) makeEvalSet(ctx context.Context, in *struct{ FromRequest }) (*out[eval.Set], error) {
	if kind, _, _ := mime.ParseMediaType(in.http.Header.Get("Content-Type")); kind == "application/json" {
		return s.derivedSet(ctx, in.http.Body)
	}
	form, err := in.http.MultipartReader()
	if err != nil {
		return nil, fault.Wrap(err, fault.Unsupported, "请上传问题集文件（multipart/form-data：name、file），或以 JSON 说明由什么生成。")
	}
	return s.uploadedSet(ctx, form)
}

func (s *server) derivedSet(ctx context.Context, body io.Reader) (*out[eval.Set], error) {
	var want NewSet
	if err := json.NewDecoder(io.LimitReader(body, maxFieldBytes)).Decode(&want); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "请求内容不是有效的 JSON，请检查后重试。")
	}
	var set eval.Set
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		switch want.From {
		case "pairs":
			set, err = eval.SetFromPairs(ctx, tx, want.Name)
		case "sample":
			set, err = eval.SampleSet(ctx, tx)
		default:
			err = fault.Field("from", "from 只能是 pairs（已审定问答）或 sample（示例问题）。")
		}
		return err
	})
	return reply(set, err)
}

func (s *server) uploadedSet(ctx context.Context, form *multipart.Reader) (*out[eval.Set], error) {
	name := ""
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, fault.Field("file", "没有收到问题集文件（表单项 file，排在 name 之后）。")
		}
		if err != nil {
			return nil, brokenForm(err)
		}
		switch part.FormName() {
		case "file":
			return s.storeSet(ctx, name, part)
		case "name":
			raw, err := io.ReadAll(io.LimitReader(part, maxFieldBytes))
			if err != nil {
				return nil, brokenForm(err)
			}
			name = string(raw)
		default:
			return nil, fault.Field(part.FormName(), "不认识的表单项“"+part.FormName()+"”。")
		}
	}
}

func (s *server) storeSet(ctx context.Context, name string, file io.Reader) (*out[eval.Set], error) {
	limited := &io.LimitedReader{R: &patient{file, controllerFrom(ctx)}, N: maxSetBytes + 1}
	questions, err := eval.ReadQuestions(limited)
	switch {
	case limited.N <= 0:
		return nil, fault.Newf(fault.TooLarge, "问题集超过 %d MB，请拆分后上传。", maxSetBytes>>20)
	case err != nil:
		return nil, err
	}
	var set eval.Set
	err = s.inTx(ctx, func(tx pgx.Tx) (err error) {
		set, err = eval.ImportSet(ctx, tx, name, eval.FromFile, questions)
		return err
	})
	return reply(set, err)
}

func (s *server) listEvalRuns(ctx context.Context, in *struct {
	Page
	SetID int64 `query:"set_id" minimum:"0" doc:"只要这个问题集的"`
}) (*out[list[eval.Run]], error) {
	return replyList(eval.Runs(ctx, s.Pool, eval.RunFilter{SetID: in.SetID, Limit: in.Limit, Offset: in.Offset}))
}

// NewRun asks for a run over a set.
type NewRun struct {
	SetID     int64         `json:"set_id" minimum:"1"`
	Label     string        `json:"label,omitempty" maxLength:"100" doc:"名字"`
	Split     string        `json:"split,omitempty" maxLength:"40" doc:"只评测这一部分，例如 dev"`
	Leg       retrieval.Leg `json:"leg,omitempty" doc:"检索指标用哪种检索"`
	Clearance int           `json:"clearance,omitempty" minimum:"0" maximum:"4" doc:"以哪个密级的眼光提问；不填为自己的密级"`
}

func (s *server) startEvalRun(ctx context.Context, in *struct{ Body NewRun }) (*out[eval.Run], error) {
	if s.EnqueueRun == nil {
		return nil, fault.New(fault.Unavailable, "本服务没有启用评测，请联系管理员。")
	}
	var run eval.Run
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		run, err = eval.NewRun(ctx, tx, in.Body.SetID, eval.Config{Label: in.Body.Label, Split: in.Body.Split, Leg: in.Body.Leg, Clearance: auth.Clearance(in.Body.Clearance)})
		if err != nil {
			return err
		}
		return s.EnqueueRun(ctx, tx, run.ID)
	})
	return reply(run, err)
}

func (s *server) getEvalRun(ctx context.Context, in *ByID) (*out[eval.Run], error) {
	return reply(eval.RunByID(ctx, s.Pool, in.ID))
}

func (s *server) cancelEvalRun(ctx context.Context, in *ByID) (*out[eval.Run], error) {
	var run eval.Run
	err := s.inTx(ctx, func(tx pgx.Tx) (err error) {
		run, err = eval.Cancel(ctx, tx, in.ID)
		return err
	})
	return reply(run, err)
}

func (s *server) listEvalOutcomes(ctx context.Context, in *struct {
	ByID
	Page
	Failed bool       `query:"failed" doc:"只要没有通过的"`
	Class  eval.Class `query:"class" doc:"归因"`
	Type   int        `query:"type" minimum:"0" maximum:"30" doc:"问题类型；0 为全部"`
}) (*out[list[eval.Outcome]], error) {
	return replyList(eval.Outcomes(ctx, s.Pool, in.ID, eval.OutcomeFilter{Failed: in.Failed, Class: in.Class, Type: in.Type, Limit: in.Limit, Offset: in.Offset}))
}

func (s *server) compareEvalRuns(ctx context.Context, in *struct {
	A int64 `query:"a" required:"true" minimum:"1" doc:"基准"`
	B int64 `query:"b" required:"true" minimum:"1" doc:"与基准比较的评测"`
}) (*out[eval.Comparison], error) {
	return reply(eval.Compare(ctx, s.Pool, in.A, in.B))
}

// docEvalSet describes both bodies that makeEvalSet reads past huma.
func docEvalSet(op *huma.Operation, r huma.Registry) {
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json": {Schema: r.Schema(reflect.TypeFor[NewSet](), true, "")},
		"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject,
			Properties: map[string]*huma.Schema{
				"name": {Type: huma.TypeString, Description: "问题集名称"},
				"file": {Type: huma.TypeString, Format: "binary", Description: "JSONL，每行一题：id、question、answerable、answer、must、gold……"},
			},
			Required: []string{"name", "file"},
		}},
	}}
}
