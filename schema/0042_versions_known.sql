-- Versions of mappings and rules carry when they were told, so that a pair of dates is answered by the version known at its knownAt.
-- What stood here before answered every pair there was: it counts as told from the beginning.
set local search_path to portfolio, app;

alter table class_mapping add column recorded_at record_time not null default timestamptz '2000-01-01 12:00+00';
alter table class_mapping alter column recorded_at drop default;
alter table rule add column recorded_at record_time not null default timestamptz '2000-01-01 12:00+00';
alter table rule alter column recorded_at drop default;
create trigger stamp before insert on class_mapping for each row execute function app.stamp_recorded_at();
create trigger stamp before insert on rule for each row execute function app.stamp_recorded_at();
