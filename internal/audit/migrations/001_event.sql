-- The trail. Rows are added in the transaction of the change they tell of, and never touched again: the triggers refuse
-- even the owner of the table. Who wants to falsify it has to drop a trigger first, which the server's log shows.
create table audit.event (
    id          bigint generated always as identity primary key,
    at          timestamptz not null default clock_timestamp(),
    actor_id    bigint not null,                    -- 0: the system
    actor_login text not null check (actor_login <> ''),
    actor_name  text not null,
    actor_roles text[] not null,                    -- as they were then
    via         text not null,                      -- session, apikey, cli, job
    action      text not null check (action ~ '^[a-z][a-z0-9_.-]*$'),
    object      text not null check (object <> ''), -- kind of thing: account, document, …
    object_id   text not null,
    before      jsonb,
    after       jsonb
);
create index event_at on audit.event (at);
create index event_object on audit.event (object, object_id, id);
create index event_actor on audit.event (actor_login, id);
create index event_action on audit.event (action text_pattern_ops, id);

create function audit.refuse() returns trigger language plpgsql as $$
begin
    raise exception 'audit.event is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger no_change before update or delete on audit.event for each row execute function audit.refuse();
create trigger no_truncate before truncate on audit.event for each statement execute function audit.refuse();
