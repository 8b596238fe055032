package sensitivewords

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"bianku/internal/fault"
	"bianku/internal/pg"
)

// ClassCoverage is how many words a class has and how many the standard asks for.
type ClassCoverage struct {
	Class
	Words   int `json:"words"`
	Missing int `json:"missing"`
}

// Report is how far the lists are from the standard's numbers.
type Report struct {
	Total       int             `json:"total"` // distinct words
	NeededTotal int             `json:"needed_total"`
	Classes     []ClassCoverage `json:"classes"`
	UpdatedAt   *time.Time      `json:"updated_at,omitempty"` // last import
	Complete    bool            `json:"complete"`
	Problems    []string        `json:"problems"` // plain Chinese, what is missing
}

// Coverage counts distinct words (as the matcher sees them) of the shipped and the imported lists against what
// GB/T 45654-2025 asks for: 10,000 in all, 200 for each class of A.1, 100 for each of A.2, updated every week.
func Coverage(ctx context.Context, db pg.DB) (_ Report, err error) {
	defer fault.Wrapf(&err, "sensitivewords.Coverage")
	rep := Report{NeededTotal: NeededTotal}
	if err := db.QueryRow(ctx, `select max(updated_at) from sensitivewords.list`).Scan(&rep.UpdatedAt); err != nil {
		return rep, err
	}
	seed, err := seedWords()
	if err != nil {
		return rep, err
	}
	counts := map[string]map[string]bool{}
	all := map[string]bool{}
	add := func(class, folded string) {
		if counts[class] == nil {
			counts[class] = map[string]bool{}
		}
		counts[class][folded], all[folded] = true, true
	}
	for _, w := range seed {
		add(w.Class, string(foldWord(w.Text)))
	}
	rows, err := db.Query(ctx, `select class, folded from sensitivewords.word`)
	if err != nil {
		return rep, err
	}
	var class, folded string
	if _, err := pgx.ForEachRow(rows, []any{&class, &folded}, func() error { add(class, folded); return nil }); err != nil {
		return rep, err
	}
	rep.Total = len(all)
	for _, c := range Classes {
		n := len(counts[c.Code])
		rep.Classes = append(rep.Classes, ClassCoverage{Class: c, Words: n, Missing: max(0, c.Needed-n)})
	}
	rep.judge(time.Now())
	return rep, nil
}

// judge fills Problems and Complete.
func (r *Report) judge(now time.Time) {
	r.Problems = []string{}
	say := func(format string, args ...any) { r.Problems = append(r.Problems, fmt.Sprintf(format, args...)) }
	if r.Total < r.NeededTotal {
		say("词库共 %d 个词，要求不少于 %d 个，还差 %d 个。", r.Total, r.NeededTotal, r.NeededTotal-r.Total)
	}
	for _, c := range r.Classes {
		if c.Missing > 0 {
			say("%s %s：%d 个词，要求不少于 %d 个，还差 %d 个。", c.Code, c.Name, c.Words, c.Needed, c.Missing)
		}
	}
	switch {
	case r.UpdatedAt == nil:
		say("还没有导入过正式词库，目前只有内置的少量基础词。")
	case now.Sub(*r.UpdatedAt) > UpdateDays*24*time.Hour:
		say("上次更新是 %s，要求至少每周更新一次。", r.UpdatedAt.Format("2006年1月2日"))
	}
	r.Complete = len(r.Problems) == 0
}
