-- The index. One entry per chunk, and one per approved pair (its question), with the lexical vector; the dense vectors stand
-- beside it, by embedder. One statement with one WHERE serves both legs. Validity and a document's clearance are read from
-- ingest by join, never copied: they cannot drift.

create table retrieval.entry (
    id         bigint generated always as identity primary key,
    chunk_id   bigint unique references ingest.chunk on delete cascade,
    pair_id    bigint unique,
    version_id bigint not null references ingest.version on delete cascade, -- of a pair: of its first basis
    clearance  smallint not null default 1 check (clearance between 1 and 4), -- of a pair: highest of its basis; the document's own is joined
    pair_text  text,                             -- of a pair: its question, then its other wordings, a line each
    length     integer not null,                 -- terms, for BM25
    lex        sparsevec(1048576),               -- k1/b-saturated term weights; NULL when the text has no term
    check ((chunk_id is null) <> (pair_id is null)),
    check ((pair_id is null) = (pair_text is null))
) with (toast_tuple_target = 8160);              -- the vector stays in the row: an exact scan reads every one
create index entry_version on retrieval.entry (version_id);
-- There is no HNSW index here: up to some size an exact scan is fast and complete, while the graph would make each insert
-- many times as dear. Maintain (maintain.go) builds them when the corpus has grown.

-- The dense vectors, apart from the entry: writing one later does not write the entry's lexical index again, and a second
-- embedder, of any dimension, is filled in beside the first. Vectors of two embedders are never compared, and each embedder has
-- an HNSW index of its own.
create table retrieval.vector (
    embedder text not null check (embedder <> ''),
    entry_id bigint not null references retrieval.entry on delete cascade,
    dense    halfvec not null,
    primary key (embedder, entry_id)
);
create index vector_entry on retrieval.vector (entry_id);

-- Document frequencies and totals. Only the triggers below write them, in the transaction that adds or removes entries,
-- whoever does it: an explicit removal, or a cascade from a chunk that is parsed anew. So idf stays honest by construction.
create table retrieval.term (
    dim integer primary key,                     -- from 1, as sparsevec counts
    df  bigint not null
) with (fillfactor = 70);
create table retrieval.totals (
    one     boolean primary key default true check (one),
    entries bigint not null default 0,
    length  bigint not null default 0
);
insert into retrieval.totals default values;

-- What a transaction will change in them. A statement on entries notes its part here; the commit adds the notes up and
-- applies them once, in the order of the terms. Applied at every statement, the same rows were written hundreds of times in
-- a transaction that indexes hundreds of texts (30 times as slow), and two such transactions could deadlock. The table is
-- empty to everyone else: what is visible in it is one's own.
create table retrieval.pending (
    dims    integer[] not null,
    counts  integer[] not null,
    entries bigint not null,
    length  bigint not null
) with (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

create function retrieval.terms_of(lex sparsevec) returns setof integer language sql immutable strict parallel safe
    return split_part(string_to_table(btrim(split_part(lex::text, '/', 1), '{}'), ','), ':', 1)::integer;

create function retrieval.note_terms() returns trigger language plpgsql as $$
declare
    sign integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
    if exists (select from changed) then
        insert into retrieval.pending (dims, counts, entries, length)
        select coalesce(array_agg(t.dim), '{}'), coalesce(array_agg(t.n * sign), '{}'),
               sign * (select count(*) from changed), sign * (select sum(length) from changed)
        from (select dim, count(*) as n from changed, retrieval.terms_of(lex) as dim group by dim) as t;
    end if;
    return null;
end $$;

create trigger entry_added after insert on retrieval.entry
    referencing new table as changed for each statement execute function retrieval.note_terms();
create trigger entry_removed after delete on retrieval.entry
    referencing old table as changed for each statement execute function retrieval.note_terms();

-- Runs at commit for every note; the first takes them all.
create function retrieval.count_terms() returns trigger language plpgsql as $$
declare
    mine record;
begin
    with gone as (delete from retrieval.pending returning *),
         change as (select dim, sum(n) as n from gone, unnest(dims, counts) as u (dim, n) group by dim having sum(n) <> 0),
         counted as (insert into retrieval.term as t (dim, df) select dim, n from change order by dim
                     on conflict (dim) do update set df = t.df + excluded.df)
    select sum(gone.entries) as entries, sum(gone.length) as length into mine from gone;
    if mine.entries is not null then
        update retrieval.totals set entries = entries + mine.entries, length = length + mine.length;
    end if;
    return null;
end $$;

create constraint trigger pending_counted after insert on retrieval.pending
    deferrable initially deferred for each row execute function retrieval.count_terms();
