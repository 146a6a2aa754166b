namespace VenturePortfolio.Server.Tests;

/// <summary>What can be stored: keys, money, dates, numbers, and what can never be changed.</summary>
internal static class StorageRules
{
    // A table belongs to a tenant when it carries one of these. A unique key without it would tell one tenant what
    // another has stored.
    private static readonly string[] TenantColumns = ["sub_fund_id", "startup_id", "incubator_id"];

    // Unique keys without the tenant, and why that tells nobody anything. Single random ids ("id uuid") need no mention.
    private static readonly string[] KeysWithoutTenant =
    [
        "portfolio.startup_code_key",            // A card: everybody signed in sees every code.
        "portfolio.round_participant_pkey",      // The random id of the participation, shared one to one.
        "portfolio.metric_value_whole",          // Only rows without a subject: those of all startups, for policy staff.
        "portfolio.metric_value_group",          // Only rows of groups over all sub-funds, for policy staff.
        "portfolio.metric_value_programme",      // Only rows whose subject is a programme, which is no tenant.
        "portfolio.outcome_fact_support_transaction_id_measure_effective_on_key", // Only rows of public transactions, which have no startup.
    ];

    // Everything else is append-only.
    private static readonly string[] Changeable =
    [
        "currency", "sector", "milestone_kind", "investor_class", "benchmark_index",     // reference lists, kept by migrations and seeds
        "organisation", "person", "membership",                                          // kept by administrators, audited
        "programme", "sub_fund", "incubator", "startup", "investor", "sub_fund_investor", "achievement", // cards and standing; no money
        "startup_private",                                                               // versioned and audited
        "ledger_head", "security_head",                                                  // moved on by the insert functions only
        "metric_run",                                                                    // claimed and published by the night
        "card_revision",                                                                 // raised by triggers only
        "service_key",                                                                   // used and taken back, audited
        "operation_key",                                                                 // forgotten after its time
    ];

    // Tables that may be written without an audit row, and why.
    private static readonly string[] Unaudited =
    [
        "operation_key", // The answer to a person's own key; the work it stands for is audited.
        "service_key_hash", // Written with its key, which is audited, and never changed; a hash belongs in no audit.
        "metric_run",    // Claims and heartbeats; metric_run_event tells what happened.
    ];

    private static readonly string Logins = CatalogueRule.Quoted(DatabaseRoles.Logins.Where(login => login != DatabaseRoles.Migrator));

    // Every column of a table with its base type (below domains and arrays) and the text of all checks on it.
    private const string Columns =
        $"""
        select format('%I.%I.%I', n.nspname, c.relname, a.attname) as name, a.attname, a.atttypmod as typmod,
          coalesce(element.typname, base.typname, t.typname) as base,
          concat_ws(' ',
            (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.contypid = t.oid and k.contype = 'c'),
            (select string_agg(pg_get_constraintdef(k.oid), ' ')
             from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey) and cardinality(k.conkey) = 1)) as checks
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
        join pg_namespace n on n.oid = c.relnamespace
        join pg_type t on t.oid = a.atttypid
        left join pg_type base on base.oid = t.typbasetype and t.typtype = 'd'
        left join pg_type element on element.oid = t.typelem and t.typcategory = 'A'
        where a.attnum > 0 and not a.attisdropped and n.nspname not in {CatalogueRule.Exempt} and n.nspname not like 'pg\_temp\_%'
        """;

