-- What returns are compared with, and borrowing against commitments.
set local search_path to portfolio, app;

-- A total-return index that somebody supplied. The default one is what figures of the night use.
create table benchmark_index (
    code code primary key,
    name_en name_text not null,
    currency currency_code not null references currency,
    is_default boolean not null,
    source note_text not null
);
create unique index benchmark_index_default on benchmark_index (is_default) where is_default;

create table benchmark_level (
    id uuid primary key default gen_random_uuid(),
    index_code code not null references benchmark_index,
    effective_on fact_date not null,
    level numeric(18, 8) not null check (level > 0 and level <> 'NaN'),
    recorded_at record_time not null,
    unique (index_code, effective_on, recorded_at)
);

-- A subscription line (認繳出資貸款): what a sub-fund drew on it before calling its investors, and paid back.
create table subscription_line_event (
    id uuid primary key default gen_random_uuid(),
    sub_fund_id uuid not null references sub_fund,
    kind code not null check (kind in ('DRAW', 'REPAYMENT', 'INTEREST')),
    amount_minor amount_positive not null,
    currency currency_code not null references currency,
    effective_on fact_date not null,
    reverses_id uuid,                                        -- repeats that event and takes it back
    recorded_at record_time not null,
    unique (sub_fund_id, id),
    unique (sub_fund_id, reverses_id),
    foreign key (sub_fund_id, reverses_id) references subscription_line_event (sub_fund_id, id)
);
create index subscription_line_event_newest on subscription_line_event (sub_fund_id, effective_on, id);

do $$
declare t text;
begin
    foreach t in array array['benchmark_index', 'benchmark_level', 'subscription_line_event'] loop
        execute format('alter table portfolio.%I enable row level security, force row level security', t);
    end loop;
    foreach t in array array['benchmark_level', 'subscription_line_event'] loop
        execute format('create trigger append_only before update or delete on portfolio.%I for each row execute function app.refuse_change()', t);
        execute format('create trigger append_only_table before truncate on portfolio.%I for each statement execute function app.refuse_change()', t);
        execute format('create trigger audit after insert or update or delete on portfolio.%I for each row execute function app.write_audit()', t);
        execute format('create trigger stamp before insert on portfolio.%I for each row execute function app.stamp_recorded_at()', t);
    end loop;
end $$;
create trigger card_revision after insert or update or delete or truncate on benchmark_index
    for each statement execute function app.raise_card_revision();

alter table import_batch drop constraint import_batch_kind_check;
alter table import_batch add constraint import_batch_kind_check check (kind in ('SSBCI', 'FX', 'INDEX'));
