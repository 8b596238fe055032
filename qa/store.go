package qa

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"bianku/internal/audit"
	"bianku/internal/auth"
	"bianku/internal/civil"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the room's tables.
var Migrations = pg.Migrations{Room: "qa", FS: sub(migrations)}

func sub(f embed.FS) fs.FS {
	s, err := fs.Sub(f, "migrations")
	if err != nil {
		panic(err) // embedded above
	}
	return s
}

// Conversation is a person's questions in order. Turns is nil in lists.
type Conversation struct {
	ID        int64     `json:"id"`
	Title     string    `json:"title"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	Turns     []Turn    `json:"turns,omitempty"`
}

// Turn is one question with its answer. Hidden: the reader may no longer see what the answer rests on, and so does not see
// the answer.
type Turn struct {
	ID             int64     `json:"id"`
	ConversationID int64     `json:"conversation_id"`
	Question       string    `json:"question"`
	Answer         Answer    `json:"answer"`
	Evidence       []int64   `json:"evidence"`
	Hidden         bool      `json:"hidden,omitempty"`
	Feedback       *Feedback `json:"feedback,omitempty"`
	CreatedAt      time.Time `json:"created_at"`
}

// Feedback is what a reader thought of an answer.
type Feedback struct {
	Verdict string `json:"verdict"` // up, down
	Reason  string `json:"reason,omitempty"`
	Comment string `json:"comment,omitempty"`

	Ticket *Handling `json:"ticket,omitempty"` // filled in by those who know tickets
}

// Handling is what became of a thumbs-down: where the ticket stands that it led to.
type Handling struct {
	TicketID  int64     `json:"id"`
	State     string    `json:"state"`
	Label     string    `json:"label"` // Chinese, for the author
	UpdatedAt time.Time `json:"updated_at"`
}

const (
	maxFormer = 4  // questions before a follow-up that are read again
	maxTitle  = 40 // characters of a conversation's first title
)

// formerQuestions are the last questions of the actor's conversation, oldest first.
func formerQuestions(ctx context.Context, db pg.DB, conversation int64) ([]string, error) {
	if err := owned(ctx, db, conversation); err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, `select question from qa.turn where conversation_id = $1 order by id desc limit $2`, conversation, maxFormer)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	slices.Reverse(list)
	return list, err
}

var errNoConversation = fault.New(fault.NotFound, "没有这个会话，可能已经删除。")

// owned refuses a conversation that is not the actor's own. The system owns those of account 0.
func owned(ctx context.Context, db pg.DB, conversation int64) error {
	var one int
	err := db.QueryRow(ctx, `select 1 from qa.conversation where id = $1 and actor_id = $2 and deleted_at is null`,
		conversation, auth.ActorFrom(ctx).ID).Scan(&one)
	if errors.Is(err, pgx.ErrNoRows) {
		return errNoConversation
	}
	return err
}

// store keeps the turn and its audit event in one transaction. The id is in the stored answer too.
func (a *asking) store(ctx context.Context) error {
	return pg.InTx(ctx, a.Pool, func(tx pgx.Tx) error {
		actor := auth.ActorFrom(ctx)
		if a.answer.ConversationID == 0 {
			if err := tx.QueryRow(ctx, `insert into qa.conversation (actor_id, title) values ($1, $2) returning id`,
				actor.ID, firstRunes(a.question.Text, maxTitle)).Scan(&a.answer.ConversationID); err != nil {
				return err
			}
		} else if _, err := tx.Exec(ctx, `update qa.conversation set updated_at = now() where id = $1 and actor_id = $2`, a.answer.ConversationID, actor.ID); err != nil {
			return err
		}
		var refusal *string
		if a.answer.Refusal != nil {
			refusal = &a.answer.Refusal.Reason
		}
		if err := tx.QueryRow(ctx, `select nextval(pg_get_serial_sequence('qa.turn', 'id'))`).Scan(&a.answer.ID); err != nil {
			return err
		}
		whole, err := json.Marshal(a.answer)
		if err != nil {
			return err
		}
		timings, err := json.Marshal(a.answer.Timings)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `insert into qa.turn (id, conversation_id, actor_id, question, as_of, mode, answer, evidence, model, prompt_version, refusal, clearance, timings, pairs)
			overriding system value values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
			a.answer.ID, a.answer.ConversationID, actor.ID, a.question.Text, a.answer.AsOf, a.answer.Mode, whole, notNilIDs(a.evidence),
			a.answer.Model, a.answer.PromptVersion, refusal, a.answer.Clearance, timings, a.usedPairs())
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: "answer.give", Object: "turn", ObjectID: strconv.FormatInt(a.answer.ID, 10), After: map[string]any{
			"question": a.question.Text, "mode": a.answer.Mode, "refusal": refusal, "as_of": a.answer.AsOf, "evidence": notNilIDs(a.evidence), "pairs": a.usedPairs(),
			"model": a.answer.Model, "prompt_version": a.answer.PromptVersion, "conversation_id": a.answer.ConversationID}})
	})
}

