-- By which definitions a run was computed: after an upgrade that raises one, the same two dates are computed again when somebody asks, and read from there.
set local search_path to portfolio, app;

alter table metric_run add column definitions name_text;          -- digest of the catalogue's keys and revisions; null: published before this was kept

drop function if exists app.request_run(date, timestamptz);
