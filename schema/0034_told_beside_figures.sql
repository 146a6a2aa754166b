-- What a reader must be told beside a stored figure: warnings, every rate of return where there are several, and the exchange rates used.
-- Null: none, and in figures of nights before this.
set local search_path to portfolio, app;

alter table metric_value add column flags note_text;           -- codes, sorted, apart by a blank: NAV_ROLLED_FORWARD NAV_STALE
alter table metric_value add column roots numeric[] check (not ('NaN' = any (roots) or 'Infinity' = any (roots) or '-Infinity' = any (roots)));   -- rising; only where there are several
alter table metric_value add column rates jsonb;               -- one line per currency, series and source: how many, of which days, from and to
alter table metric_detail add column flags note_text;
alter table metric_detail add column roots numeric[] check (not ('NaN' = any (roots) or 'Infinity' = any (roots) or '-Infinity' = any (roots)));
alter table metric_detail add column rates jsonb;
