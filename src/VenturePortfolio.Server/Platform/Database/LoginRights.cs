using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What a login may, and should not: then row security does not hold for it, whatever the policies say.</summary>
/// <param name="Says">For example "vp_policy is a superuser".</param>
/// <param name="Remedy">SQL for whoever may.</param>
public sealed record LoginExcess(string Says, string Remedy);

/// <summary>Asked at every start: the program does not serve people through a login that could pass row security.</summary>
public static class LoginRights
{
    // Quartz owns its tables; the migrator acts as the owner. Everything else is excess.
    private static readonly string Sql =
        $"""
        select r.rolname || ' ' || e.says, e.remedy
        from pg_roles r
        cross join lateral (values
            (r.rolsuper, 'is a superuser', format('alter role %I nosuperuser', r.rolname)),
            (r.rolbypassrls, 'bypasses row security', format('alter role %I nobypassrls', r.rolname)),
            (r.rolcreaterole, 'may create roles', format('alter role %I nocreaterole', r.rolname)),
            (r.rolreplication, 'may replicate', format('alter role %I noreplication', r.rolname))) e (applies, says, remedy)
        where r.rolname = any ($1) and e.applies
        union all
        select format('%s is a member of %s', m.member::regrole, m.roleid::regrole), format('revoke %s from %s', m.roleid::regrole, m.member::regrole)
        from pg_auth_members m
        where m.member::regrole::text = any ($1)
          and not (m.member::regrole::text = '{DatabaseRoles.Migrator}' and m.roleid::regrole::text = '{DatabaseRoles.Owner}')
        union all
        select format('%s owns %I.%I', c.relowner::regrole, n.nspname, c.relname), format('alter table %I.%I owner to {DatabaseRoles.Owner}', n.nspname, c.relname)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where c.relowner::regrole::text = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and not (c.relowner::regrole::text = '{DatabaseRoles.Quartz}' and n.nspname = 'quartz')
          and c.relpersistence <> 't'
        order by 1
        """;

    public static async Task<IReadOnlyList<LoginExcess>> ExcessAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(job);
        await using var command = job.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. DatabaseRoles.Logins] });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<LoginExcess>();
        while (await reader.ReadAsync(cancel))
        {
            found.Add(new(reader.GetString(0), reader.GetString(1)));
        }

        return found;
    }

    /// <exception cref="PlainException">A login may more than it should.</exception>
    public static async Task RequireNoneAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        if (await ExcessAsync(job, cancel) is [var first, ..] all)
        {
            throw new PlainException(
                $"The database login {string.Join("; ", all.Select(each => each.Says))}: row security would not hold. Let an administrator run: {first.Remedy}");
        }
    }
}
