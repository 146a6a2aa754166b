-- What startups achieve, who said so, and what proves it.
set local search_path to portfolio, app;

-- Something a startup is expected to reach, or has reached.
create table milestone (
    id uuid primary key default gen_random_uuid(),
    startup_id uuid not null references startup,
    kind code not null references milestone_kind,
    title name_text not null,
    due_on fact_date,                                        -- null: no date was promised
    recorded_at record_time not null,
    unique (startup_id, id)
);
create index milestone_newest on milestone (startup_id, recorded_at, id);

-- One statement that it happened. Append-only: a correction is a newer report that supersedes it.
create table milestone_report (
    id uuid primary key default gen_random_uuid(),
    startup_id uuid not null,
    milestone_id uuid not null,
    effective_on fact_date not null,                         -- the day it happened
    verification code not null check (verification in ('V0', 'V1', 'V2', 'V3')),
    amount_minor amount_positive,
    currency currency_code references currency,
    note note_text,
    supersedes_id uuid,
    reported_by uuid references person,                      -- null: the job
    recorded_at record_time not null,
    unique (startup_id, id),
    unique (startup_id, supersedes_id),
    check ((amount_minor is null) = (currency is null)),
    foreign key (startup_id, milestone_id) references milestone (startup_id, id),
    foreign key (startup_id, supersedes_id) references milestone_report (startup_id, id)
);
create index milestone_report_newest on milestone_report (milestone_id, effective_on, id);

-- Where the proof lies. We keep its address and fingerprint, never the document.
create table milestone_evidence (
    id uuid primary key default gen_random_uuid(),
    startup_id uuid not null,
    report_id uuid not null,
    address text not null check (char_length(address) between 1 and 2000),
    content_hash sha256,                                     -- SHA-256 of the document; null: not yet fingerprinted
    note note_text,
    recorded_at record_time not null,
    unique (startup_id, id),
    foreign key (startup_id, report_id) references milestone_report (startup_id, id)
);
create index milestone_evidence_report on milestone_evidence (report_id);
