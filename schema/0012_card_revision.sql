-- Cards change seldom and carry no recorded time. What was answered from them, beside facts as known at a closed instant,
-- holds for as long as their revision stands; every statement that touches one raises it, in the same transaction.
set local search_path to portfolio, app;

create table card_revision (
    only_one boolean primary key default true check (only_one),
    revision bigint not null check (revision >= 0)
);
insert into card_revision (revision) values (0);
alter table card_revision enable row level security, force row level security;

create function app.raise_card_revision() returns trigger language plpgsql as $$ begin return null; end $$;

do $$
declare t text;
begin
    foreach t in array array['currency', 'sector', 'milestone_kind', 'investor_class', 'organisation', 'programme', 'sub_fund',
        'incubator', 'startup', 'investor', 'sub_fund_investor'] loop
        execute format('create trigger card_revision after insert or update or delete or truncate on portfolio.%I '
            'for each statement execute function app.raise_card_revision()', t);
    end loop;
end $$;
