-- A startup's newest milestones are read from the index alone: they were recorded over years and lie on a page each, so that fetching them cost
-- more than all else (measured: 1.7 to 1.0 ms for 100 startups with 10 each). Startups of a sector come in the order they are listed in.
set local search_path to portfolio, app;

drop index milestone_newest;
create index milestone_newest on milestone (startup_id, recorded_at, id) include (title, due_on, kind);
drop index startup_sector;
create index startup_sector on startup (sector_code, code, id);
