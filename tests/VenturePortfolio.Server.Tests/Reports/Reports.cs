using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace VenturePortfolio.Server.Tests;

/// <summary>Pulls reports as somebody.</summary>
public sealed class Reports(DatabaseLogins logins)
{
    public PullLeverageReport Use { get; } = new(logins, SystemClock.Instance, NullLogger<PullLeverageReport>.Instance);

    public static Actor As(TestPerson person) =>
        new(TestPeople.KeyOf(person), TestPeople.RolesOf(person)[0], $"{person}", Languages.English);

    public async Task<LeverageReport> PullAsync(LeverageQuery query, TestPerson person = TestPerson.Policy)
    {
        var result = await Use.RunAsync(As(person), query, "test", TestContext.Current.CancellationToken);
        Assert.True(result.IsOk, result.IsOk ? "" : result.Errors[0].Message);
        return result.Value;
    }

    public async Task<string> RefusalAsync(LeverageQuery query, TestPerson person = TestPerson.Policy)
    {
        var result = await Use.RunAsync(As(person), query, "test", TestContext.Current.CancellationToken);
        return Assert.Single(result.Errors).Code;
    }

    public static LeverageFigure Of(LeverageReport report, string group, string key) =>
        report.Groups.Single(candidate => candidate.Key == group).Figures.Single(figure => figure.Key == key);

    /// <summary>Six decimals, as the vectors are printed.</summary>
    public static string Six(LeverageFigure figure) => Math.Round(figure.Value!.Value, 6).ToString("F6", System.Globalization.CultureInfo.InvariantCulture);
}
