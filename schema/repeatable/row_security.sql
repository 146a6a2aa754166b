-- Who may see and do what (ARCHITECTURE.md has the table in words). Run again whenever this file changes.
-- Every API login may ask every table; what it gets is decided by row. No policy for a login means no rows, never an error.

do $$
declare
    p record;
    t text;
    api constant text := 'vp_fund_manager, vp_incubator, vp_policy, vp_admin';
begin
    for p in select tablename, policyname from pg_policies where schemaname = 'portfolio' loop
        execute format('drop policy %I on portfolio.%I', p.policyname, p.tablename);
    end loop;

    revoke all on all tables in schema portfolio from vp_fund_manager, vp_incubator, vp_policy, vp_admin, vp_job;
    revoke all on all sequences in schema portfolio from vp_fund_manager, vp_incubator, vp_policy, vp_admin, vp_job;

    -- Seen by everybody signed in: cards and reference lists.
    foreach t in array array['currency', 'sector', 'milestone_kind', 'investor_class', 'class_mapping', 'rule', 'fx_rate', 'lending_rate', 'benchmark_index', 'benchmark_level', 'organisation',
        'programme', 'sub_fund', 'incubator', 'startup'] loop
        execute format('create policy card on portfolio.%I for select to %s using (true)', t, api);
    end loop;

    -- What the night withheld of small groups is not in it; no policy, no rows: administrators see no figures.
    create policy peers on portfolio.peer_figure for select to vp_fund_manager, vp_incubator using (group_by <> 'INCUBATOR');
    create policy own_pool on portfolio.peer_figure for select to vp_incubator
        using (group_by = 'INCUBATOR' and group_key = any ((select app.my_incubator_codes())::text[]));
    create policy policy_reads on portfolio.peer_figure for select to vp_policy using (true);

    -- Policy staff read every figure and fact.
    foreach t in array array['person', 'membership', 'sub_fund_term', 'investor', 'investor_class_assignment', 'sub_fund_investor',
        'commitment', 'startup_private', 'incubation', 'financing_round', 'round_participation', 'round_participant', 'investment',
        'cash_flow', 'valuation', 'reported_nav', 'milestone', 'milestone_report', 'milestone_evidence', 'import_batch',
        'support_transaction', 'outcome_fact', 'metric_run', 'metric_run_event', 'metric_value', 'audit_entry',
        'security_event', 'service_key', 'achievement', 'achievement_conversion', 'metric_detail', 'metric_part',
        'rule_choice', 'rule_statement', 'rule_verdict', 'subscription_line_event', 'metric_run_report', 'metric_target'] loop
        execute format('create policy policy_reads on portfolio.%I for select to vp_policy using (true)', t);
    end loop;

    -- Administrators see who is who and what ran, and no money.
    foreach t in array array['person', 'membership', 'metric_run', 'metric_run_event', 'audit_entry', 'security_event', 'import_batch',
        'service_key'] loop
        execute format('create policy admin_reads on portfolio.%I for select to vp_admin using (true)', t);
    end loop;

    -- Fund managers: everything of their own funds.
    foreach t in array array['sub_fund_term', 'sub_fund_investor', 'commitment', 'investment', 'cash_flow', 'valuation',
        'reported_nav', 'metric_value', 'metric_part', 'rule_choice', 'rule_statement', 'rule_verdict', 'subscription_line_event', 'metric_target'] loop
        execute format('create policy own_funds on portfolio.%I for select to vp_fund_manager '
            'using (sub_fund_id = any ((select app.my_sub_funds())::uuid[]))', t);
    end loop;
    foreach t in array array['commitment', 'cash_flow', 'valuation', 'reported_nav', 'subscription_line_event', 'rule_statement'] loop
        execute format('create policy own_funds_write on portfolio.%I for insert to vp_fund_manager '
            'with check (sub_fund_id = any ((select app.my_sub_funds())::uuid[]))', t);
        execute format('grant insert on portfolio.%I to vp_fund_manager', t);
    end loop;
    foreach t in array array['investor_class_assignment'] loop
        execute format('create policy own_investors on portfolio.%I for select to vp_fund_manager '
            'using (investor_id = any ((select app.my_investors())::uuid[]))', t);
    end loop;

    -- Fund managers: private facts, milestones and rounds of the startups their funds hold or held.
    foreach t in array array['startup_private', 'financing_round', 'round_participation', 'milestone', 'milestone_report',
        'milestone_evidence', 'outcome_fact', 'achievement_conversion', 'metric_detail', 'metric_target'] loop
        execute format('create policy linked_startups on portfolio.%I for select to vp_fund_manager '
            'using (startup_id = any ((select app.my_linked_startups())::uuid[]))', t);
    end loop;

    -- Incubator staff: everything of the startups that stay or stayed with them.
    foreach t in array array['startup_private', 'financing_round', 'round_participation', 'round_participant', 'milestone',
        'milestone_report', 'milestone_evidence', 'outcome_fact', 'achievement_conversion', 'metric_detail', 'metric_target'] loop
        execute format('create policy own_startups on portfolio.%I for select to vp_incubator '
            'using (startup_id = any ((select app.my_startups())::uuid[]))', t);
    end loop;
    foreach t in array array['milestone', 'milestone_report', 'milestone_evidence', 'outcome_fact', 'achievement_conversion'] loop
        execute format('create policy own_startups_write on portfolio.%I for insert to vp_incubator '
            'with check (startup_id = any ((select app.my_startups())::uuid[]))', t);
        execute format('grant insert on portfolio.%I to vp_incubator', t);
    end loop;
    foreach t in array array['incubation', 'metric_value', 'metric_target'] loop
        execute format('create policy own_incubators on portfolio.%I for select to vp_incubator '
            'using (incubator_id = any ((select app.my_incubators())::uuid[]))', t);
    end loop;

    -- Own acts, and people of own organisations.
    foreach t in array array['vp_fund_manager', 'vp_incubator'] loop
        execute format('create policy %I on portfolio.membership for select to %I '
            'using (organisation_id = any ((select app.my_organisations())::uuid[]))', t || '_colleagues', t);
        execute format('create policy %I on portfolio.service_key for select to %I '
            'using (organisation_id = any ((select app.my_organisations())::uuid[]))', t || '_colleagues', t);
        execute format('create policy %I on portfolio.person for select to %I '
            'using (id = (select app.uid()) or exists (select from portfolio.membership m where m.person_id = person.id))', t || '_colleagues', t);
        execute format('create policy %I on portfolio.audit_entry for select to %I '
            'using (person_id = (select app.uid()))', t || '_own_acts', t);
        -- A published night is no secret; what it found is.
        execute format('create policy %I on portfolio.metric_run for select to %I using (published_at is not null)', t || '_published', t);
    end loop;
    foreach t in array array['vp_fund_manager', 'vp_incubator', 'vp_policy', 'vp_admin'] loop
        execute format('create policy %I on portfolio.operation_key to %I using (person_id = (select app.uid())) '
            'with check (person_id = (select app.uid()))', t || '_own_keys', t);
        execute format('grant select, insert on portfolio.operation_key to %I', t);
    end loop;

    -- The job reads and loads everything; the owner only what definer functions need.
    for t in select tablename from pg_tables where schemaname = 'portfolio' loop
        execute format('create policy job on portfolio.%I to vp_job using (true) with check (true)', t);
        execute format('grant select, insert on portfolio.%I to vp_job', t);
        if t <> all (array['operation_key', 'ledger_head', 'security_head', 'card_revision', 'service_key_hash']) and t !~ '_[0-9]{8}$' then
            execute format('grant select on portfolio.%I to %s', t, api);
        end if;
    end loop;
    execute format('grant select on portfolio.rule_verdict_evidence, portfolio.finding to vp_job, %s', api);
    revoke insert on portfolio.audit_entry, portfolio.ledger_head, portfolio.security_head, portfolio.card_revision from vp_job;
    foreach t in array array['membership', 'sub_fund', 'sub_fund_investor', 'investment', 'incubator', 'incubation', 'cash_flow',
        'metric_run', 'person', 'service_key', 'service_key_hash'] loop
        execute format('create policy definer_reads on portfolio.%I for select to vp_owner using (true)', t);
    end loop;
