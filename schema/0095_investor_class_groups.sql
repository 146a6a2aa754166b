-- Figures by class of investors are kept night by night, as those of the other groups are.
set local search_path to portfolio, app;

alter table metric_value drop constraint metric_value_group_by_check;
alter table metric_value add constraint metric_value_group_by_check
    check (group_by in ('TOTAL', 'VINTAGE', 'MANAGER', 'JURISDICTION', 'SECTOR', 'INCUBATOR', 'INVESTOR_CLASS'));
