-- What everybody is to be told beside a group's figure, above all that it is of invented data. Null: nothing, withheld, or of a night before this.
set local search_path to portfolio, app;

alter table peer_figure add column flags note_text check (flags is null or value is not null);   -- as in metric_value
