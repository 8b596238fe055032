-- The index. One entry per chunk, and one per approved pair (its question). Both legs live here, so that one statement
-- with one WHERE serves both. Clearance and validity are read from ingest by join, never copied: they cannot drift.

create table retrieval.entry (
    id         bigint generated always as identity primary key,
    chunk_id   bigint unique references ingest.chunk on delete cascade,
    pair_id    bigint unique,
    version_id bigint not null references ingest.version on delete cascade, -- of a pair: of its first basis
    clearance  smallint not null default 1 check (clearance between 1 and 4), -- of a pair: highest of its basis; the document's own is joined
    length     integer not null,                 -- terms, for BM25
    lex        sparsevec(1048576),               -- k1/b-saturated term weights; NULL when the text has no term
    dense      halfvec(512),                     -- NULL until embedded
    embedder   text,                             -- which model made dense
    check ((chunk_id is null) <> (pair_id is null)),
    check ((dense is null) = (embedder is null))
);
create index entry_version on retrieval.entry (version_id);
create index entry_unembedded on retrieval.entry (id) where dense is null;
create index entry_lex on retrieval.entry using hnsw (lex sparsevec_ip_ops) with (m = 16, ef_construction = 64);
create index entry_dense on retrieval.entry using hnsw (dense halfvec_cosine_ops) with (m = 16, ef_construction = 64);

-- Document frequencies, kept in the transaction that adds or removes entries, so that idf stays honest.
create table retrieval.term (
    dim integer primary key,
    df  bigint not null check (df >= 0)
);
create table retrieval.totals (
    one     boolean primary key default true check (one),
    entries bigint not null default 0,
    length  bigint not null default 0
);
insert into retrieval.totals default values;
