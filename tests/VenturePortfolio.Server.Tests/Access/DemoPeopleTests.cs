namespace VenturePortfolio.Server.Tests;

public sealed class DemoPeopleTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Everybody_with_an_active_membership_is_listed_by_role_and_nobody_else()
    {
        var cancel = TestContext.Current.CancellationToken;
        Assert.Empty(await DemoPeople.ReadAsync(database.Logins.Job, cancel));
        await TestPeople.AddAsync(database.Logins.Job, cancel);
        await using (var foreign = database.Logins.Job.CreateCommand("""
            with p as (insert into portfolio.person (display_name, issuer, subject) values ('Real', 'https://id.example', 'real') returning id)
            insert into portfolio.membership (person_id, organisation_id, role)
            select p.id, o.id, 'POLICY' from p, portfolio.organisation o where o.kind = 'POLICY_BODY'
            """))
        {
            await foreign.ExecuteNonQueryAsync(cancel);
        }

        Assert.Equal(
            [
                (Role.FundManager, "Manager"), (Role.FundManager, "ManagerAndPolicy"), (Role.FundManager, "OtherManager"),
                (Role.Incubator, "Incubator"), (Role.Incubator, "OtherIncubator"),
                (Role.Policy, "ManagerAndPolicy"), (Role.Policy, "Policy"),
                (Role.Admin, "Admin"),
            ],
            (await DemoPeople.ReadAsync(database.Logins.Job, cancel)).Select(person => (person.Role, person.Subject)));
    }
}
