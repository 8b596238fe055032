-- Conversations, turns with their whole evidence, feedback. An answer is never changed after it was given.

create table qa.conversation (
    id         bigint generated always as identity primary key,
    actor_id   bigint not null,
    title      text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz
);
create index conversation_actor on qa.conversation (actor_id, updated_at desc) where deleted_at is null;

create table qa.turn (
    id              bigint generated always as identity primary key,
    conversation_id bigint not null references qa.conversation,
    actor_id        bigint not null,
    question        text not null,
    as_of           date not null,
    mode            text not null check (mode in ('extractive', 'model', 'refusal')),
    answer          jsonb not null,              -- qa.Answer
    evidence        bigint[] not null default '{}', -- chunk ids offered
    pairs           bigint[] not null default '{}', -- approved pairs it was made from
    model           text not null default '',
    prompt_version  text not null default '',
    refusal         text,                        -- reason code
    clearance       smallint not null check (clearance between 0 and 4), -- highest of the evidence
    timings         jsonb not null default '{}', -- stage → ms
    created_at      timestamptz not null default now(),
    check ((mode = 'refusal') = (refusal is not null))
);
create index turn_conversation on qa.turn (conversation_id, id);
create index turn_refusal on qa.turn (created_at) where refusal is not null; -- the gap list

create table qa.feedback (
    id         bigint generated always as identity primary key,
    turn_id    bigint not null references qa.turn,
    actor_id   bigint not null,
    verdict    text not null check (verdict in ('up', 'down')),
    reason     text not null default '',         -- code: wrong, outdated, citation, incomplete, refused, other
    comment    text not null default '',
    created_at timestamptz not null default now(),
    unique (turn_id, actor_id),
    check (verdict = 'up' or reason <> '')
);
