-- Achievements come as files too.
set local search_path to portfolio, app;

alter table import_batch drop constraint import_batch_kind_check;
alter table import_batch add constraint import_batch_kind_check check (kind in ('SSBCI', 'FX', 'INDEX', 'ACHIEVEMENTS'));
