package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"bianku/internal/civil"
	"bianku/internal/fault"
)

func TestReadRowsReportsBadLinesAndGoesOn(t *testing.T) {
	t.Parallel()
	file := "\ufeff" + `{"id":"a","title":"甲","text":"文字","date":"2020年3月5日","status":"现行有效"}
{"id": 7, "text": "数字编号"}

not json
{"id":"b","title":"没有正文"}
{"title":"没有编号","text":"x"}
{"id":"c","text":"x","date":"去年"}
{"id":"d","text":"x","status":"大概有效"}
{"id":"a","text":"另一段文字"}
{"id":"a","text":"文字"}
{"id":"e","text":"nul \u0000"}
{"id":"f","text":["x"]}`
	var got []string
	require.NoError(t, ReadRows(strings.NewReader(file), func(r Row) error {
		msg := "好"
		if r.Err != nil {
			msg = fault.Message(r.Err)
		}
		got = append(got, fmt.Sprintf("%d %s %.16s", r.Line, r.ID, msg))
		return nil
	}))
	require.Equal(t, []string{"1 a 好", "2 7 好", "4  这一行不是合格的 JSON 对象", "5 b text 是空的，没有可以检索的",
		"6  缺少 id。", "7 c 日期“去年”看不懂，请写成 20", "8 d 不认识的状态“大概有效”。可用：", "9 a 编号“a”与第 1 行重复而内容",
		"10 a 好", "11 e 含有 NUL 字符，不是正常文本", "12  这一行不是合格的 JSON 对象"}, got)
}

func TestRowDates(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"2024-03-11": "2024-03-11", "2024/3/1": "2024-03-01", "2024.3.1": "2024-03-01",
		"2024年3月11日": "2024-03-11", "20240311": "2024-03-11", "2024-03-11T00:00:00Z": "2024-03-11", "2024-03-11 08:00": "2024-03-11", "": ""} {
		d, err := rowDate(in)
		require.NoError(t, err, in)
		require.Equal(t, want, d.String(), in)
	}
	for _, in := range []string{"2024-02-30", "2024", "三月"} {
		_, err := rowDate(in)
		require.Equal(t, fault.Invalid, fault.KindOf(err), in)
	}
}

// rows takes rows through the door and the stage structure.
func (s *store) rows(rows ...Row) []Intake {
	s.t.Helper()
	b := s.batch(s.ctx, 1)
	var ids []int64
	for i := range rows {
		rows[i].Line = i + 1
	}
	require.NoError(s.t, s.tx(s.ctx, func(tx pgx.Tx) (err error) { ids, err = AddRows(s.ctx, tx, b.ID, "rows.jsonl", rows); return err }))
	items, err := Begin(s.ctx, s.pool, RowStage, ids)
	require.NoError(s.t, err)
	require.Len(s.t, items, len(ids))
	for _, it := range items {
		d, err := Understand(s.ctx, s.pool, s.files, it)
		require.NoError(s.t, err)
		s.save(it, d)
	}
	list, _, err := Intakes(s.ctx, s.pool, IntakeFilter{BatchID: b.ID})
	require.NoError(s.t, err)
	return list
}

func TestARowIsADocumentThatKeepsItsID(t *testing.T) {
	s := newStore(t)
	in := s.rows(Row{ID: "G1085", Title: "民法典第五十四条", Text: "自然人从事工商业经营，经依法登记，为个体工商户。", Date: "2021-01-01", Status: "现行有效"})[0]
	require.Equal(t, Done, in.State)
	v := s.version(in.VersionID, "")
	require.Equal(t, "G1085", v.ExternalID)
	require.Equal(t, "民法典第五十四条", v.Title)
	require.Equal(t, InForce, v.Status)
	chunks, err := Chunks(s.ctx, s.pool, in.VersionID)
	require.NoError(t, err)
	require.Len(t, chunks, 1)
	require.Equal(t, "全文", chunks[0].Address)
	f, _, err := OpenVersionFile(s.ctx, s.pool, s.files, in.VersionID)
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

func TestTheSameRowAgain(t *testing.T) {
	s := newStore(t)
	row := Row{ID: "r1", Title: "条", Text: "原文", Date: "2020-01-01"}
	first := s.rows(row)[0]
	require.Equal(t, Duplicate, s.rows(row)[0].State, "same id, same text: no change")
	twin := s.rows(Row{ID: "r2", Title: "条", Text: "原文"})[0]
	require.Equal(t, Done, twin.State, "another id with the same text is another unit")
	require.NotEqual(t, first.VersionID, twin.VersionID)

	changed := s.rows(Row{ID: "r1", Title: "条", Text: "新文", Date: "2024-01-01"})[0]
	require.Equal(t, first.DocumentID, changed.DocumentID)
	require.Equal(t, Amended, s.version(first.VersionID, "2024-06-01").Status)
	require.Equal(t, InForce, s.version(changed.VersionID, "2024-06-01").Status)

	undated := s.rows(Row{ID: "r2", Title: "条", Text: "改后"})[0]
	require.Equal(t, Amended, s.version(twin.VersionID, "").Status, "without dates the later one replaces from the day it came")
	require.Equal(t, Unknown, s.version(undated.VersionID, "").Status)

	gone := s.rows(Row{ID: "r2", Title: "条", Text: "改后", Status: "已废止"})[0]
	require.Equal(t, undated.VersionID, gone.VersionID)
	require.Equal(t, Repealed, s.version(undated.VersionID, "").Status, "the same text with another status is no new version")
	require.Contains(t, gone.Note, "文字未变")
}

func TestWhatARowSaysOfItsStatus(t *testing.T) {
	s := newStore(t)
	for _, c := range []struct {
		date, status string
		want         Status
		then         Status // on 2015-01-01
	}{
		{"", "", Unknown, Unknown},
		{"2010-01-01", "", InForce, InForce},
		{"2010-01-01", "现行有效", InForce, InForce},
		{"2020-01-01", "in_force", InForce, NotYetEffective},
		{"2010-01-01", "已废止", Repealed, InForce},
		{"2010-01-01", "amended", Amended, InForce},
		{"", "失效", Lapsed, Unknown},
		{"2099-01-01", "尚未生效", NotYetEffective, NotYetEffective},
		{"2010-01-01", "尚未生效", NotYetEffective, NotYetEffective},
		{"2010-01-01", "征求意见稿", Draft, Draft},
		{"2010-01-01", "unknown", Unknown, Unknown},
	} {
		in := s.rows(Row{ID: c.date + c.status, Title: "条", Text: "文字", Date: c.date, Status: c.status})[0]
		require.Equal(t, Done, in.State)
		require.Equal(t, c.want, s.version(in.VersionID, "").Status, "%+v", c)
		require.Equal(t, c.then, s.version(in.VersionID, "2015-01-01").Status, "%+v then", c)
	}
}

func TestBadRowsFailWithTheirLine(t *testing.T) {
	s := newStore(t)
	in := s.rows(Row{ID: "ok", Text: "好的"}, Row{ID: "bad", Err: fault.New(fault.Invalid, "text 是空的。")})
	require.Equal(t, []string{Done, Failed}, []string{in[0].State, in[1].State})
	require.Equal(t, "第 2 行：text 是空的。", in[1].Error)
	require.Equal(t, 2, in[1].Line)
	require.Equal(t, "ok", s.version(in[0].VersionID, "").Title, "a row without a title goes by its id")
	require.Equal(t, civil.Date{}, s.version(in[0].VersionID, "").EffectiveFrom)
}
