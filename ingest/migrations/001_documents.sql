-- The corpus: files, documents (the work), versions (its text from one day on), chunks, facts, relations,
-- and the intake table in which every submitted file can be followed.

create table ingest.file (
    sha256     text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    sm3        text not null check (sm3 ~ '^[0-9a-f]{64}$'),
    size       bigint not null check (size >= 0),
    created_at timestamptz not null default now()
);

-- A document is the work: this regulation, this body's 三定. work_key is what makes two texts versions of one work
-- (the normalised title, with the issuer where titles repeat); NULL never matches another.
create table ingest.document (
    id           bigint generated always as identity primary key,
    work_key     text unique,
    kind         text not null check (kind in ('law', 'gongwen', 'sanding', 'reply', 'journal', 'plain')),
    title        text not null check (title <> ''),
    short_title  text not null default '',
    doc_no       text not null default '',
    issuer       text not null default '',
    org          text not null default '',
    clearance    smallint not null check (clearance between 1 and 4),
    source_class smallint not null default 2 check (source_class between 1 and 6),
    sample       boolean not null default false, -- invented, shipped with the product
    withdrawn_at timestamptz,                    -- out of every search and list, kept for the trail
    created_at   timestamptz not null default now()
);
create index document_doc_no on ingest.document (doc_no) where doc_no <> '';
create index document_title on ingest.document (title);
create index document_short_title on ingest.document (short_title);
create index document_org on ingest.document (org) where org <> '';

-- A version is in force in [effective_from, effective_to). NULL from: not known. ended_by says why effective_to stands.
create table ingest.version (
    id             bigint generated always as identity primary key,
    document_id    bigint not null references ingest.document on delete cascade,
    sha256         text not null references ingest.file,
    external_id    text unique,              -- of a --jsonl row; its file is the row's text
    filename       text not null,
    format         text not null,
    parser         text not null default '',
    title          text not null,
    doc_no         text not null default '',
    signed_on      date,
    published_on   date,
    effective_from date,
    effective_to   date check (effective_to is null or effective_from is null or effective_to >= effective_from),
    ended_by       text check (ended_by in ('next_version', 'repealed', 'lapsed')),
    ended_by_version bigint references ingest.version on delete set null,
    draft          boolean not null default false,
    pages          integer not null default 0,
    text           text not null,            -- all positions are runes in this text
    blocks         jsonb not null default '[]',   -- parse.Block without their text
    fields         jsonb not null default '[]',   -- structure.Field
    history        jsonb not null default '[]',   -- structure.Event
    findings       jsonb not null default '[]',   -- structure.Finding
    quality        jsonb not null default '{}',   -- parse.Quality
    created_at     timestamptz not null default now(),
    check ((ended_by is null) = (effective_to is null))
);
-- The same bytes twice are one version (a --jsonl row is known by its id instead: two rows may say the same).
create unique index version_bytes on ingest.version (sha256) where external_id is null;
create index version_document on ingest.version (document_id, effective_from);

create table ingest.chunk (
    id         bigint generated always as identity primary key,
    version_id bigint not null references ingest.version on delete cascade,
    seq        integer not null,
    kind       text not null,
    address    text not null,
    label      text not null,
    path       text[] not null default '{}',
    lead       text not null default '',
    text       text not null,
    start_rune integer not null,
    end_rune   integer not null,
    page       integer not null default 0,
    hash       text not null,                -- SHA-256 of text, hex: a basis or citation is checked against it
    unique (version_id, seq),
    unique (version_id, address),
    check (start_rune >= 0 and end_rune >= start_rune)
);

create table ingest.fact (
    id         bigint generated always as identity primary key,
    version_id bigint not null references ingest.version on delete cascade,
    chunk_id   bigint not null references ingest.chunk on delete cascade,
    org        text not null,
    unit       text not null default '',
    type       text not null,
    title      text not null default '',
    n          integer not null,
    delta      boolean not null default false,
    qualifier  text not null default '',
    quote      text not null check (quote <> ''),
    start_rune integer not null,
    end_rune   integer not null
);
create index fact_org on ingest.fact (org, type);
create index fact_version on ingest.fact (version_id);