    public static IReadOnlyList<CatalogueRule> All { get; } =
    [
        new("Everything belongs to the owner",
            $"""
            select c.oid::regclass::text
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname not in {CatalogueRule.Exempt} and n.nspname not like 'pg\_%' and c.relowner <> '{DatabaseRoles.Owner}'::regrole
            union all
            select p.oid::regprocedure::text
            from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace
            where n.nspname not in {CatalogueRule.Exempt} and p.proowner <> '{DatabaseRoles.Owner}'::regrole
            """),
        new("Unique keys of a tenant's tables contain the tenant",
            $"""
            select format('%I.%I', n.nspname, k.relname)
            from pg_index i
            join pg_class k on k.oid = i.indexrelid
            join pg_namespace n on n.oid = k.relnamespace
            where i.indisunique and n.nspname not in {CatalogueRule.Exempt}
              and exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attname in ({CatalogueRule.Quoted(TenantColumns)}))
              and not exists (
                select from pg_attribute a
                where a.attrelid = i.indrelid and a.attnum = any (i.indkey) and a.attname in ({CatalogueRule.Quoted(TenantColumns)}))
              and not (i.indnkeyatts = 1 and exists (
                select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.attname = 'id' and a.atttypid = 'uuid'::regtype))
              and format('%I.%I', n.nspname, k.relname) not in ({CatalogueRule.Quoted(KeysWithoutTenant)})
            """),
        new("Money is a bigint in minor units with a CHECK",
            $"""
            select name
            from ({Columns}) c
            where c.attname like '%\_minor' and (c.base <> 'int8' or c.checks = '')
              or c.base = 'money'
            """),
        new("Dates and times have a CHECK that keeps infinity out",
            $"""
            select name
            from ({Columns}) c
            where c.base in ('date', 'timestamptz', 'timestamp') and c.checks !~ 'isfinite|<= ''[0-9]+-'
            """),
        new("Numbers that could be NaN or infinite have a CHECK against it",
            $"""
            select name
            from ({Columns}) c
            where c.base = 'numeric' and not (c.checks like '%NaN%' and (c.typmod >= 0 or c.checks like '%''Infinity''%' and c.checks like '%''-Infinity''%'))
               or c.base in ('float4', 'float8') and not (c.checks like '%NaN%' and c.checks like '%''Infinity''%' and c.checks like '%''-Infinity''%')
            """),
        new("Append-only tables grant no change to any login",
            $"""
            select format('%s may %s %s', login, act, c.oid::regclass)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            cross join unnest(array[{Logins}]) login
            cross join unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) act
            where c.relkind in ('r', 'p') and n.nspname = 'portfolio' and c.relname not in ({CatalogueRule.Quoted(Changeable)})
              and case act when 'UPDATE' then has_any_column_privilege(login, c.oid, 'UPDATE') else has_table_privilege(login, c.oid, act) end
            """),
        new("No login may empty a table or hang triggers on it",
            $"""
            select format('%s may %s %s', login, act, c.oid::regclass)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            cross join unnest(array[{Logins}]) login
            cross join unnest(array['TRUNCATE', 'TRIGGER', 'REFERENCES']) act
            where c.relkind in ('r', 'p') and n.nspname not in {CatalogueRule.Exempt} and n.nspname not like 'pg\_temp\_%' and has_table_privilege(login, c.oid, act)
            """),
        new("Whatever people may write, and whatever the job may change, is audited by trigger",
            $"""
            select format('%s may %s %s', login, act, c.oid::regclass)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            cross join unnest(array[{Logins}]) login
            cross join unnest(array['INSERT', 'UPDATE', 'DELETE']) act
            where c.relkind in ('r', 'p') and n.nspname = 'portfolio' and c.relname not in ({CatalogueRule.Quoted(Unaudited)})
              and not (login = '{DatabaseRoles.Job}' and act = 'INSERT') -- A fact is its own record; the function knows the exceptions.
              and case act when 'DELETE' then has_table_privilege(login, c.oid, act) else has_any_column_privilege(login, c.oid, act) end
              -- Bits of tgtype: 1 each row, 2 before, 4 insert, 8 delete, 16 update. Neither WHEN nor OF may narrow it.
              and not exists (
                select from pg_trigger t
                where t.tgrelid = c.oid and t.tgfoid = to_regprocedure('app.write_audit()') and t.tgenabled in ('O', 'A')
                  and t.tgqual is null and t.tgattr::text = '' and t.tgtype & 3 = 1
                  and t.tgtype & case act when 'INSERT' then 4 when 'DELETE' then 8 else 16 end <> 0)
            """),
        new("Append-only tables refuse change by trigger too",
            $"""
            select c.oid::regclass::text
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname = 'portfolio' and c.relname not in ({CatalogueRule.Quoted(Changeable)})
              -- Bits of tgtype: 2 before, 8 delete, 16 update, 32 truncate.
              and (select coalesce(bit_or(t.tgtype), 0) & 58
                   from pg_trigger t
                   where t.tgrelid = c.oid and t.tgfoid = to_regprocedure('app.refuse_change()') and t.tgenabled in ('O', 'A')) <> 58
            """),
    ];
}
