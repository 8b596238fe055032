package qa

import (
	"context"
	"strings"

	"bianku/internal/civil"
	"bianku/qa/understand"
	sensitivewords "bianku/sensitive-words"
)

// Reasons of a refusal, beside the policies of understand.
const (
	noEvidence = "no_evidence"
	partial    = "partial"
	notInForce = "not_in_force"
	isBlocked  = "blocked"
	unclear    = "unclear"
)

var policyMessages = map[understand.Policy]string{
	understand.Secret:      "该问题涉及国家秘密、工作秘密或者不公开的机构编制事项，不能在本系统回答。请按保密规定通过规定渠道向有权机关查询。",
	understand.Personal:    "该问题涉及个人信息，不能在本系统回答。确因工作需要的，请按规定程序在机构编制实名制管理系统中查询。",
	understand.Opinion:     "该问题要求对人员或者机构作出评价、推荐或者预测，不属于本系统的回答范围。可以改问有关职责、编制、职数和程序的规定。",
	understand.OutOfDomain: "该问题不属于机构编制业务范围，本系统不作回答。可以询问机构设置、职责、编制、领导职数和办理程序等问题。",
}

var reasonMessages = map[string]string{
	noEvidence: "现有资料中没有能够回答该问题的内容，不能作答。可以补充机构全称、文件名称或者时间后再问，或者请管理员补充有关文件。",
	partial:    "现有资料不完整，缺少部分机构的数据，不能给出合计数。",
	notInForce: "在所问的时点，现有资料中没有正在施行的有关规定，不能作答。可以换一个时点再问，或者请管理员补充当时的文件。",
	isBlocked:  "问题中含有不适宜处理的内容，不能作答。请修改后重新提问。",
	unclear:    "问题中的机构不够明确。请写明机构全称后再问。",
}

// refuse makes a refusal. The message says nothing of what the corpus holds beyond what its caller adds, and a caller adds
// only what the actor may see.
func refuse(reason, message string) *Refusal {
	if message == "" {
		message = reasonMessages[reason]
	}
	return &Refusal{Reason: reason, Message: message}
}

// blocked says whether the question holds a word that is blocked.
func (a *asking) blocked() *Refusal {
	if a.Words == nil || a.Words.Check(a.question.Text).Action != sensitivewords.Block {
		return nil
	}
	return refuse(isBlocked, "")
}

// mask covers what must not be shown in an answer. Only the wording is covered: a quote is verbatim or it is nothing.
func (a *asking) mask() {
	if a.Words == nil {
		return
	}
	for i := range a.answer.Sentences {
		s := &a.answer.Sentences[i]
		if masked := a.Words.Mask(s.Text); masked != s.Text {
			a.answer.Text = strings.Replace(a.answer.Text, s.Text, masked, 1)
			s.Text = masked
		}
	}
}

// nearestShown is how many articles a refusal offers to look at.
const nearestShown = 3

// nothing is the refusal when no answerer found anything: the nearest articles in force, never presented as the answer.
// Where texts answer that are not in force on the day asked about, that is said instead.
func (a *asking) nothing(ctx context.Context) (*draft, error) {
	r := refuse(noEvidence, "")
	if a.meaning.BareAsk() {
		r = refuse(unclear, "")
	}
	if err := a.search(ctx, false); err != nil {
		return nil, err
	}
	if out, err := a.namedNotInForce(ctx); err != nil || out {
		if err != nil {
			return nil, err
		}
		r = refuse(notInForce, "")
	} else if a.otherDay() && len(a.meaning.Unknown) == 0 {
		found, err := a.answersOnAnotherDay(ctx)
		if err != nil {
			return nil, err
		}
		if found {
			r = refuse(notInForce, "")
		}
	}
	for _, p := range a.offered {
		if len(r.Nearest) < nearestShown && p.inForce() {
			r.Nearest = append(r.Nearest, p.whole())
		}
	}
	return &draft{refusal: r}, nil
}

// namedNotInForce says whether the question is about texts the corpus holds of which none counts on the day.
func (a *asking) namedNotInForce(ctx context.Context) (bool, error) {
	all, err := a.namedTexts(ctx)
	if err != nil || len(all) == 0 {
		return false, err
	}
	_, ok := current(all)
	return !ok, nil
}

