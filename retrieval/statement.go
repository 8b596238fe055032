package retrieval

import (
	"fmt"
	"strings"
)

// statement builds the one SQL statement that finds the candidates of a search. Its parts:
//
//   - seen: the documents the actor may know of at all: not withdrawn, within the clearance, of the kinds and ids asked for.
//   - visible: the entries, chunks and pairs, of seen documents whose version is valid on the day asked for. Every hit comes from here; there
//     is no other way from the index to a reader.
//   - lexical: the best entries by inner product with the question's term weights, which is their BM25 score.
//   - dense: the best by cosine with the question's vector, of the embedder at hand only.
//   - whole, local, titled: what in the question is a known title, whole or without its place (编制周转池管理办法 of 云澜市).
//   - numbered: the numbers of seen documents: their own and those of each version.
//   - named: the seen documents that the question names by number, order number or title; of titles only the longest (not 组织法
//     in 国务院组织法).
//   - direct: their entries: the articles named, or where none is, those that fit the question best. Of a document named by
//     its number, 题注, 落款 and the notice around it come last: they say the number again and little else.
//
// In exact form the legs sort by an expression that no index has, so every visible entry is looked at. Otherwise they sort
// by the operator the HNSW index serves; the filters are then applied to entry after entry as the index hands them out
// (iterative scan), until the leg is full or the scan gives up.
//
// It returns rows (leg, entry, document, hash, in_force, score, reason, place).
func statement(p parts) string {
	var with, rows []string
	if p.lexical {
		with = append(with, lexicalLeg(p.lexicalGraph))
		rows = append(rows, `select 'lexical', id, score, '', 0 from lexical`)
	}
	if p.dense {
		with = append(with, denseLeg(p.denseGraph, p.dim))
		rows = append(rows, `select 'dense', id, score, '', 0 from dense`)
	}
	if p.direct {
		with = append(with, titledDocuments, numberedDocuments, namedDocuments, directHits)
		rows = append(rows, `select 'direct', id, 0, reason, place from direct`)
	}
	return `with ` + seenDocuments + `,` + visibleEntries + `,` + strings.Join(with, ",") + `
select f.leg, v.id, v.document_id, coalesce(c.hash, 'pair ' || v.pair_id), v.in_force, f.score::float8, f.reason, f.place::integer
from (` + strings.Join(rows, " union all ") + `) as f (leg, id, score, reason, place)
join visible v on v.id = f.id
left join ingest.chunk c on c.id = v.chunk_id`
}

// parts say what a statement is made of.
type parts struct {
	lexical, dense, direct bool
	lexicalGraph           bool // through the HNSW index; else exact
	denseGraph             bool
	dim                    int // of the embedder
}

const seenDocuments = `
seen as not materialized (
    select d.id, d.title_key, d.short_key, d.doc_no, d.clearance
    from ingest.document d
    where d.withdrawn_at is null
      and d.clearance <= @clearance
      and (@kinds::text[] is null or d.kind = any(@kinds))
      and (@documents::bigint[] is null or d.id = any(@documents))
)`

const visibleEntries = `
visible as not materialized (
    select e.id, e.chunk_id, e.pair_id, e.lex, d.id as document_id, v.doc_no,
           ingest.in_force(v.effective_from, v.effective_to, v.draft, @as_of::date) as in_force
    from retrieval.entry e
    join ingest.version v on v.id = e.version_id
    join seen d on d.id = v.document_id
    where e.clearance <= @clearance
      and (e.pair_id is null or not @no_pairs)
      and (e.pair_id is not null or not @only_pairs)
      and (@any_validity or ingest.in_force(v.effective_from, v.effective_to, v.draft, @as_of::date))
)`

func lexicalLeg(graph bool) string {
	order := `(lex <#> @terms::sparsevec) + 0, id`
	if graph {
		order = `lex <#> @terms::sparsevec`
	}
	return `
lexical as materialized (
    select id, -(lex <#> @terms::sparsevec) as score
    from visible
    where lex <#> @terms::sparsevec < 0
    order by ` + order + `
    limit @depth
)`
}

