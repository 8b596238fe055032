-- Drafting: runs that write drafts, and what a model has been asked already.

create table annotate.draft_run (
    id           bigint generated always as identity primary key,
    state        text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
    document_ids bigint[] not null default '{}',    -- empty: every document in force
    use_model    boolean not null default false,
    submit       boolean not null default false,    -- what passes the checks goes into review at once
    done         integer not null default 0,        -- documents, and with a model passages
    total        integer not null default 0,
    created      integer not null default 0,
    submitted    integer not null default 0,
    skipped      integer not null default 0,        -- drafted before, or asked of another text
    refused      integer not null default 0,        -- of a model: not verbatim, a number from nowhere, not readable
    error        text not null default '',          -- Chinese
    clearance    smallint not null check (clearance between 1 and 4),   -- of who asked for it: nothing above is drafted or told
    actor        text not null default '',
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    check ((state = 'failed') = (error <> ''))
);
-- One at a time: two would draft the same.
create unique index draft_run_open on annotate.draft_run ((true)) where state in ('queued', 'running');

-- A model is asked about a chunk once for each wording of the prompt.
create table annotate.drafted (
    chunk_id       bigint not null references ingest.chunk on delete cascade,
    model          text not null,
    prompt_version text not null,
    pairs          integer not null,
    refused        integer not null,
    created_at     timestamptz not null default now(),
    primary key (chunk_id, model, prompt_version)
);
