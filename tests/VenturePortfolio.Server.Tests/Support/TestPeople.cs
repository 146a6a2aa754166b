using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>Puts the <see cref="TestPerson"/>s into a database. Keys are fixed: a test may name them in its own rows.</summary>
public static class TestPeople
{
    public static Guid KeyOf(TestPerson person) => new($"00000000-0000-7000-8000-00000000000{(int)person + 1:x}");

    /// <summary>The organisation of the person's first role.</summary>
    public static Guid OrganisationOf(TestPerson person) => new($"00000000-0000-7000-8000-00000000010{(int)person + 1:x}");

    public static string SubjectOf(TestPerson person) => person.ToString();

    public static IReadOnlyList<Role> RolesOf(TestPerson person) => person switch
    {
        TestPerson.Manager or TestPerson.OtherManager => [Role.FundManager],
        TestPerson.Incubator or TestPerson.OtherIncubator => [Role.Incubator],
        TestPerson.Policy => [Role.Policy],
        TestPerson.Admin => [Role.Admin],
        TestPerson.ManagerAndPolicy => [Role.FundManager, Role.Policy],
        _ => [Role.FundManager],
    };

    public static async Task AddAsync(NpgsqlDataSource job, CancellationToken cancel)
    {
        await using var connection = await job.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var person in Enum.GetValues<TestPerson>())
        {
            Add(batch, "insert into portfolio.person (id, display_name, issuer, subject) values ($1, $2, $3, $4)",
                KeyOf(person), $"{person} (test)", DemoIssuer.Name, SubjectOf(person));
            Add(batch, """
                insert into portfolio.organisation (id, kind, name_en, jurisdiction, invented, source)
                values ($1, $2, $3, 'HK', true, 'test')
                """, OrganisationOf(person), KindOf(RolesOf(person)[0]), $"{person} organisation");
            foreach (var role in RolesOf(person))
            {
                Add(batch, """
                    insert into portfolio.membership (person_id, organisation_id, role, revoked_at)
                    values ($1, $2, $3, case when $4 then clock_timestamp() + interval '1 second' end)
                    """, KeyOf(person), OrganisationOf(person), role.Code(), person == TestPerson.Former);
            }
        }

        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static string KindOf(Role role) => role switch
    {
        Role.FundManager => "FUND_MANAGER",
        Role.Incubator => "INCUBATOR",
        Role.Policy => "POLICY_BODY",
        _ => "OPERATOR",
    };

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
