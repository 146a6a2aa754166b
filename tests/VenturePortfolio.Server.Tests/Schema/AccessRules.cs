namespace VenturePortfolio.Server.Tests;

/// <summary>Who may see and do what: row security, logins, functions.</summary>
internal static class AccessRules
{
    // Each runs with the owner's rights, so each is here by name, after somebody has read it.
    private static readonly string[] Definers =
    [
        "app.my_organisations(wanted_role text)", "app.my_organisations()", "app.my_sub_funds()", "app.my_investors()",
        "app.my_linked_startups()", "app.startups_in_hong_kong(as_of date, known_at timestamp with time zone)", "app.my_rounds()", "app.stakes_beside_mine()", "app.my_incubators()", "app.my_incubator_codes()", "app.my_startups()",
        "app.closed_horizon()", "app.append_cash_flow()", "app.write_audit()",
        "app.raise_card_revision()", "app.reading_scope()",
        "app.append_security_event()", "app.note_security_change()",
        "app.use_service_key(wanted bytea)",
        "app.open_day(day date)", "app.drop_days(before date)",
        "app.request_run(wanted_as_of date, wanted_known_at timestamp with time zone, wanted_definitions text)", "app.cancel_run(wanted uuid)",
    ];

    // The only readers of the transaction's settings.
    private static readonly string[] SettingReaders = ["app.uid()", "app.request_id()", "app.reason()", "app.may_backdate()"];

    // Columns of policies that no index could serve, and why.
    private static readonly string[] UnindexedPolicyColumns =
    [
        "portfolio.metric_run.state",        // Asked of the one row that a definer function writes.
        "portfolio.peer_figure.group_by",    // Nearly every row is everybody's.
        "portfolio.metric_run.published_at", // "is not null": nearly every run is published.
    ];

    private const string Functions =
        $"""
        select p.*, n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as signature
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where n.nspname not in {CatalogueRule.Exempt} and p.prokind = 'f'
        """;

    private static readonly string Logins = CatalogueRule.Quoted(DatabaseRoles.Logins);

    public static IReadOnlyList<CatalogueRule> All { get; } =
    [
        new("Row security is enabled and forced on every table",
            $"""
            select c.oid::regclass::text
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'f') and n.nspname not in {CatalogueRule.Exempt} and n.nspname not like 'pg\_temp\_%'
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """),
        new("Every policy names the roles it is for",
            """
            select format('%I.%I: %s', schemaname, tablename, policyname)
            from pg_policies
            where 'public' = any (roles)
            """),
        new("Settings are read by app.uid() and its like only, and an empty one is none",
            $$"""
            select format('%I.%I: %s', schemaname, tablename, policyname)
            from pg_policies
            where concat(qual, with_check) like '%current_setting%'
            union all
            select f.signature
            from ({{Functions}}) f
            where pg_get_functiondef(f.oid) like '%current_setting%'
              and (f.signature not in ({{CatalogueRule.Quoted(SettingReaders)}})
                or regexp_replace(pg_get_functiondef(f.oid), 'nullif\(current_setting\(''app\.[a-z_]+'', true\), ''''\)', '', 'g') like '%current_setting%')
            union all
            select c.oid::regclass::text
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('v', 'm') and n.nspname not in {{CatalogueRule.Exempt}} and pg_get_viewdef(c.oid) like '%current_setting%'
            union all
            select d.adrelid::regclass::text
            from pg_attrdef d
            where pg_get_expr(d.adbin, d.adrelid) like '%current_setting%'
            """),
        new("Views run with the rights of whoever asks",
            $"""
            select c.oid::regclass::text
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname not in {CatalogueRule.Exempt}
              and (c.relkind = 'm' or c.relkind = 'v' and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false))
            """),
        new("Definer functions are known by name and pin their search path",
            $"""
            select f.signature
            from ({Functions}) f
            where f.prosecdef
              and (f.signature not in ({CatalogueRule.Quoted(Definers)})
                or not exists (select from unnest(f.proconfig) setting where setting ~ '^search_path=(portfolio, app, )?pg_temp$'))
            """),
        new("No definer function is known by a name that is gone",
            $"""
            select known
            from unnest(array[{CatalogueRule.Quoted(Definers)}]) known
            where known not in (select f.signature from ({Functions}) f where f.prosecdef)
            """),
        new("Functions are executable by named roles only",
            $"""
            select f.signature
            from ({Functions}) f
            where f.proacl is null or exists (select from aclexplode(f.proacl) where grantee = 0)
            """),
        new("Logins are nothing but logins, and only the migrator is a member of the owner",
            $"""
            select rolname::text
            from pg_roles
            where rolname in ({Logins})
              and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or not rolcanlogin)
            union all
            select rolname::text
            from pg_roles
            where rolname = '{DatabaseRoles.Owner}' and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb)
            union all
            select format('%s is a member of %s', m.member::regrole, m.roleid::regrole)
            from pg_auth_members m
            where m.member::regrole::text in ({Logins})
              and not (m.member::regrole::text = '{DatabaseRoles.Migrator}' and m.roleid::regrole::text = '{DatabaseRoles.Owner}')
            """),
        new("Logins own nothing, but for Quartz its tables",
            $"""
            select format('%s owns %s', d.refobjid::regrole, pg_describe_object(d.classid, d.objid, d.objsubid))
            from pg_shdepend d
            left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
            where d.refclassid = 'pg_authid'::regclass and d.deptype = 'o'
              and d.dbid in (0, (select oid from pg_database where datname = current_database()))
              and d.refobjid::regrole::text in ({Logins})
              and not (d.refobjid::regrole::text = '{DatabaseRoles.Quartz}' and c.relnamespace is not distinct from to_regnamespace('quartz')::oid)
            """),
        new("No login makes anything in a schema, but for Quartz in its own",
            $"""
            select format('%s may create in %I', login, nspname)
            from pg_namespace
            cross join unnest(array[{Logins}]) login
            where has_schema_privilege(login, oid, 'create') and nspname not like 'pg\_temp\_%'
              and not (login = '{DatabaseRoles.Quartz}' and nspname = 'quartz')
              and not (login = '{DatabaseRoles.Migrator}' and pg_has_role(login, '{DatabaseRoles.Owner}', 'member'))
            """),
        new("Columns that policies ask about are indexed",
            $"""
            select format('%I.%I.%I', n.nspname, c.relname, a.attname)
            from pg_policy p
            join pg_class c on c.oid = p.polrelid
            join pg_namespace n on n.oid = c.relnamespace
            join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_class'::regclass
              and d.refobjid = c.oid and d.refobjsubid > 0
            join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
            where p.polcmd <> 'a'   -- An insert looks at the new row only.
              and not exists (
                select from pg_index i
                where i.indrelid = c.oid and i.indisvalid and i.indkey[0] = a.attnum
                  and (i.indpred is null or pg_get_expr(i.indpred, c.oid) = format('(%I IS NOT NULL)', a.attname)))
              and format('%I.%I.%I', n.nspname, c.relname, a.attname) not in ({CatalogueRule.Quoted(UnindexedPolicyColumns)})
            group by 1
            """),
    ];
}
