-- Sets of questions, runs over them, and what came out. A set is frozen at import; a changed set is its next version.

create table eval.set (
    id          bigint generated always as identity primary key,
    name        text not null check (name <> ''),
    version     integer not null check (version >= 1),
    origin      text not null check (origin in ('file', 'pairs', 'sample')),
    sha256      text not null,                        -- of the questions' canonical JSONL
    size        integer not null check (size > 0),
    clearance   smallint not null default 1 check (clearance between 1 and 4), -- highest of what the questions tell
    note        text not null default '',
    created_by  text not null default '',
    created_at  timestamptz not null default now(),
    unique (name, version)
);

create table eval.question (
    set_id  bigint not null references eval.set on delete cascade,
    seq     integer not null check (seq >= 1),
    key     text not null,                            -- the question's own id, unique in its set; the same over versions of a set
    body    jsonb not null,                           -- eval.Question
    pair_id bigint references annotate.pair on delete set null, -- of a set made from pairs
    primary key (set_id, seq),
    unique (set_id, key)
);

-- queued -> running -> done | failed | cancelled. A killed run is taken up again where it stood: its outcomes are rows.
create table eval.run (
    id             bigint generated always as identity primary key,
    set_id         bigint not null references eval.set,
    state          text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    label          text not null default '',
    config         jsonb not null default '{}',       -- eval.Config: leg, weights, workers, split, keys of a re-run
    program        text not null default '',          -- version of the binary
    model          text not null default '',          -- '' extractive
    embedder       text not null default '',
    prompt_version text not null default '',
    data_version   text not null default '',          -- fingerprint of the corpus and the approved pairs
    total          integer not null default 0,
    done           integer not null default 0,
    metrics        jsonb not null default '{}',       -- eval.Metrics
    error          text not null default '',          -- plain Chinese
    clearance      smallint not null default 1 check (clearance between 1 and 4), -- highest of the set and of the answers so far
    actor_id       bigint not null default 0,
    actor          text not null default '',
    ticket_id      bigint,                            -- of a re-run that a ticket asked for
    created_at     timestamptz not null default now(),
    started_at     timestamptz,
    ended_at       timestamptz,
    check ((state = 'failed') = (error <> ''))
);
create index run_set on eval.run (set_id, id desc);

create table eval.outcome (
    run_id   bigint not null references eval.run on delete cascade,
    seq      integer not null,                        -- of the question
    key      text not null,
    answer   jsonb not null,                          -- qa.Answer
    passed   boolean not null,                        -- answer and citation right, or rightly refused
    correct  boolean not null,
    cited    boolean not null,
    refused  boolean not null,
    problem  text not null default '',                -- Chinese
    scores   jsonb not null default '{}',             -- metric → value
    took_ms  real not null default 0,
    class    text not null default '',                -- of a failed one: eval.Class, '' until it has been classed
    evidence jsonb not null default '[]',             -- eval.Proof: why that class
    object_type text not null default '',             -- document, chunk, pair, prompt, weight: what the fault lies on
    object_id   text not null default '',
    object      text not null default '',             -- as shown
    stage       text not null default '',             -- who mends it
    evidence_clearance smallint not null default 1,   -- highest of what evidence and object name
    primary key (run_id, seq)
);
create index outcome_failed on eval.outcome (run_id) where not passed;
