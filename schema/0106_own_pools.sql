-- The pool of a manager's funds and of an incubator's startups, to their own people. What of the latter would tell of single funds is withheld by the
-- night, as of other groups (docs/decisions/0042, 0102).
set local search_path to portfolio, app;

create index metric_value_group_key on metric_value (group_key, metric_key, as_of) where group_key is not null;

alter table peer_figure drop constraint peer_figure_group_by_check;
alter table peer_figure add constraint peer_figure_group_by_check check (group_by in ('TOTAL', 'PROGRAMME', 'VINTAGE', 'SECTOR', 'INCUBATOR'));
create index peer_figure_group_key on peer_figure (group_key, metric_key, as_of);
