-- Four-part pairs (问题 · 答案 · 依据 · 关联), their versions, and the two rounds of review. The states are drawn in doc.go.

create table annotate.pair (
    id           bigint generated always as identity primary key,
    state        text not null default 'draft' check (state in ('draft', 'review', 'approved', 'rejected', 'withdrawn')),
    round        smallint not null default 0 check (round between 0 and 2),     -- 1 初审, 2 复审; 0 outside of review
    version      integer not null default 1 check (version >= 1),               -- the current one
    type         smallint not null check (type between 1 and 30),               -- DOMAIN §3
    origin       text not null check (origin in ('rule', 'model', 'expert', 'feedback', 'failure')),
    clearance    smallint not null check (clearance between 1 and 4),           -- highest of its basis
    priority     smallint not null default 0,                                   -- higher is pulled first
    reason       text not null default '',                                      -- Chinese: why it is (again) in review, rejected, withdrawn
    document_id  bigint not null references ingest.document on delete cascade,  -- of its first basis
    leased_by    bigint,
    leased_until timestamptz,
    approved_version integer,                                                   -- stays while a newer version is under review
    approved_at  timestamptz,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    check ((state = 'review') = (round > 0)),
    check ((leased_by is null) = (leased_until is null)),
    check (leased_by is null or state = 'review'),
    check ((approved_version is null) = (approved_at is null)),
    check (state <> 'approved' or approved_version = version)
);
create index pair_queue on annotate.pair (round, priority desc, id) where state = 'review';
create index pair_document on annotate.pair (document_id);
create index pair_leased on annotate.pair (leased_by) where leased_by is not null;

-- A version is never changed. author_id 0: a rule or a model wrote it.
create table annotate.pair_version (
    pair_id        bigint not null references annotate.pair on delete cascade,
    n              integer not null check (n >= 1),
    question       text not null check (question <> ''),
    answer         text not null check (answer <> ''),
    variants       text[] not null default '{}',           -- the question in other words
    question_key   text not null,                          -- normalised, by which the same question is found
    author_id      bigint not null default 0,
    author         text not null default '',
    model          text not null default '',
    prompt_version text not null default '',
    note           text not null default '',               -- why this version was made
    findings       jsonb not null default '[]',            -- annotate.Finding: what the checks say of it
    created_at     timestamptz not null default now(),
    primary key (pair_id, n)
);
create index pair_version_question on annotate.pair_version (question_key);

-- 依据: a verbatim quote, in runes of the version's text. chunk_id is lost when the text is cut anew; the range and the hash stay.
create table annotate.basis (
    pair_id    bigint not null,
    n          integer not null,
    seq        integer not null check (seq >= 1),
    chunk_id   bigint references ingest.chunk on delete set null,
    version_id bigint not null references ingest.version on delete cascade,
    address    text not null,
    label      text not null,
    quote      text not null check (quote <> ''),
    start_rune integer not null,
    end_rune   integer not null check (end_rune > start_rune),
    hash       text not null,                              -- SHA-256 of quote, hex
    primary key (pair_id, n, seq),
    foreign key (pair_id, n) references annotate.pair_version on delete cascade
);
create index basis_version on annotate.basis (version_id);
create index basis_chunk on annotate.basis (chunk_id);

-- 关联: to another pair or to a document, never to both.
create table annotate.link (
    pair_id     bigint not null,
    n           integer not null,
    seq         integer not null check (seq >= 1),
    type        text not null check (type in ('related', 'prerequisite', 'contrast', 'supersedes')),
    to_pair     bigint references annotate.pair on delete cascade,
    to_document bigint references ingest.document on delete cascade,
    primary key (pair_id, n, seq),
    foreign key (pair_id, n) references annotate.pair_version on delete cascade,
    check ((to_pair is null) <> (to_document is null))
);

-- A sign-off: who, which version, which round, on what grounds. One person gives one verdict on a version.
create table annotate.verdict (
    id          bigint generated always as identity primary key,
    pair_id     bigint not null,
    n           integer not null,
    round       smallint not null check (round in (1, 2)),
    reviewer_id bigint not null,
    reviewer    text not null,
    unit        text not null default '',
    action      text not null check (action in ('accept', 'edit', 'reject')),
    reason      text not null default '',                  -- code, see annotate.Reasons
    comment     text not null default '',
    created_at  timestamptz not null default now(),
    unique (pair_id, n, reviewer_id),
    foreign key (pair_id, n) references annotate.pair_version on delete cascade,
    check (action <> 'reject' or reason <> '')
);
create index verdict_reviewer on annotate.verdict (reviewer_id, created_at desc);
