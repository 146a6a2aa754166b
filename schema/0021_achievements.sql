-- Achievements of publicly funded science and technology (科技成果), which startup turned which of them into a business,
-- and figures of incubators by year of admission.
set local search_path to portfolio, app;

-- One achievement as registered. The national library shares it with the consent of the bodies concerned only.
create table achievement (
    id uuid primary key default gen_random_uuid(),
    achievement_number name_text not null unique,            -- as registered
    project_number name_text,                                -- of the programme's project; null: not known
    source_kind code not null check (source_kind in ('CENTRAL_PROGRAMME', 'LOCAL_PROGRAMME', 'PUBLIC_INSTITUTION')),
    title_en name_text,
    title_zh_hant name_text,
    title_zh_hans name_text,
    has_consent boolean not null,                            -- false: policy staff only
    invented boolean not null,
    source note_text not null,
    check (num_nonnulls(title_en, title_zh_hant, title_zh_hans) > 0)
);
create index achievement_shared on achievement (has_consent);

-- A startup converts an achievement (轉化), from a day on, and where the proof lies. Append-only: a mistake is taken back.
create table achievement_conversion (
    id uuid primary key default gen_random_uuid(),
    startup_id uuid not null references startup,
    achievement_id uuid not null references achievement,
    effective_on fact_date not null,
    evidence_address text not null check (char_length(evidence_address) between 1 and 2000),
    evidence_hash sha256,                                    -- SHA-256 of the document; null: not yet fingerprinted
    note note_text,
    reverses_id uuid,                                        -- repeats that link and takes it back
    reported_by uuid references person,                      -- null: the job
    recorded_at record_time not null,
    unique (startup_id, id),
    unique (startup_id, reverses_id),
    foreign key (startup_id, reverses_id) references achievement_conversion (startup_id, id)
);
create index achievement_conversion_newest on achievement_conversion (startup_id, effective_on, id);
create index achievement_conversion_achievement on achievement_conversion (achievement_id, effective_on, id);

-- A figure without a subject is that of all startups. One of an incubator may be of those admitted in one year only.
alter table metric_value add column cohort_year smallint check (cohort_year between 1970 and 2199);
alter table metric_value drop constraint metric_value_check;
alter table metric_value add constraint metric_value_subject
    check (num_nonnulls(programme_id, sub_fund_id, incubator_id, startup_id) <= 1 and (cohort_year is null or incubator_id is not null));
alter table metric_value drop constraint metric_value_unit_check;
alter table metric_value add constraint metric_value_unit_check check (unit in ('RATIO', 'RATE_PER_YEAR', 'COUNT', 'AMOUNT', 'DAYS'));
drop index metric_value_incubator;
create unique index metric_value_incubator on metric_value (incubator_id, metric_key, as_of, known_at, revision, run_id, cohort_year)
    nulls not distinct where incubator_id is not null;
create unique index metric_value_whole on metric_value (metric_key, as_of, known_at, revision, run_id)
    where num_nonnulls(programme_id, sub_fund_id, incubator_id, startup_id) = 0;

do $$
declare t text;
begin
    foreach t in array array['achievement', 'achievement_conversion'] loop
        execute format('alter table portfolio.%I enable row level security, force row level security', t);
        execute format('create trigger audit after insert or update or delete on portfolio.%I '
            'for each row execute function app.write_audit()', t);
    end loop;
end $$;
create trigger card_revision after insert or update or delete or truncate on achievement
    for each statement execute function app.raise_card_revision();
create trigger append_only before update or delete on achievement_conversion for each row execute function app.refuse_change();
create trigger append_only_table before truncate on achievement_conversion for each statement execute function app.refuse_change();
create trigger stamp before insert on achievement_conversion for each row execute function app.stamp_recorded_at();
