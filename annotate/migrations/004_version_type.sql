-- The kind of question is part of what a version says: a history in which it is missing says that nothing changed.

alter table annotate.pair_version add column type smallint check (type between 1 and 30); -- NULL: as the pair has it
update annotate.pair_version v set type = p.type from annotate.pair p where p.id = v.pair_id and p.version = v.n;