func notNilIDs(ids []int64) []int64 {
	if ids == nil {
		return []int64{}
	}
	return ids
}

func firstRunes(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n]) + "…"
}

// Conversations lists the actor's conversations, the last used first.
func Conversations(ctx context.Context, db pg.DB) (list []Conversation, err error) {
	defer fault.Wrapf(&err, "qa.Conversations")
	rows, err := db.Query(ctx, `select id, title, created_at, updated_at from qa.conversation
		where actor_id = $1 and deleted_at is null order by updated_at desc, id desc limit 500`, auth.ActorFrom(ctx).ID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (c Conversation, err error) {
		return c, r.Scan(&c.ID, &c.Title, &c.CreatedAt, &c.UpdatedAt)
	})
}

// readable is the condition under which the actor ($1 id, $2 whether an auditor) may read a conversation c.
const readable = `(c.actor_id = $1 and c.deleted_at is null or $2)`

func reader(ctx context.Context) (int64, bool) {
	a := auth.ActorFrom(ctx)
	return a.ID, a.Has(auth.Auditor) && a.SignedIn()
}

// ConversationByID returns a conversation with its turns: the actor's own, or any for an auditor.
func ConversationByID(ctx context.Context, db pg.DB, id int64) (c Conversation, err error) {
	defer fault.Wrapf(&err, "qa.ConversationByID(%d)", id)
	me, auditor := reader(ctx)
	err = db.QueryRow(ctx, `select c.id, c.title, c.created_at, c.updated_at from qa.conversation c where c.id = $3 and `+readable, me, auditor, id).
		Scan(&c.ID, &c.Title, &c.CreatedAt, &c.UpdatedAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, errNoConversation
	}
	if err != nil {
		return c, err
	}
	c.Turns, err = turns(ctx, db, `c.id = $3`, id)
	return c, err
}

// TurnByID returns one turn.
func TurnByID(ctx context.Context, db pg.DB, id int64) (t Turn, err error) {
	defer fault.Wrapf(&err, "qa.TurnByID(%d)", id)
	list, err := turns(ctx, db, `t.id = $3`, id)
	if err != nil {
		return t, err
	}
	if len(list) == 0 {
		return t, fault.New(fault.NotFound, "没有这条回答，可能已经删除。")
	}
	return list[0], nil
}

// turns reads turns that the actor may read, and hides the words of those that name anything the actor may not see any more: as
// evidence, as a nearest article of a refusal, as what is related.
func turns(ctx context.Context, db pg.DB, where string, arg int64) ([]Turn, error) {
	me, auditor := reader(ctx)
	rows, err := db.Query(ctx, `select t.id, t.conversation_id, t.question, t.answer, t.evidence, t.created_at, t.clearance,
		f.verdict, coalesce(f.reason, ''), coalesce(f.comment, ''),
		(select count(*) from ingest.chunk k join ingest.version v on v.id = k.version_id
		   join ingest.document d on d.id = v.document_id and d.clearance <= $4 and d.withdrawn_at is null where k.id = any(t.evidence)) = cardinality(t.evidence)
		and not exists (select from jsonb_path_query(t.answer, '$.**.document_id') as named where named <> '0' and not exists (
		   select from ingest.document d where d.id = named::text::bigint and d.clearance <= $4 and d.withdrawn_at is null))
		and not exists (select from jsonb_path_query(t.answer, '$.**.pair_id') as named join annotate.pair p on p.id = named::text::bigint where p.clearance > $4)
		from qa.turn t join qa.conversation c on c.id = t.conversation_id
		left join qa.feedback f on f.turn_id = t.id and f.actor_id = t.actor_id
		where `+where+` and `+readable+` order by t.id`, me, auditor, arg, auth.ActorFrom(ctx).Clearance)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (t Turn, err error) {
		var (
			whole     []byte
			clearance auth.Clearance
			f         Feedback
			verdict   *string
			seen      bool
		)
		if err := r.Scan(&t.ID, &t.ConversationID, &t.Question, &whole, &t.Evidence, &t.CreatedAt, &clearance, &verdict, &f.Reason, &f.Comment, &seen); err != nil {
			return t, err
		}
		if err := json.Unmarshal(whole, &t.Answer); err != nil {
			return t, err
		}
		if verdict != nil {
			f.Verdict = *verdict
			t.Feedback = &f
		}
		if !seen || clearance > auth.ActorFrom(ctx).Clearance {
			t.hide()
		}
		return t, nil
	})
}

// hiddenText stands for an answer whose evidence the reader may not see.
const hiddenText = "该回答所依据的资料已调整密级或者撤下，不再显示。如有需要，请重新提问。"

