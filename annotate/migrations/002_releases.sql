-- Releases: frozen, versioned, signed sets of approved pairs. The files lie in the content-addressed store. The states are
-- drawn in release/doc.go.

create table annotate.release (
    id         bigint generated always as identity primary key,
    version    text not null unique check (version ~ '^\d{4}\.\d{1,2}\.\d+$'),  -- 2026.11.1
    state      text not null default 'building' check (state in ('building', 'ready', 'failed')),
    note       text not null default '',
    released_on date,                               -- the one day that its content bears
    records    integer not null default 0,
    added      integer not null default 0,          -- against the release before
    changed    integer not null default 0,
    withdrawn  integer not null default 0,
    size       bigint not null default 0,           -- of all files
    manifest_sha256 text not null default '',
    signature  text not null default '',            -- SM2 over MANIFEST.json, base64
    key_id     text not null default '',            -- SM3 of the public key, hex, 16
    progress   real not null default 0 check (progress between 0 and 1),
    error      text not null default '',            -- plain Chinese
    created_by text not null default '',
    created_at timestamptz not null default now(),
    started_at timestamptz,                         -- NULL: waits for a worker
    ended_at   timestamptz,
    check ((state = 'failed') = (error <> '')),
    check (state <> 'ready' or (signature <> '' and manifest_sha256 <> '' and released_on is not null)),
    check ((state = 'building') = (ended_at is null))
);
-- One at a time: the next one is told against the one before it.
create unique index release_unfinished on annotate.release ((true)) where state <> 'ready';

create table annotate.release_file (
    release_id bigint not null references annotate.release on delete cascade,
    path       text not null,                       -- data/pairs.jsonl
    sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    sm3        text not null check (sm3 ~ '^[0-9a-f]{64}$'),
    size       bigint not null check (size >= 0),
    primary key (release_id, path)
);

-- What is in it: the pair at that version, and the rule that let it out.
create table annotate.release_record (
    release_id bigint not null references annotate.release on delete cascade,
    pair_id    bigint not null references annotate.pair,
    n          integer not null,
    record_sha256 text not null,                    -- of its line in data/pairs.jsonl: equal means unchanged
    rule       text not null check (rule in ('public_l1', 'desensitised')), -- why it may leave
    primary key (release_id, pair_id)
);

-- What leads from one release to another, made when it is first asked for: its signature is made once, so its bytes stay.
create table annotate.release_delta (
    from_id    bigint not null references annotate.release on delete cascade,
    to_id      bigint not null references annotate.release on delete cascade,
    sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    sm3        text not null check (sm3 ~ '^[0-9a-f]{64}$'),
    size       bigint not null check (size > 0),
    created_at timestamptz not null default now(),
    primary key (from_id, to_id)
);

-- Who has pulled what. The row stands before the first byte leaves; bytes are filled in at its end.
create table annotate.release_pull (
    id         bigint generated always as identity primary key,
    release_id bigint not null references annotate.release on delete cascade,
    actor_id   bigint not null,
    actor      text not null,
    path       text not null,
    bytes      bigint not null default 0,
    created_at timestamptz not null default now()
);
create index release_pull_release on annotate.release_pull (release_id, created_at desc);
