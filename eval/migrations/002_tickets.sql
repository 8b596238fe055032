-- Fix tickets. The states are drawn in eval/ticket/doc.go. One open ticket per cause; its cases are gathered under it.

create table eval.ticket (
    id          bigint generated always as identity primary key,
    cause       text not null,                        -- class|object_type|object_id: one open ticket for each
    class       text not null,                        -- eval.Class
    stage       text not null check (stage in ('数据集成', '编目', '标注', '检索', '生成')),
    object_type text not null check (object_type in ('document', 'chunk', 'pair', 'prompt', 'weight', 'program', 'word', 'question')),
    object_id   text not null,
    object      text not null default '',             -- as shown: 《title》第X条, the pair's question, the prompt's name
    title       text not null check (title <> ''),
    clearance   smallint not null default 1 check (clearance between 1 and 4),
    severity    text not null default 'normal' check (severity in ('low', 'normal', 'high')),
    state       text not null default 'new' check (state in ('new', 'assigned', 'fixing', 're_review', 're_run', 'closed')),
    assignee_id bigint,
    assignee    text not null default '',
    fix_version text not null default '',             -- of the document, pair, prompt or weights that mends it: one of ticket.Fixes
    fix_note    text not null default '',
    fixer_id    bigint,                               -- who said it is mended
    accepter_id bigint,                               -- who looked again: somebody else
    run_id      bigint references eval.run,           -- the passing re-run
    reopened    integer not null default 0,
    -- What was at work when a case failed last: a fix is newer, or other, than this.
    failed_at      timestamptz not null default now(),
    failed_program text not null default '',
    failed_prompt  text not null default '',
    failed_weights text not null default '',
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    closed_at   timestamptz,
    check (state = 'new' or assignee_id is not null),
    check (state not in ('re_review', 're_run', 'closed') or fix_version <> '' and fixer_id is not null),
    check (state not in ('re_run', 'closed') or accepter_id is not null),
    check (accepter_id <> fixer_id),
    check (state <> 'closed' or run_id is not null),
    check ((state = 'closed') = (closed_at is not null))
);
create unique index ticket_open_cause on eval.ticket (cause) where state <> 'closed';
create index ticket_state on eval.ticket (state, updated_at desc);

-- A case is a failed question of a run, or a reader's thumbs-down.
create table eval.ticket_case (
    id          bigint generated always as identity primary key,
    ticket_id   bigint not null references eval.ticket on delete cascade,
    set_id      bigint references eval.set,
    key         text not null default '',             -- the question's key in the set
    run_id      bigint references eval.run,           -- where it was seen last
    feedback_id bigint references qa.feedback,
    question    text not null,
    problem     text not null default '',
    evidence    jsonb not null default '[]',
    passed_in   bigint references eval.run,           -- the latest re-run in which it passed
    created_at  timestamptz not null default now(),
    check ((set_id is null) <> (feedback_id is null)),
    unique (ticket_id, set_id, key),
    unique (ticket_id, feedback_id)
);
create index ticket_case_feedback on eval.ticket_case (feedback_id);

-- The whole trail of a ticket, never changed.
create table eval.ticket_event (
    id         bigint generated always as identity primary key,
    ticket_id  bigint not null references eval.ticket on delete cascade,
    from_state text not null default '',
    to_state   text not null,
    actor_id   bigint not null default 0,
    actor      text not null default '',
    note       text not null default '',
    created_at timestamptz not null default now()
);
create index ticket_event_ticket on eval.ticket_event (ticket_id, id);

-- No step is skipped, whoever writes: a ticket begins as new, goes only where the drawing has an arrow, and closes only when every
-- one of its cases has passed in the run it names.
create function eval.ticket_step() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'new' then
            raise check_violation using message = 'a ticket begins as new, not as ' || new.state;
        end if;
    elsif new.state <> old.state and (old.state, new.state) not in (('new', 'assigned'), ('assigned', 'fixing'), ('fixing', 're_review'),
            ('re_review', 'fixing'), ('re_review', 're_run'), ('re_run', 'fixing'), ('re_run', 'closed'), ('closed', 'assigned')) then
        raise check_violation using message = 'no way from ' || old.state || ' to ' || new.state;
    elsif new.state = 'closed' and old.state <> 'closed' and (
            not exists (select from eval.ticket_case c where c.ticket_id = new.id)
            or exists (select from eval.ticket_case c where c.ticket_id = new.id and c.passed_in is distinct from new.run_id)) then
        raise check_violation using message = 'a case has not passed in run ' || coalesce(new.run_id::text, 'none');
    end if;
    return new;
end $$;
create trigger ticket_step before insert or update on eval.ticket for each row execute function eval.ticket_step();
