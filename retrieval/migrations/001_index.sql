-- The index. One entry per chunk, and one per approved pair (its question), with the lexical vector; the dense vectors stand
-- beside it, by embedder. One statement with one WHERE serves both legs. Validity and a document's clearance are read from
-- ingest by join, never copied: they cannot drift.

create table retrieval.entry (
    id         bigint generated always as identity primary key,
    chunk_id   bigint unique references ingest.chunk on delete cascade,
    pair_id    bigint unique,
    version_id bigint not null references ingest.version on delete cascade, -- of a pair: of its first basis
    clearance  smallint not null default 1 check (clearance between 1 and 4), -- of a pair: highest of its basis; the document's own is joined
    length     integer not null,                 -- terms, for BM25
    lex        sparsevec(1048576),               -- k1/b-saturated term weights; NULL when the text has no term
    check ((chunk_id is null) <> (pair_id is null))
) with (toast_tuple_target = 8160);              -- the vector stays in the row: an exact scan reads every one
create index entry_version on retrieval.entry (version_id);
create index entry_lex on retrieval.entry using hnsw (lex sparsevec_ip_ops) with (m = 16, ef_construction = 64);

-- The dense vectors, apart from the entry: writing one later does not write the entry's lexical index again, and a second
-- embedder, of any dimension, is filled in beside the first. Each embedder has its own HNSW index (see vectorIndex in
-- embed.go), so that vectors of two models are never compared.
create table retrieval.vector (
    embedder text not null check (embedder <> ''),
    entry_id bigint not null references retrieval.entry on delete cascade,
    dense    halfvec not null,
    primary key (embedder, entry_id)
);
create index vector_entry on retrieval.vector (entry_id);

-- Document frequencies and totals. Only the triggers below write them.
create table retrieval.term (
    dim integer primary key,                     -- from 1, as sparsevec counts
    df  bigint not null check (df >= 0)
) with (fillfactor = 70);
create table retrieval.totals (
    one     boolean primary key default true check (one),
    entries bigint not null default 0,
    length  bigint not null default 0
);
insert into retrieval.totals default values;

-- Keeps them in the transaction that adds or removes entries, whoever does it: an explicit removal, or a cascade from a
-- chunk that is parsed anew. So idf stays honest by construction. The lock makes writers of the statistics queue up; they
-- would anyway, on the common terms and the totals, and without it two that touch the same terms twice could deadlock.
create function retrieval.terms_of(lex sparsevec) returns setof integer language sql immutable strict parallel safe
    return split_part(string_to_table(btrim(split_part(lex::text, '/', 1), '{}'), ','), ':', 1)::integer;

create function retrieval.count_added() returns trigger language plpgsql as $$
begin
    if not exists (select from changed) then
        return null;
    end if;
    perform pg_advisory_xact_lock(hashtext('retrieval.term'));
    insert into retrieval.term as t (dim, df)
    select dim, count(*) from changed, retrieval.terms_of(lex) as dim group by dim order by dim
    on conflict (dim) do update set df = t.df + excluded.df;
    update retrieval.totals as t
    set entries = t.entries + n.entries, length = t.length + n.length
    from (select count(*) as entries, sum(length) as length from changed) as n;
    return null;
end $$;

create function retrieval.count_removed() returns trigger language plpgsql as $$
begin
    if not exists (select from changed) then
        return null;
    end if;
    perform pg_advisory_xact_lock(hashtext('retrieval.term'));
    update retrieval.term as t set df = t.df - gone.n
    from (select dim, count(*) as n from changed, retrieval.terms_of(lex) as dim group by dim) as gone
    where t.dim = gone.dim;
    update retrieval.totals as t
    set entries = t.entries - n.entries, length = t.length - n.length
    from (select count(*) as entries, sum(length) as length from changed) as n;
    return null;
end $$;

create trigger entry_added after insert on retrieval.entry
    referencing new table as changed for each statement execute function retrieval.count_added();
create trigger entry_removed after delete on retrieval.entry
    referencing old table as changed for each statement execute function retrieval.count_removed();