end $$;

-- Fund managers: the pool of all own funds, night by night, and what is asked of it. Its key is the organisation's; who manages a fund manages it whole.
create policy own_pool on portfolio.metric_value for select to vp_fund_manager
    using (group_by = 'MANAGER' and group_key = any ((select app.my_organisations('FUND_MANAGER'))::uuid[]::text[]));
create policy own_pool on portfolio.metric_target for select to vp_fund_manager
    using (group_by = 'MANAGER' and group_key = any ((select app.my_organisations('FUND_MANAGER'))::uuid[]::text[]));

-- Fund managers see the investors of their own funds by name.
create policy own_investors on portfolio.investor for select to vp_fund_manager
    using (id = any ((select app.my_investors())::uuid[]));
-- Other participants' names only in rounds in which an own fund took part.
create policy own_rounds on portfolio.round_participant for select to vp_fund_manager
    using (financing_round_id = any ((select app.my_rounds())::uuid[]));
-- app.request_run and app.cancel_run write runs for policy staff, and say in whose name.
create policy definer_requests on portfolio.metric_run for insert to vp_owner with check (kind = 'REQUESTED' and state = 'PLANNED');
create policy definer_cancels on portfolio.metric_run for update to vp_owner using (true) with check (state in ('FAILED', 'CANCELLED'));
create policy definer_tells on portfolio.metric_run_event for insert to vp_owner with check (true);
create policy definer_writes on portfolio.ledger_head to vp_owner using (true) with check (true);
create policy definer_raises on portfolio.card_revision to vp_owner using (true) with check (true);
create policy definer_writes on portfolio.security_head to vp_owner using (true) with check (true);
create policy definer_writes on portfolio.security_event for insert to vp_owner with check (true);
create policy definer_writes on portfolio.audit_entry for insert to vp_owner with check (true);