func (t *Turn) hide() {
	t.Hidden, t.Evidence = true, []int64{}
	t.Answer = Answer{ID: t.ID, ConversationID: t.ConversationID, Question: t.Question, Mode: Refused, Text: hiddenText, Sentences: []Sentence{},
		Citations: []Citation{}, AsOf: t.Answer.AsOf, AsOfSource: t.Answer.AsOfSource, Refusal: &Refusal{Reason: noEvidence, Message: hiddenText},
		Timings: map[string]float64{}}
}

// Rename gives the actor's conversation a new title.
func Rename(ctx context.Context, tx pg.DB, id int64, title string) (err error) {
	defer fault.Wrapf(&err, "qa.Rename(%d)", id)
	title = strings.TrimSpace(title)
	if n := len([]rune(title)); n == 0 || n > 100 {
		return fault.Field("title", "标题应为 1 到 100 个字。")
	}
	if err := owned(ctx, tx, id); err != nil {
		return err
	}
	var before string
	err = tx.QueryRow(ctx, `with old as (select title from qa.conversation where id = $1)
		update qa.conversation c set title = $2 from old where c.id = $1 returning old.title`, id, title).Scan(&before)
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: "conversation.rename", Object: "conversation", ObjectID: strconv.FormatInt(id, 10),
		Before: map[string]string{"title": before}, After: map[string]string{"title": title}})
}

// Delete takes the actor's conversation out of their sight. It stays for the auditor: an answer that was given stays given.
func Delete(ctx context.Context, tx pg.DB, id int64) (err error) {
	defer fault.Wrapf(&err, "qa.Delete(%d)", id)
	if err := owned(ctx, tx, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update qa.conversation set deleted_at = now() where id = $1`, id); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: "conversation.delete", Object: "conversation", ObjectID: strconv.FormatInt(id, 10)})
}

// feedbackReasons are why an answer is no good.
var feedbackReasons = []string{"wrong", "outdated", "citation", "incomplete", "refused", "other"}

// GiveFeedback keeps the actor's judgement of an answer to a question of their own. A later one replaces it.
func GiveFeedback(ctx context.Context, tx pg.DB, turnID int64, verdict, reason, comment string) (err error) {
	defer fault.Wrapf(&err, "qa.GiveFeedback(%d)", turnID)
	switch {
	case verdict != "up" && verdict != "down":
		return fault.Field("verdict", "评价只能是 up（有用）或 down（有问题）。")
	case verdict == "down" && !slices.Contains(feedbackReasons, reason):
		return fault.Field("reason", "请选择问题类型：错误、过时、依据不符、不完整、不该拒答或者其他。")
	case len([]rune(comment)) > 2000:
		return fault.Field("comment", "说明太长，请控制在 2000 字以内。")
	}
	if verdict == "up" {
		reason = ""
	}
	var conversation int64
	err = tx.QueryRow(ctx, `select conversation_id from qa.turn where id = $1`, turnID).Scan(&conversation)
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.New(fault.NotFound, "没有这条回答，可能已经删除。")
	}
	if err != nil {
		return err
	}
	if err := owned(ctx, tx, conversation); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into qa.feedback (turn_id, actor_id, verdict, reason, comment) values ($1, $2, $3, $4, $5)
		on conflict (turn_id, actor_id) do update set verdict = excluded.verdict, reason = excluded.reason, comment = excluded.comment, created_at = now()`,
		turnID, auth.ActorFrom(ctx).ID, verdict, reason, comment)
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: "answer.feedback", Object: "turn", ObjectID: strconv.FormatInt(turnID, 10),
		After: Feedback{Verdict: verdict, Reason: reason, Comment: comment}})
}

// Gap is a question that could not be answered: what the corpus lacks, or what is asked in vain.
type Gap struct {
	TurnID    int64      `json:"turn_id"`
	Question  string     `json:"question"`
	Reason    string     `json:"reason"`
	AsOf      civil.Date `json:"as_of"`
	CreatedAt time.Time  `json:"created_at"`
}

// Gaps lists the refused questions, newest first: for those who can do something about them.
func Gaps(ctx context.Context, db pg.DB) (list []Gap, err error) {
	defer fault.Wrapf(&err, "qa.Gaps")
	if !auth.ActorFrom(ctx).Has(auth.Lead, auth.Admin, auth.Auditor) {
		return nil, fault.New(fault.Forbidden, "只有审核组长、管理员和审计员可以查看知识缺口。")
	}
	rows, err := db.Query(ctx, `select id, question, refusal, as_of, created_at from qa.turn where refusal is not null order by created_at desc, id desc limit 500`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (g Gap, err error) {
		return g, r.Scan(&g.TurnID, &g.Question, &g.Reason, &g.AsOf, &g.CreatedAt)
	})
}
