-- Releases: frozen, versioned, signed sets of approved pairs. The files lie in the content-addressed store.

create table annotate.release (
    id         bigint generated always as identity primary key,
    version    text not null unique check (version ~ '^\d{4}\.\d{1,2}\.\d+$'),  -- 2026.11.1
    state      text not null default 'building' check (state in ('building', 'ready', 'failed')),
    note       text not null default '',
    records    integer not null default 0,
    added      integer not null default 0,          -- against the release before
    changed    integer not null default 0,
    withdrawn  integer not null default 0,
    manifest_sha256 text not null default '',
    signature  text not null default '',            -- SM2 over MANIFEST.json, base64
    key_id     text not null default '',            -- SM3 of the public key, hex, 16
    error      text not null default '',
    created_by text not null default '',
    created_at timestamptz not null default now(),
    check ((state = 'failed') = (error <> '')),
    check (state <> 'ready' or signature <> '')
);

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
    rule       text not null,                       -- why it may leave: public_l1, desensitised
    primary key (release_id, pair_id)
);

-- Who has pulled what.
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