-- Nobody reports in another's name; the ledger's trigger sees to the same for cash flows.
create policy own_name on portfolio.milestone_report as restrictive for insert to vp_incubator
    with check (reported_by = (select app.uid()));
create policy own_name on portfolio.achievement_conversion as restrictive for insert to vp_incubator
    with check (reported_by = (select app.uid()));

create policy own_name on portfolio.subscription_line_event as restrictive for insert to vp_fund_manager
    with check (recorded_by = (select app.uid()));

-- What a manager states of rules is the manager's word, what policy staff state is theirs.
create policy own_name on portfolio.rule_statement as restrictive for insert to vp_fund_manager
    with check (recorded_by = (select app.uid()) and stated_by = 'FUND_MANAGER');
create policy policy_writes on portfolio.rule_statement for insert to vp_policy
    with check (recorded_by = (select app.uid()) and stated_by = 'POLICY');
grant insert on portfolio.rule_statement to vp_policy;

-- Policy staff set targets and choose rules, in their own name.
create policy policy_writes on portfolio.metric_target for insert to vp_policy with check (set_by = (select app.uid()));
create policy policy_writes on portfolio.rule_choice for insert to vp_policy with check (set_by = (select app.uid()));
create policy policy_writes on portfolio.lending_rate for insert to vp_policy with check (recorded_by = (select app.uid()));
grant insert on portfolio.metric_target, portfolio.rule_choice, portfolio.lending_rate to vp_policy;

-- Policy staff take achievements into the register; what a person records is not invented.
create policy policy_writes on portfolio.achievement for insert to vp_policy with check (not invented);
grant insert on portfolio.achievement to vp_policy;

-- Achievements are shared with the consent of the bodies concerned; policy staff know the others too.
create policy shared on portfolio.achievement for select to vp_fund_manager, vp_incubator, vp_admin using (has_consent);

-- Administrators keep people and memberships.
create policy admin_writes on portfolio.person for insert to vp_admin with check (true);
create policy admin_updates on portfolio.person for update to vp_admin using (true) with check (true);
create policy admin_writes on portfolio.membership for insert to vp_admin with check (true);
create policy admin_updates on portfolio.membership for update to vp_admin using (true) with check (true);
grant insert, update on portfolio.person, portfolio.membership to vp_admin;

-- Administrators give out service keys in their own name, and take them back. The hash is for the definer function only.
create policy admin_writes on portfolio.service_key for insert to vp_admin with check (created_by = (select app.uid()));
create policy admin_updates on portfolio.service_key for update to vp_admin using (true) with check (true);
create policy admin_writes on portfolio.service_key_hash for insert to vp_admin with check (exists (
    select from portfolio.service_key k where k.id = service_key_id and k.created_by = (select app.uid())));
create policy definer_notes_use on portfolio.service_key for update to vp_owner using (true) with check (true);
grant insert, update (revoked_at, version) on portfolio.service_key to vp_admin;
grant insert on portfolio.service_key_hash to vp_admin;

-- Incubators keep their startups' private facts.
create policy own_startups_update on portfolio.startup_private for update to vp_incubator
    using (startup_id = any ((select app.my_startups())::uuid[])) with check (startup_id = any ((select app.my_startups())::uuid[]));
create policy own_startups_insert on portfolio.startup_private for insert to vp_incubator
    with check (startup_id = any ((select app.my_startups())::uuid[]));
grant insert, update on portfolio.startup_private to vp_incubator;

-- The night claims and publishes its runs; cards are kept by the job until their use cases exist.
grant update on portfolio.metric_run, portfolio.startup, portfolio.sub_fund, portfolio.person to vp_job;
grant delete on portfolio.operation_key to vp_job;
grant usage, select on all sequences in schema portfolio to vp_job; -- select: the job also dumps (docs/decisions/0017)
