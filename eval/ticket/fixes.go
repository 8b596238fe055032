package ticket

import (
	"context"
	"errors"
	"strconv"

	"github.com/jackc/pgx/v5"

	"bianku/eval"
	"bianku/internal/fault"
	"bianku/internal/pg"
	"bianku/prompts"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func ignoreNoRows(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	return err
}

// Fixes are the versions that could mend a ticket's object, the newest first: of what was made or decided after the last failure, and
// of what is at work now and was not then. program is the version of this binary.
func Fixes(ctx context.Context, db pg.DB, t Ticket, program string) (fixes []Fix, err error) {
	defer fault.Wrapf(&err, "ticket.Fixes(%d)", t.ID)
	fixes = []Fix{}
	switch t.ObjectType {
	case "pair":
		fixes, err = query(ctx, db, ofPair, t)
	case "document":
		fixes, err = query(ctx, db, ofDocument, t)
	case "chunk":
		fixes, err = query(ctx, db, ofChunk, t)
	case "word":
		fixes, err = query(ctx, db, ofWords, t)
	case "question":
		fixes, err = query(ctx, db, ofSet, t)
	case "prompt":
		now, err := promptVersion()
		if err != nil {
			return nil, err
		}
		if now != t.failed.prompt {
			fixes = append(fixes, Fix{now, "提示词 " + now})
		}
	}
	if err != nil {
		return nil, err
	}
	switch t.ObjectType {
	case "weight", "chunk", "program":
		if now := eval.WeightsPrint(); now != t.failed.weights {
			fixes = append(fixes, Fix{"weights:" + now, "检索权重 " + now})
		}
		fallthrough
	case "prompt":
		if program != "" && program != t.failed.program {
			fixes = append(fixes, Fix{"program:" + program, "程序 " + program})
		}
	}
	return fixes, nil
}

// promptVersion is the version of the prompts that word answers, as turns and runs keep it.
func promptVersion() (string, error) {
	system, err := prompts.Get("answer-system")
	if err != nil {
		return "", err
	}
	user, err := prompts.Get("answer-user")
	return system.Version + "+" + user.Version, err
}

// $1 the object's id as text, $2 when it failed last, $3 the class.
func query(ctx context.Context, db pg.DB, sql string, t Ticket) ([]Fix, error) {
	rows, err := db.Query(ctx, sql, t.ObjectID, t.failed.at)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Fix])
}

// A version that says what the one before it said (sent back to review, and nothing else) mends nothing.
const ofPair = `
	with said as (
	    select n.n, n.created_at, (n.question, n.answer, (select array_agg((b.version_id, b.start_rune, b.quote)::text order by b.seq)
	               from annotate.basis b where b.pair_id = n.pair_id and b.n = n.n))::text as what
	      from annotate.pair_version n where n.pair_id::text = $1
	)
	select s.n::text, '问答第 ' || s.n || ' 版' from said s
	 where s.created_at > $2 and s.what is distinct from (select o.what from said o where o.n < s.n order by o.n desc limit 1)
	union all
	select 'withdrawn', '撤下该问答' from annotate.pair p where p.id::text = $1 and p.state = 'withdrawn' and p.updated_at > $2
	order by 1 desc`

// A document that was not there is known by its file's name (or the row's id).
const ofDocument = `
	with doc as (
	    select d.id from ingest.document d where d.id::text = $1 and d.withdrawn_at is null
	    union
	    select v.document_id from ingest.version v join ingest.document d on d.id = v.document_id and d.withdrawn_at is null where $1 in (v.filename, v.external_id)
	)
	select v.id::text, '《' || v.title || '》的版本 ' || v.id from ingest.version v join doc on doc.id = v.document_id where v.created_at > $2
	union all
	select 'relation:' || r.id, case r.state when 'confirmed' then '确认' else '否定' end || '“' || left(r.sentence, 40) || '”'
	  from ingest.relation r left join ingest.version v on v.id = r.version_id
	 where (r.target_document_id in (select id from doc) or v.document_id in (select id from doc)) and r.decided_at > $2
	union all
	select 'event:' || e.id, '编目更正（' || e.action || '）' from audit.event e join doc on e.object_id = doc.id::text
	 where e.object = 'document' and e.at > $2
	order by 1 desc`

// An article is mended by a new version of its document, or an entry made anew. Its document's decisions count too: a chunk is cut from it.
const ofChunk = `
	with mine as (
	    select v.document_id, c.id from ingest.chunk c join ingest.version v on v.id = c.version_id where c.id::text = $1
	), last as (
	    select max((p->'ids'->>'entry')::bigint) as entry
	      from eval.ticket t join eval.ticket_case k on k.ticket_id = t.id cross join jsonb_array_elements(k.evidence) as p
	     where t.object_type = 'chunk' and t.object_id = $1 and t.state <> 'closed'
	)
	select v.id::text, '《' || v.title || '》的版本 ' || v.id from ingest.version v join mine on mine.document_id = v.document_id where v.created_at > $2
	union all
	select 'entry:' || e.id, '重建的索引 ' || e.id from retrieval.entry e join mine on mine.id = e.chunk_id cross join last where e.id > coalesce(last.entry, 0)
	order by 1 desc`

const ofWords = `
	select 'event:' || e.id, '词表更新（' || e.object_id || '）' from audit.event e
	 where e.action like 'words.%' and e.at > $2 and $1 <> '' order by e.id desc`

// A question that is wrong itself is mended in the next version of its set, or of any set: the case is asked as the newest has it.
const ofSet = `
	select 'set:' || s.id, '问题集“' || s.name || '”第 ' || s.version || ' 版' from eval.set s
	 where s.created_at > $2 and exists (select from eval.question q where q.set_id = s.id and q.key = $1) order by s.id desc`
