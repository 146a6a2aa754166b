-- Row security on every table; what is append-only refuses change, for everybody, for ever.
-- The functions named here are created first by this file as empty shells and given their bodies by repeatable/functions.sql.
set local search_path to portfolio, app;

create function app.stamp_recorded_at() returns trigger language plpgsql as $$ begin return new; end $$;
create function app.append_cash_flow() returns trigger language plpgsql as $$ begin return new; end $$;
create function app.refuse_change() returns trigger language plpgsql as $$ begin return null; end $$;
create function app.write_audit() returns trigger language plpgsql as $$ begin return null; end $$;

do $$
declare t text;
begin
    for t in select tablename from pg_tables where schemaname = 'portfolio' loop
        execute format('alter table portfolio.%I enable row level security, force row level security', t);
    end loop;

    -- Facts: never changed, only superseded.
    foreach t in array array['fx_rate', 'sub_fund_term', 'investor_class_assignment', 'commitment', 'cash_flow', 'incubation',
        'financing_round', 'round_participation', 'round_participant', 'investment', 'valuation', 'reported_nav', 'milestone',
        'milestone_report', 'milestone_evidence', 'import_batch', 'support_transaction', 'outcome_fact', 'metric_value',
        'audit_entry', 'metric_run_event'] loop
        execute format('create trigger append_only before update or delete on portfolio.%I '
            'for each row execute function app.refuse_change()', t);
        execute format('create trigger append_only_table before truncate on portfolio.%I '
            'for each statement execute function app.refuse_change()', t);
    end loop;

    -- The recorded time is the server's, whatever the client sends.
    foreach t in array array['fx_rate', 'sub_fund_term', 'investor_class_assignment', 'commitment', 'incubation',
        'financing_round', 'round_participation', 'round_participant', 'investment', 'valuation', 'reported_nav', 'milestone',
        'milestone_report', 'milestone_evidence', 'import_batch', 'support_transaction', 'outcome_fact', 'operation_key'] loop
        execute format('create trigger stamp before insert on portfolio.%I '
            'for each row execute function app.stamp_recorded_at()', t);
    end loop;

    -- What people may change is audited.
    foreach t in array array['person', 'membership', 'startup_private', 'incubation', 'commitment', 'cash_flow', 'valuation',
        'reported_nav', 'milestone', 'milestone_report', 'milestone_evidence', 'outcome_fact'] loop
        execute format('create trigger audit after insert or update or delete on portfolio.%I '
            'for each row execute function app.write_audit()', t);
    end loop;
end $$;

create trigger append before insert on portfolio.cash_flow for each row execute function app.append_cash_flow();
