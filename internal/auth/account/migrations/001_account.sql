-- Accounts, what proves them (sessions, API keys), and failed attempts.

create table auth.account (
    id          bigint generated always as identity primary key,
    login       text not null unique check (login ~ '^[a-z0-9][a-z0-9._-]{1,31}$'),
    name        text not null check (name <> ''),
    unit        text not null default '',
    password    text not null check (password like '$argon2id$%'),
    roles       text[] not null check (cardinality(roles) > 0
                    and roles <@ array['staff', 'expert', 'lead', 'admin', 'auditor', 'partner']),
    clearance   smallint not null check (clearance between 1 and 4),
    disabled    boolean not null default false,
    must_change boolean not null default false, -- of the password, before anything else
    created_at  timestamptz not null default now(),
    last_login  timestamptz
);

-- Only the SHA-256 of a token is kept: who reads this table cannot sign in with it.
create table auth.session (
    token      bytea primary key check (length(token) = 32),
    account_id bigint not null references auth.account on delete cascade,
    agent      text not null default '',
    created_at timestamptz not null default now(),
    seen_at    timestamptz not null default now(), -- to the minute; idle time counts from here
    expires_at timestamptz not null                -- however busy
);
create index session_account on auth.session (account_id);
create index session_expires on auth.session (expires_at);

create table auth.api_key (
    id         bigint generated always as identity primary key,
    account_id bigint not null references auth.account on delete cascade,
    name       text not null check (name <> ''),
    prefix     text not null,                   -- the first characters, to tell keys apart in a list
    secret     bytea not null unique check (length(secret) = 32),
    created_at timestamptz not null default now(),
    expires_on date,                            -- the last day it works; NULL: until revoked
    revoked_at timestamptz,
    used_at    timestamptz                      -- to the minute
);
create index api_key_account on auth.api_key (account_id);

-- Failures are counted by the login that was typed, whether there is such an account or not: a lock must not tell.
create table auth.attempt (
    login    text primary key,
    failures integer not null check (failures > 0),
    at       timestamptz not null -- of the last failure that counted
);
create index attempt_at on auth.attempt (at);
