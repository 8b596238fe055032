-- The corpus: files, documents (the work), versions (its text from one day on), chunks, facts, relations,
-- and the intake table in which every submitted file can be followed.

create table ingest.file (
    sha256     text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    sm3        text not null check (sm3 ~ '^[0-9a-f]{64}$'),
    size       bigint not null check (size >= 0),
    inline     bytea,                    -- the bytes, of a --jsonl row: 58,000 files of 300 bytes would be 58,000 fsyncs
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
    title_key    text not null default '',   -- the normalised titles, by which relations find their target
    short_key    text not null default '',
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
create index document_title_key on ingest.document (title_key) where title_key <> '';
create index document_short_key on ingest.document (short_key) where short_key <> '';
create index document_org on ingest.document (org) where org <> '';

-- A version is in force in [effective_from, effective_to). NULL from: not known. ended_by says why effective_to stands.
create table ingest.version (
    id             bigint generated always as identity primary key,
    document_id    bigint not null references ingest.document on delete cascade,
    sha256         text not null references ingest.file,
    external_id    text,                     -- of a --jsonl row; its file is the row's text. Its work is 'row:' || id
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
    -- What the text or its source itself says of its end. effective_to, ended_by and ended_by_version are computed from
    -- this, from the work's other versions and from confirmed relations (settle in succession.go), and never written elsewhere.
    lapses_on      date,
    lapse_reason   text check (lapse_reason in ('next_version', 'repealed', 'lapsed')),
    draft          boolean not null default false,
    pages          integer not null default 0,
    text           text not null,            -- all positions are runes in this text
    blocks         jsonb not null default '[]',   -- parse.Block without their text
    fields         jsonb not null default '[]',   -- structure.Field
    history        jsonb not null default '[]',   -- structure.Event
    findings       jsonb not null default '[]',   -- structure.Finding
    quality        jsonb not null default '{}',   -- parse.Quality
    created_at     timestamptz not null default now(),
    check ((ended_by is null) = (effective_to is null)),
    check ((lapse_reason is null) = (lapses_on is null))
);
-- The same bytes twice are one version (a --jsonl row is known by its id instead: two rows may say the same).
create unique index version_bytes on ingest.version (sha256) where external_id is null;
create index version_document on ingest.version (document_id, effective_from);
create index version_external on ingest.version (external_id) where external_id is not null;
create index version_filename on ingest.version (filename);

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
    target_key         text not null default '',   -- the title normalised, as in document.title_key
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
create index relation_open_title on ingest.relation (target_key) where target_document_id is null and target_key <> '';
create index relation_open_doc_no on ingest.relation (target_doc_no) where target_document_id is null and target_doc_no <> '';

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
    line        integer not null default 0,   -- of a --jsonl row
    meta        jsonb not null default '{}',  -- of a --jsonl row: title, date, status
    size        bigint not null default 0,
    stage       text not null,                -- the stage it is in or failed at; 'done' at the end
    state       text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'duplicate', 'quarantined')),
    progress    real not null default 0 check (progress between 0 and 1), -- within the stage
    error       text not null default '',     -- plain Chinese
    detail      text not null default '',     -- the cause, for the administrator
    note        text not null default '',     -- plain Chinese: what is less than whole although nothing failed
    timings     jsonb not null default '{}',  -- stage → milliseconds
    version_id  bigint references ingest.version on delete set null,
    attempts    integer not null default 0,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    check ((state = 'failed') = (error <> '') or state in ('duplicate', 'quarantined'))
);
create index intake_batch on ingest.intake (batch_id, id);
create index intake_state on ingest.intake (state) where state in ('queued', 'running', 'failed');
create index intake_version on ingest.intake (version_id);

-- What the stage parse read, until the stage structure has used it. Unlogged: should it be lost, structure reads the file again.
create unlogged table ingest.parsed (
    intake_id bigint primary key references ingest.intake on delete cascade,
    result    bytea not null                  -- parse.Result as JSON
);

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

-- Why a version in force should be looked at twice: a repeal that is proposed and not decided, or other versions of the
-- same work while this one has no date. NULL: no doubt on that day. What the reader may not see raises no doubt for them.
create function ingest.doubt(version_id bigint, reader smallint, as_of date) returns text
    language sql stable parallel safe
    return (
        select string_agg(why, ' ' order by ord, id) from (
            select 1 as ord, r.id, '《' || fv.title || '》' || case when fv.doc_no <> '' then '（' || fv.doc_no || '）' else '' end
                   || case r.type when 'repeals' then '写明废止本文件' when 'replaces' then '写明代替本文件' else '可能取代本“三定”规定' end
                   || '，尚待人工确认。' as why
              from ingest.version v
              join ingest.relation r on r.target_document_id = v.document_id
              join ingest.version fv on fv.id = r.version_id
              join ingest.document fd on fd.id = fv.document_id
             where v.id = doubt.version_id and r.state = 'proposed'
               and r.type in ('repeals', 'replaces', 'supersedes_org_charter')
               and fv.id <> v.id and not fv.draft and fd.withdrawn_at is null and fd.clearance <= reader
               and (fv.effective_from is null or fv.effective_from <= as_of)
               and (v.effective_to is null or fv.effective_from is null or v.effective_to > fv.effective_from)
               and (fv.document_id <> v.document_id or v.effective_from is null or fv.effective_from is null
                    or v.effective_from < fv.effective_from)
            union all
            select 2, v.id, '本文本施行日期不明，且同一文件另有其他文本，请核对后使用。'
              from ingest.version v
             where v.id = doubt.version_id and v.effective_from is null and v.effective_to is null and v.external_id is null
               and exists (select from ingest.version o where o.document_id = v.document_id and o.id <> v.id and not o.draft)
        ) as doubts
    );
