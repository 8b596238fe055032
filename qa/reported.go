package qa

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"bianku/internal/auth"
	"bianku/internal/fault"
	"bianku/internal/pg"
)

// Reported is an answer that the actor called wrong, with what became of it.
type Reported struct {
	TurnID         int64     `json:"answer_id"`
	ConversationID int64     `json:"conversation_id"`
	Question       string    `json:"question"`
	Reason         string    `json:"reason"`
	Comment        string    `json:"comment,omitempty"`
	CreatedAt      time.Time `json:"created_at"`

	Ticket *Handling `json:"ticket,omitempty"` // filled in by those who know tickets
}

// maxReported bounds the list: who reported more looks the older ones up in their conversations.
const maxReported = 200

// ReportedBy lists what the actor themselves called wrong, the newest first. It tells the question, which is theirs, and not the
// answer, whose evidence they may have lost the right to see. A conversation they deleted is out of their sight with all of it.
func ReportedBy(ctx context.Context, db pg.DB) (_ []Reported, err error) {
	defer fault.Wrapf(&err, "qa.ReportedBy")
	rows, err := db.Query(ctx, `
		select t.id, t.conversation_id, t.question, f.reason, f.comment, f.created_at
		  from qa.feedback f
		  join qa.turn t on t.id = f.turn_id
		  join qa.conversation c on c.id = t.conversation_id and c.deleted_at is null
		 where f.actor_id = $1 and f.verdict = 'down'
		 order by f.created_at desc, f.id desc limit $2`, auth.ActorFrom(ctx).ID, maxReported)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (x Reported, err error) {
		err = r.Scan(&x.TurnID, &x.ConversationID, &x.Question, &x.Reason, &x.Comment, &x.CreatedAt)
		return x, err
	})
}
