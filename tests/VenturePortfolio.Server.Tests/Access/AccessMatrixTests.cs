using System.Net;
using System.Net.Http.Json;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// Every mutation, by everybody who can sign in and by nobody: ARCHITECTURE.md, "Who may see and do what". The rows asked
/// about belong to <see cref="TestPerson.Manager"/> and <see cref="TestPerson.Incubator"/>.
/// </summary>
public sealed class AccessMatrixTests(WritingServer world) : IClassFixture<WritingServer>
{
    private const string Done = "DONE";
    private const string NotTheirs = "NOT_FOUND";
    private const string Denied = "FORBIDDEN";

    private static readonly Dictionary<string, string[]> Matrix = new(StringComparer.Ordinal)
    {
        //                     Manager  OtherManager  Incubator  OtherIncubator  Policy  Admin  ManagerAndPolicy  Former
        ["recordCashFlow"] = [Done, NotTheirs, Denied, Denied, Denied, Denied, NotTheirs, "NO_MEMBERSHIP"],
        ["reverseCashFlow"] = [Done, NotTheirs, Denied, Denied, Denied, Denied, NotTheirs, "NO_MEMBERSHIP"],
        ["createServiceKey"] = [Denied, Denied, Denied, Denied, Denied, Done, Denied, "NO_MEMBERSHIP"],
        ["revokeServiceKey"] = [Denied, Denied, Denied, Denied, Denied, Done, Denied, "NO_MEMBERSHIP"],
        ["linkAchievement"] = [Denied, Denied, Done, NotTheirs, Denied, Denied, Denied, "NO_MEMBERSHIP"],
        ["recordAchievement"] = [Denied, Denied, Denied, Denied, Done, Denied, Denied, "NO_MEMBERSHIP"],
        ["chooseRule"] = [Denied, Denied, Denied, Denied, Done, Denied, Denied, "NO_MEMBERSHIP"],
        ["recordLendingRate"] = [Denied, Denied, Denied, Denied, Done, Denied, Denied, "NO_MEMBERSHIP"],
        ["recordRuleStatement"] = [Done, NotTheirs, Denied, Denied, Done, Denied, NotTheirs, "NO_MEMBERSHIP"],
        ["recordSubscriptionLineEvent"] = [Done, NotTheirs, Denied, Denied, Denied, Denied, NotTheirs, "NO_MEMBERSHIP"],
        ["reverseSubscriptionLineEvent"] = [Done, NotTheirs, Denied, Denied, Denied, Denied, NotTheirs, "NO_MEMBERSHIP"],
        ["setMetricTarget"] = [Denied, Denied, Denied, Denied, Done, Denied, Denied, "NO_MEMBERSHIP"],
        ["requestRun"] = [Denied, Denied, Denied, Denied, Done, Denied, Denied, "NO_MEMBERSHIP"],
        ["cancelRun"] = [Denied, Denied, Denied, Denied, Done, Denied, Denied, "NO_MEMBERSHIP"],
        ["reportMilestone"] = [Denied, Denied, Done, NotTheirs, Denied, Denied, Denied, "NO_MEMBERSHIP"],
    };

    public static TheoryData<string, TestPerson> Rows =>
        [.. Matrix.Keys.SelectMany(mutation => Enum.GetValues<TestPerson>().Select(person => (mutation, person)))];

    /// <summary>A mutation nobody thought about for every role does not get in.</summary>
    [Fact]
    public void Every_declared_mutation_has_a_row() =>
        Assert.Equal(
            world.Mutations.Select(mutation => mutation.Name).Order(StringComparer.Ordinal),
            Matrix.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Everybody_may_do_what_the_matrix_says_and_a_denied_call_changes_no_row(string mutation, TestPerson person)
    {
        var expected = Matrix[mutation][(int)person];
        var target = await world.TargetOfAsync(mutation);
        var before = await Fingerprint.OfAsync(world.Server.Logins);

        Assert.Equal(expected, await world.AskAsync(person, mutation, WritingServer.InputOf(mutation, target)));

        Assert.Equal(expected == Done, before != await Fingerprint.OfAsync(world.Server.Logins));
    }

    [Fact]
    public async Task Nobody_signed_in_may_do_nothing()
    {
        var before = await Fingerprint.OfAsync(world.Server.Logins);

        foreach (var mutation in Matrix.Keys)
        {
            using var response = await world.Server.Http.PostAsJsonAsync(
                world.Server.GraphQL,
                new { query = world.TextOf(mutation), variables = new { input = WritingServer.InputOf(mutation) } },
                TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        Assert.Equal(before, await Fingerprint.OfAsync(world.Server.Logins));
    }
}
