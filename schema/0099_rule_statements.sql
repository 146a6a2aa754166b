-- Rules whose facts no ledger carries are judged by what people state from papers: of one rule and one sub-fund, from a day on.
set local search_path to portfolio, app;

create table rule_statement (
    id uuid primary key default gen_random_uuid(),
    sub_fund_id uuid not null references sub_fund,
    rule_code code not null,
    effective_on fact_date not null,                         -- the day the paper speaks of
    stated_by code not null check (stated_by in ('FUND_MANAGER', 'POLICY')),
    is_kept boolean,                                         -- null: the numbers say it
    custodian name_text,
    staff_count integer check (staff_count >= 0),
    case_count integer check (case_count >= 0),
    amount_minor bigint check (amount_minor >= 0),           -- the reward, or the price of a transfer
    gain_minor bigint check (gain_minor >= 0),               -- of the guidance fund; in the same currency
    currency currency_code references currency,
    rate_annual numeric(7, 6) check (rate_annual between 0 and 1 and rate_annual <> 'NaN'),
    paper name_text not null,                                -- its title
    address text not null check (char_length(address) between 1 and 2000),
    content_hash sha256,                                     -- SHA-256 of the paper; null: not yet fingerprinted
    note note_text,
    replaces_id uuid,                                        -- the statement that was wrong
    recorded_by uuid references person,                      -- null: the job
    recorded_at record_time not null,
    unique (sub_fund_id, id),
    unique (sub_fund_id, rule_code, id),
    unique (sub_fund_id, replaces_id),
    check ((amount_minor is null) = (currency is null) and (gain_minor is null or amount_minor is not null)),
    foreign key (sub_fund_id, rule_code, replaces_id) references rule_statement (sub_fund_id, rule_code, id)
);
create index rule_statement_newest on rule_statement (sub_fund_id, effective_on, id);
alter table rule_statement enable row level security, force row level security;
create trigger append_only before update or delete on rule_statement for each row execute function app.refuse_change();
create trigger append_only_table before truncate on rule_statement for each statement execute function app.refuse_change();
create trigger audit after insert or update or delete on rule_statement for each row execute function app.write_audit();
create trigger stamp before insert on rule_statement for each row execute function app.stamp_recorded_at();
