-- Lists that an office has imported. The lists shipped with the binary are not here: they are part of the program.

create table sensitivewords.list (
    id         bigint generated always as identity primary key,
    name       text not null unique check (name <> ''),
    version    integer not null default 1 check (version > 0), -- one more with every import that changed something
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table sensitivewords.word (
    id      bigint generated always as identity primary key,
    list_id bigint not null references sensitivewords.list on delete cascade,
    word    text not null check (word <> ''),
    folded  text not null check (folded <> ''),  -- as the matcher sees it: the same word in two spellings is one entry
    class   text not null,
    action  text not null check (action in ('log', 'review', 'mask', 'block')),
    version integer not null,                    -- of the list, when the word came or last changed
    unique (list_id, folded)
);
create index word_class on sensitivewords.word (class);