func denseLeg(graph bool, dim int) string {
	distance := fmt.Sprintf(`x.dense::halfvec(%d) <=> @vector::halfvec(%[1]d)`, dim)
	order := `(` + distance + `) + 0, v.id`
	if graph {
		order = distance
	}
	return `
dense as materialized (
    select v.id, 1 - (` + distance + `) as score
    from retrieval.vector x
    join visible v on v.id = x.entry_id
    where x.embedder = @embedder
    order by ` + order + `
    limit @depth
)`
}

// titledDocuments: a title without its place is meant only where nothing bears it whole, where the question does not name
// another place in front of it, and where not more than three documents would be meant.
const titledDocuments = `
whole as materialized (
    select d.id, t.start, t.stop
    from unnest(@titles::text[], @starts::integer[], @stops::integer[]) as t (title, start, stop)
    join seen d on d.title_key = t.title and d.title_key <> ''
    union
    select d.id, t.start, t.stop
    from unnest(@titles::text[], @starts::integer[], @stops::integer[]) as t (title, start, stop)
    join seen d on d.short_key = t.title and d.short_key <> ''
),
local as materialized (
    select d.id, t.start, t.stop, count(*) over (partition by t.start, t.stop) as namesakes
    from unnest(@titles::text[], @places::text[], @starts::integer[], @stops::integer[]) as t (title, place, start, stop)
    join seen d on retrieval.local_name(d.title_key) = t.title and retrieval.local_name(d.title_key) <> ''
    cross join lateral (select left(d.title_key, strpos(d.title_key, t.title) - 1) as place) as own
    where t.place = '' or right(t.place, length(own.place)) = own.place or right(own.place, length(t.place)) = t.place
),
titled as materialized (
    select id, start, stop from whole
    union all
    select l.id, l.start, l.stop from local l
    where l.namesakes <= 3 and not exists (select from whole w where w.start = l.start and w.stop = l.stop)
)`

const numberedDocuments = `
numbered as not materialized (
    select d.id, d.doc_no from seen d where d.doc_no <> ''
    union all
    select d.id, v.doc_no from seen d join ingest.version v on v.document_id = d.id
    where v.doc_no <> '' and (@any_validity or not v.draft)
)`

const namedDocuments = `
named as materialized (
    select document_id, min(reason) as reason, array_agg(number) as numbers from ( -- doc_no before title
        select t.id as document_id, 'title' as reason, null as number
        from titled t
        where not exists (select from titled longer
                          where longer.start <= t.start and longer.stop >= t.stop
                            and longer.stop - longer.start > t.stop - t.start)
        union all
        select d.id, 'doc_no', d.doc_no from numbered d where d.doc_no = any(@doc_nos::text[])
        union all
        select d.id, 'doc_no', d.doc_no
        from unnest(@bodies::text[], @numbers::text[]) as o (body, number)
        join numbered d on d.doc_no ~ ('令(第)?' || o.number || '号$')
                   and (o.body = '' or o.body like '%' || split_part(d.doc_no, '令', 1))
    ) as n
    group by document_id
)`

// directHits: of several versions that may be shown, the one that bears the number asked for comes first.
const directHits = `
direct as materialized (
    select id, case when article then 'article' else reason end as reason,
           row_number() over (order by article desc, reason, part desc, place, id) as place
    from (
        select v.id, n.reason, a.article, a.part,
               bool_or(a.article) over (partition by v.document_id) as has_article,
               row_number() over (partition by v.document_id
                   order by a.article desc, a.part desc, v.doc_no = any(n.numbers) is true desc, case when a.article then c.seq end,
                            n.reason = 'doc_no' and c.address ~ '(^|/)(题注|落款|通知)(/|$)',
                            coalesce(v.lex <#> case n.reason when 'doc_no' then @asked else @terms end::sparsevec, 0), c.seq) as place
        from named n
        join visible v on v.document_id = n.document_id
        join ingest.chunk c on c.id = v.chunk_id
        cross join lateral (select @article <> '' and c.address ~ @article as article,
                                   @article <> '' and @part <> '' and c.address ~ @article and c.address ~ @part as part) as a
    ) as d
    where article and place <= 20 or not has_article and place <= @titled
)`
