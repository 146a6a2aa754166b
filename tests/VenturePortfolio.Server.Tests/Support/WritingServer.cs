using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace VenturePortfolio.Server.Tests;

/// <summary>The running application on the rows of <see cref="SmallWorld"/>, asked to write.</summary>
public sealed class WritingServer(TestCluster cluster) : IAsyncLifetime
{
    public RunningServer Server { get; } = new(cluster)
    {
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Profile"] = "demo",
            ["GraphQL:TimeoutSeconds"] = "60", // The first write of a process builds its model, which a busy machine takes its time for.
        },
    };

    public IReadOnlyList<MutationDeclaration> Mutations => [.. Server.Services.GetServices<MutationDeclaration>()];

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        // Nobody else writes while rows are compared: no night is rung for, and runs that were asked for stay planned.
        await Server.Services.GetServices<IHostedService>().OfType<RequestedRuns>().Single().StopAsync(TestContext.Current.CancellationToken);
        var scheduler = await Server.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(TestContext.Current.CancellationToken);
        await scheduler.Standby(TestContext.Current.CancellationToken);
        await using var command = Server.Logins.Job.CreateCommand(SmallWorld.Sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>A fine input of each act, with a key of its own.</summary>
    public static Dictionary<string, object?> InputOf(string mutation, Guid? target = null) => mutation switch
    {
        "recordCashFlow" => new(StringComparer.Ordinal)
        {
            ["subFundId"] = SmallWorld.Id("SubFund", SmallWorld.FundA),
            ["kind"] = "CAPITAL_CALL",
            ["amount"] = "100.00",
            ["currency"] = "CNY",
            ["effectiveOn"] = "2026-03-31",
            ["investorId"] = SmallWorld.Id("Investor", SmallWorld.Investor),
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "reverseCashFlow" => new(StringComparer.Ordinal)
        {
            ["cashFlowId"] = SmallWorld.Id("CashFlow", target ?? Guid.Empty),
            ["reason"] = "Typed twice.",
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "reportMilestone" => new(StringComparer.Ordinal)
        {
            ["startupId"] = SmallWorld.Id("Startup", SmallWorld.StartupA),
            ["kind"] = "FIN-GRANT",
            ["title"] = "ITF grant",
            ["occurredOn"] = "2026-05-20",
            ["evidence"] = new[] { new { address = "https://example.org/award.pdf" } },
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "setMetricTarget" => new(StringComparer.Ordinal)
        {
            ["subFundId"] = SmallWorld.Id("SubFund", SmallWorld.FundA),
            ["metricKey"] = "LV-1",
            ["dueOn"] = "2027-12-31",
            ["value"] = "4.0",
            ["source"] = "Invented plan",
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "chooseRule" => new(StringComparer.Ordinal)
        {
            ["subFundId"] = SmallWorld.Id("SubFund", SmallWorld.FundA),
            ["ruleCode"] = "NF-31",
            ["isChosen"] = true,
            ["effectiveOn"] = "2026-05-01",
            ["source"] = "Invented minutes",
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "recordLendingRate" => new(StringComparer.Ordinal)
        {
            ["effectiveOn"] = "2026-05-01",
            ["rateAnnual"] = "0.0310",
            ["source"] = "Invented notice",
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "recordRuleStatement" => new(StringComparer.Ordinal)
        {
            ["subFundId"] = SmallWorld.Id("SubFund", SmallWorld.FundA),
            ["ruleCode"] = "NF-20",
            ["effectiveOn"] = "2026-05-01",
            ["isKept"] = true,
            ["custodian"] = "Invented bank",
            ["paper"] = "Invented custody agreement",
            ["evidence"] = new { address = "https://example.org/custody.pdf" },
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "recordSubscriptionLineEvent" => new(StringComparer.Ordinal)
        {
            ["subFundId"] = SmallWorld.Id("SubFund", SmallWorld.FundA),
            ["kind"] = "DRAW",
            ["amount"] = "100.00",
            ["currency"] = "CNY",
            ["effectiveOn"] = "2026-03-31",
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "reverseSubscriptionLineEvent" => new(StringComparer.Ordinal)
        {
            ["subscriptionLineEventId"] = SmallWorld.Id("SubscriptionLineEvent", target ?? Guid.Empty),
            ["reason"] = "Typed twice.",
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "requestRun" => new(StringComparer.Ordinal) { ["asOf"] = "2026-03-31", ["idempotencyKey"] = Guid.NewGuid().ToString() },
        "cancelRun" => new(StringComparer.Ordinal)
        {
            ["runId"] = SmallWorld.Id("MetricRun", target ?? Guid.Empty),
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "recordAchievement" => new(StringComparer.Ordinal)
        {
            ["achievementNumber"] = $"ACH-{Guid.NewGuid():N}",
            ["sourceKind"] = "LOCAL_PROGRAMME",
            ["titleEn"] = "A thin battery",
            ["hasConsent"] = true,
            ["source"] = "Invented register",
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "linkAchievement" => new(StringComparer.Ordinal)
        {
            ["startupId"] = SmallWorld.Id("Startup", SmallWorld.StartupA),
            ["achievementId"] = SmallWorld.Id("Achievement", SmallWorld.Achievement),
            ["effectiveOn"] = "2026-05-20",
            ["evidence"] = new { address = "https://example.org/licence.pdf" },
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "createServiceKey" => new(StringComparer.Ordinal)
        {
            ["organisationId"] = SmallWorld.Id("Organisation", TestPeople.OrganisationOf(TestPerson.Manager)),
            ["name"] = "Treasury feed",
            ["role"] = "FUND_MANAGER",
            ["expiresOn"] = HongKong.Today(NodaTime.SystemClock.Instance).PlusDays(30).ToString("uuuu'-'MM'-'dd", null),
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        "revokeServiceKey" => new(StringComparer.Ordinal)
        {
            ["serviceKeyId"] = SmallWorld.Id("ServiceKey", target ?? Guid.Empty),
            ["idempotencyKey"] = Guid.NewGuid().ToString(),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(mutation), mutation, "Say here what a fine input of it is."),
    };

    public string TextOf(string mutation) =>
        TextOf(mutation, Mutations.Single(each => string.Equals(each.Name, mutation, StringComparison.Ordinal)).NodeField);

    public static string TextOf(string mutation, string nodeField) => $$"""
        mutation($input: {{char.ToUpperInvariant(mutation[0])}}{{mutation[1..]}}Input!) {
          {{mutation}}(input: $input) { {{nodeField}} { id } userErrors { code path message } }
        }
        """;

    /// <summary>"DONE", or the code of the refusal, wherever in the answer it stands.</summary>
    public async Task<string> AskAsync(TestPerson person, string mutation, Dictionary<string, object?> input)
    {
        var answer = await Server.QueryAsync(person, TextOf(mutation), new { input });
        return RunningServer.CodeOf(answer) ?? Told(answer, mutation);
    }

    /// <summary>The codes and paths of the payload's errors, or "DONE".</summary>
    public static string Told(JsonElement answer, string mutation)
    {
        var errors = answer.GetProperty("data").GetProperty(mutation).GetProperty("userErrors");
        return errors.GetArrayLength() == 0 ? "DONE" : errors[0].GetProperty("code").GetString()!;
    }

    /// <summary>Something fresh for an act that needs one; null for those that do not.</summary>
    public async Task<Guid?> TargetOfAsync(string mutation) => mutation switch
    {
        "reverseCashFlow" => await EntryAsync(),
        "reverseSubscriptionLineEvent" => await EntryAsync("recordSubscriptionLineEvent", "subscriptionLineEvent"),
        "revokeServiceKey" => (await KeyAsync()).Id,
        "cancelRun" => await Ask.ValueAsync<Guid>(Server.Logins.Job, "insert into portfolio.metric_run (kind, business_date, known_at, state) values ('BY_HAND', '2026-03-30', now(), 'PLANNED') returning id"),
        _ => null,
    };

    /// <summary>A service key of the organisation of <see cref="TestPerson.Manager"/>, unless the test says otherwise.</summary>
    public async Task<(Guid Id, string Secret)> KeyAsync(Action<Dictionary<string, object?>>? change = null)
    {
        var input = InputOf("createServiceKey");
        change?.Invoke(input);
        var answer = await Server.QueryAsync(
            TestPerson.Admin,
            "mutation($input: CreateServiceKeyInput!) { createServiceKey(input: $input) { secret serviceKey { id } userErrors { code } } }",
            new { input });
        var payload = answer.GetProperty("data").GetProperty("createServiceKey");
        return (GlobalId.KeyOf(payload.GetProperty("serviceKey").GetProperty("id").GetString(), "ServiceKey")!.Value, payload.GetProperty("secret").GetString()!);
    }

    /// <summary>Records an entry of fund A.</summary>
    public async Task<Guid> EntryAsync(string mutation = "recordCashFlow", string node = "cashFlow")
    {
        var answer = await Server.QueryAsync(TestPerson.Manager, TextOf(mutation), new { input = InputOf(mutation) });
        var id = answer.GetProperty("data").GetProperty(mutation).GetProperty(node).GetProperty("id").GetString();
        return GlobalId.KeyOf(id, $"{char.ToUpperInvariant(node[0])}{node[1..]}")!.Value;
    }
}
