-- Of how many startups a figure of milestones is: a report of a published run says it beside the figure, and read it from every stay anew.
set local search_path to portfolio, app;

alter table metric_value add column startups integer check (startups > 0); -- ever admitted; null: not of startups, or older than this column
