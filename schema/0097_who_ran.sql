-- Who asked for a run or called it off is a person to be named, not a key in a sentence. Made of the sentence, so that events of before have theirs too.
set local search_path to portfolio, app;

alter table metric_run_event add column person_id uuid generated always as (
    case when message ~ '^(requested|called off) by [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then right(message, 36)::uuid end) stored;
