-- A chart of one startup, or of one investor, over all sub-funds: in every day's partition its few rows are found. Each row stands in one of the two.
set local search_path to portfolio, app;

create index metric_part_startup on metric_part (startup_id, sub_fund_id, metric_key) where startup_id is not null;
create index metric_part_investor on metric_part (investor_id, sub_fund_id, metric_key) where investor_id is not null;
