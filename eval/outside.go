package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"bianku/internal/fault"
)

// Outside is a test set in the form in which retrieval and question answering sets are usually published. Only Queries is needed.
type Outside struct {
	Queries io.Reader            // JSONL {id, text, as_of?, type?}
	Qrels   io.Reader            // id ⇥ external id ⇥ relevance, also in TREC's four columns; what is 0 or less is not gold
	Answers io.Reader            // JSONL {id, answers: […]}
	Splits  map[string]io.Reader // name → ids, one a line
}

// Questions makes questions of it: gold are external ids of --jsonl rows, any of the answers is right. What names a query that
// is not there is an error: the parts would not belong together. Questions of no split are left out where there are splits.
func (o Outside) Questions() ([]Question, error) {
	var list []Question
	at := map[string]int{}
	err := lines(o.Queries, "问题文件", func(n int, line string) error {
		var q struct {
			Question
			Text string `json:"text"`
		}
		if json.Unmarshal([]byte(line), &q) != nil || q.ID == "" || q.Text == "" {
			return fault.Newf(fault.Invalid, "问题文件第 %d 行应为 {\"id\": …, \"text\": …}，请检查后重试。", n)
		}
		if _, twice := at[q.ID]; twice {
			return fault.Newf(fault.Invalid, "问题文件第 %d 行的 id“%s”重复了。", n, q.ID)
		}
		at[q.ID] = len(list)
		list = append(list, Question{ID: q.ID, Type: q.Type, Text: q.Text, AsOf: q.AsOf, Answerable: true})
		return nil
	})
	find := func(what string, n int, id string) (*Question, error) {
		if i, ok := at[id]; ok {
			return &list[i], nil
		}
		return nil, fault.Newf(fault.Invalid, "%s第 %d 行的 id“%s”不在问题文件里，两个文件不是一套。", what, n, id)
	}
	if err == nil {
		err = o.qrels(find)
	}
	if err == nil {
		err = o.answers(find)
	}
	if err != nil || len(o.Splits) == 0 {
		return list, err
	}
	return o.split(list, find)
}

type finder func(what string, n int, id string) (*Question, error)

func (o Outside) qrels(find finder) error {
	return lines(o.Qrels, "相关性文件", func(n int, line string) error {
		f := strings.Fields(line)
		if len(f) == 4 {
			f = []string{f[0], f[2], f[3]}
		}
		if len(f) != 3 {
			return fault.Newf(fault.Invalid, "相关性文件第 %d 行应为“问题id 资料id 相关度”，以制表符分隔。", n)
		}
		q, err := find("相关性文件", n, f[0])
		if err == nil && f[2] != "0" && !strings.HasPrefix(f[2], "-") {
			q.Gold = append(q.Gold, Gold{ExternalID: f[1]})
		}
		return err
	})
}

// answers: the gold answer is the one to be shown, and it is what a right answer must hold, since nothing else says what must.
func (o Outside) answers(find finder) error {
	return lines(o.Answers, "答案文件", func(n int, line string) error {
		var a struct {
			ID      string   `json:"id"`
			Answers []string `json:"answers"`
		}
		if json.Unmarshal([]byte(line), &a) != nil || a.ID == "" || len(a.Answers) == 0 {
			return fault.Newf(fault.Invalid, "答案文件第 %d 行应为 {\"id\": …, \"answers\": [\"…\"]}，请检查后重试。", n)
		}
		q, err := find("答案文件", n, a.ID)
		if err != nil {
			return err
		}
		q.Answer, q.Answers = a.Answers[0], a.Answers[1:]
		if len(q.Answers) == 0 {
			q.Answers, q.Must = nil, a.Answers
		}
		return nil
	})
}

func (o Outside) split(list []Question, find finder) ([]Question, error) {
	for name, r := range o.Splits {
		err := lines(r, name+" 部分", func(n int, line string) error {
			q, err := find(name+" 部分", n, strings.TrimSpace(line))
			if err == nil {
				q.Split = name
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	var kept []Question
	for _, q := range list {
		if q.Split != "" {
			kept = append(kept, q)
		}
	}
	return kept, nil
}

// lines calls f for every line that is not empty; a nil reader has none.
func lines(r io.Reader, what string, f func(n int, line string) error) error {
	if r == nil {
		return nil
	}
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, 1<<20)
	for n := 1; scan.Scan(); n++ {
		if strings.TrimSpace(scan.Text()) == "" {
			continue
		}
		if err := f(n, strings.TrimPrefix(scan.Text(), "\ufeff")); err != nil {
			return err
		}
	}
	return fault.Wrap(scan.Err(), fault.Invalid, fmt.Sprintf("%s无法读取，请检查文件（每行不超过 1 MB）。", what))
}