// otherDay says whether the question is about another day than today.
func (a *asking) otherDay() bool { return a.asOf != a.today }

// answersOnAnotherDay says whether the same question has an answer today: then the day is why there is none.
func (a *asking) answersOnAnotherDay(ctx context.Context) (bool, error) {
	if a.meaning.When.Future {
		return false, nil
	}
	other := *a
	other.asOf, other.offered = a.today, nil
	if w := a.meaning.When.Text; w != "" {
		other.meaning.Text = strings.Replace(a.meaning.Text, w, "", 1)
		other.meaning.Bodies = nil // their places in the text have moved
		for _, b := range a.meaning.Bodies {
			if i := strings.Index(other.meaning.Text, b.Text); i >= 0 {
				b.Start = len([]rune(other.meaning.Text[:i]))
				b.End = b.Start + len([]rune(b.Text))
			}
			other.meaning.Bodies = append(other.meaning.Bodies, b)
		}
	}
	other.meaning.When = understand.When{}
	other.emit = func(Event) {}
	other.answer.Timings = map[string]float64{}
	for _, find := range answerers(other.meaning.Intent) {
		d, err := find(&other, ctx)
		if err != nil {
			return false, err
		}
		if !d.empty() {
			return d.refusal == nil, nil
		}
	}
	return false, nil
}

// fixDay settles the day the answer is for: the request's, else the question's, else today.
func (a *asking) fixDay(ctx context.Context) error {
	w := a.meaning.When
	a.asOf, a.answer.AsOfSource = a.today, "today"
	switch {
	case !a.question.AsOf.IsZero():
		a.asOf, a.answer.AsOfSource = a.question.AsOf, "request"
	case ranges[a.meaning.Intent]:
	case a.meaning.Intent == understand.StillValid && w.Year != 0:
	case w.Prior:
		d, err := a.priorDay(ctx)
		if err != nil {
			return err
		}
		if !d.IsZero() {
			a.asOf, a.answer.AsOfSource = d, "question"
		}
	case !w.AsOf.IsZero():
		a.asOf, a.answer.AsOfSource = w.AsOf, "question"
	}
	a.answer.AsOf = a.asOf
	if a.answer.AsOfSource != "today" {
		a.answer.AsOfNote = "按" + a.asOf.Chinese() + "的规定回答"
		if a.answer.AsOfSource == "question" && (w.Year != 0 || w.Month) {
			a.answer.AsOfNote = "问题没有写明具体日期，按" + a.asOf.Chinese() + "的规定回答"
		}
	}
	return nil
}

// ranges are questions in which a time is a period to look through, not a day to stand on.
var ranges = map[understand.Intent]bool{understand.History: true, understand.List: true, understand.Change: true,
	understand.TakesEffect: true, understand.VersionDiff: true}

// priorDay is the last day of what stood before: of the body's 三定 before the present one; else the eve of the reform the
// question names; else the last day of the most recent text that answers and is no longer in force.
func (a *asking) priorDay(ctx context.Context) (civil.Date, error) {
	for _, b := range a.meaning.Bodies {
		if len(b.Bodies) != 1 {
			continue
		}
		all, err := charters(ctx, a.Pool, a.today, a.names(b.Bodies[0]))
		if err != nil {
			return civil.Date{}, err
		}
		if d := eve(all, a.meaning.When.Reform); !d.IsZero() {
			return d, nil
		}
	}
	if !a.meaning.When.AsOf.IsZero() {
		return a.meaning.When.AsOf, nil
	}
	past, err := a.pastHits(ctx)
	if err != nil {
		return civil.Date{}, err
	}
	for _, p := range past {
		if !p.inForce() && !p.To.IsZero() {
			return p.To.AddDays(-1), nil
		}
	}
	return civil.Date{}, nil
}

// eve is the day before the charter that a reform brought: of the year given or the one after it, else of the newest.
func eve(all []source, year int) civil.Date {
	for i := len(all) - 1; i > 0; i-- {
		from := all[i].From
		if from.IsZero() {
			continue
		}
		if year == 0 || from.Year() == year || from.Year() == year+1 {
			return from.AddDays(-1)
		}
	}
	return civil.Date{}
}
