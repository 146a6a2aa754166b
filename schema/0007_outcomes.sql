-- Programme transactions taken over from a public file, and measured outcomes.
set local search_path to portfolio, app;

-- One file, taken over once. Its hash is half of the natural key of its rows.
create table import_batch (
    id uuid primary key default gen_random_uuid(),
    kind code not null check (kind in ('SSBCI', 'FX')),
    content_hash sha256 not null,
    file_name name_text not null,
    row_count integer not null check (row_count >= 0),
    recorded_at record_time not null,
    unique (kind, content_hash)
);

-- One transaction in which public money supported an enterprise's loan or investment.
create table support_transaction (
    id uuid primary key default gen_random_uuid(),
    programme_id uuid not null references programme,
    import_batch_id uuid not null references import_batch,
    row_number integer not null check (row_number >= 0),     -- as numbered in the file
    region code not null,
    industry_code name_text,
    currency currency_code not null references currency,
    loan_or_investment_minor amount_nonnegative not null,
    public_funds_minor amount_nonnegative not null,
    concurrent_private_minor amount_nonnegative not null,
    subsequent_private_minor amount_nonnegative not null,
    effective_on fact_date not null,                         -- declared for the whole file when it carries no dates
    recorded_at record_time not null,
    unique (import_batch_id, row_number)
);
create index support_transaction_programme on support_transaction (programme_id, effective_on, id);

-- Something measured over a period: jobs, revenue … Never a column of a card.
create table outcome_fact (
    id uuid primary key default gen_random_uuid(),
    startup_id uuid references startup,
    support_transaction_id uuid references support_transaction,
    measure code not null check (measure in ('JOBS', 'JOBS_CREATED', 'JOBS_RETAINED', 'REVENUE', 'RND_SPEND')),
    period_start fact_date not null,
    effective_on fact_date not null,                         -- last day of the period, or the day it was counted
    value numeric(20, 4) not null check (value >= 0 and value <> 'NaN'),
    currency currency_code references currency,              -- null: a count
    recorded_at record_time not null,
    check (num_nonnulls(startup_id, support_transaction_id) = 1),
    check (period_start <= effective_on),
    check ((measure in ('REVENUE', 'RND_SPEND')) = (currency is not null)),
    unique (startup_id, measure, effective_on, recorded_at),
    unique (support_transaction_id, measure, effective_on)
);
