-- Of how many financing rounds a figure is, where rounds are left out and not the funds in them. Null: it leaves out no rounds, or is of a night before this.
set local search_path to portfolio, app;

alter table metric_value
    add column rounds_covered integer check (rounds_covered >= 0),
    add column rounds integer check (rounds >= rounds_covered),
    add column rounds_left_out name_text[],                  -- the first of them by date: id of the round and why, apart by a blank; null: none was
    add constraint metric_value_rounds check ((rounds is null) = (rounds_covered is null) and (rounds_left_out is null or rounds > rounds_covered));