-- What one text does to another, with the sentence that proves it; acts only when a person has confirmed it.
create table ingest.relation (
    id                 bigint generated always as identity primary key,
    version_id         bigint not null references ingest.version on delete cascade, -- the text that says it
    type               text not null check (type in ('basis_of', 'implements', 'amends', 'revises', 'repeals', 'repeals_part',
                           'replaces', 'interprets', 'cites', 'attached_to', 'supersedes_org_charter')),
    target_title       text not null default '',
    target_doc_no      text not null default '',
    target_date        date,
    target_document_id bigint references ingest.document on delete set null, -- NULL until it arrives
    sentence           text not null,
    start_rune         integer not null,
    end_rune           integer not null,
    state              text not null default 'proposed' check (state in ('proposed', 'confirmed', 'rejected')),
    decided_by         bigint,
    decided_at         timestamptz,
    check ((state = 'proposed') = (decided_at is null))
);
create index relation_version on ingest.relation (version_id);
create index relation_target on ingest.relation (target_document_id);
create index relation_target_title on ingest.relation (target_title) where target_document_id is null;

-- One submission: a drag of files, a folder, a --jsonl file.
create table ingest.batch (
    id         bigint generated always as identity primary key,
    label      text not null,
    actor_id   bigint not null default 0,
    actor      text not null,
    clearance  smallint not null check (clearance between 1 and 4),
    source_class smallint not null default 2 check (source_class between 1 and 6),
    sample     boolean not null default false,
    created_at timestamptz not null default now()
);

-- One file of a batch on its way through the stages of cmd/bianku/pipeline.go:
--
--   queued -> running -> (next stage: queued) … -> done
--                    \-> failed       retry: queued again at the same stage
--                    \-> duplicate    same bytes are there already
--                    \-> quarantined  bears a 密级 mark; never parsed, never indexed
create table ingest.intake (
    id          bigint generated always as identity primary key,
    batch_id    bigint not null references ingest.batch on delete cascade,
    filename    text not null,
    sha256      text references ingest.file,
    external_id text,
    meta        jsonb not null default '{}',  -- of a --jsonl row: title, date, status
    size        bigint not null default 0,
    stage       text not null,                -- the stage it is in or failed at; 'done' at the end
    state       text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'duplicate', 'quarantined')),
    progress    real not null default 0 check (progress between 0 and 1), -- within the stage
    error       text not null default '',     -- plain Chinese
    detail      text not null default '',     -- the cause, for the administrator
    version_id  bigint references ingest.version on delete set null,
    attempts    integer not null default 0,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    check ((state = 'failed') = (error <> '') or state in ('duplicate', 'quarantined'))
);
create index intake_batch on ingest.intake (batch_id, id);
create index intake_state on ingest.intake (state) where state in ('queued', 'running', 'failed');

-- THE validity predicate. Search (both legs), citations, facts and export all call it, so they cannot drift apart.
-- NULL from is "unknown": such a text is offered, and shown as 效力未知.
create function ingest.in_force(effective_from date, effective_to date, draft boolean, as_of date) returns boolean
    language sql immutable parallel safe
    return not draft and (effective_from is null or effective_from <= as_of) and (effective_to is null or as_of < effective_to);

-- The status of a version on a day (DOMAIN §5).
create function ingest.status(effective_from date, effective_to date, ended_by text, draft boolean, as_of date) returns text
    language sql immutable parallel safe
    return case
        when draft then 'draft'
        when effective_from is not null and as_of < effective_from then 'not_yet_effective'
        when effective_to is not null and as_of >= effective_to then
            case ended_by when 'next_version' then 'amended' when 'repealed' then 'repealed' else 'lapsed' end
        when effective_from is null then 'unknown'
        else 'in_force'
    end;
