using NodaTime;

namespace VenturePortfolio.Domain.Tests;

/// <summary>Rules as seeds/reference/rules.csv ships them, and what they say of a fund of so many CNY.</summary>
internal static class RuleWorld
{
    internal static readonly LocalDate Approved = new(2022, 1, 1);

    internal static RuleDefinition Rule(string code, bool verified = true, bool warning = false, params (string Name, decimal Value)[] numbers) => new()
    {
        Id = Guid.NewGuid(),
        Code = code,
        Revision = 1,
        Pack = RulePack.Nfttc,
        EffectiveFrom = new(2021, 10, 24),
        IsVerified = verified,
        IsWarning = warning,
        IsPerFund = false,
        Parameters = numbers.ToDictionary(number => number.Name, number => number.Value, StringComparer.Ordinal),
    };

    internal static RuleDefinition Band { get; } = Rule("NF-01", numbers: [("share_min", 0.10m), ("share_max", 0.30m)]);

    internal static RuleDefinition OldBand { get; } = Rule("NF-01-OLD", numbers: [("share_min", 0.20m), ("share_max", 0.30m)]) with
    {
        EffectiveFrom = new(2011, 1, 1), EffectiveTo = new(2021, 10, 23),
    };

    internal static RuleDefinition Largest { get; } = Rule("NF-02");

    internal static RuleDefinition Multiple { get; } = Rule("NF-03", numbers: [("multiple", 3m), ("investable", 1m), ("grace_months", 24m)]);

    internal static RuleDefinition Share { get; } = Rule("NF-04", numbers: [("share", 0.50m), ("investable", 1m), ("grace_months", 24m)]);

    internal static FundTerms Terms(LocalDate? approved = null, LocalDate? registered = null, LocalDate? periodEnd = null, LocalDate? end = null) => new()
    {
        Id = Guid.NewGuid(),
        EffectiveOn = approved ?? Approved,
        RecordedAt = Instant.MinValue,
        Currency = Currency.Cny,
        ApprovedOn = approved ?? Approved,
        RegisteredOn = registered,
        InvestmentPeriodEndOn = periodEnd,
        TermEndOn = end,
    };

    /// <summary>Pledges of the guidance fund and of others, each another class.</summary>
    internal static FundBuilder Pledged(decimal guidance, params decimal[] others)
    {
        InvestorClass[] classes = [World.LocalGovernment, World.MainlandPrivate, World.HongKongPrivate];
        var fund = World.Fund(Currency.Cny).Commits(World.Guidance, guidance, Approved);
        foreach (var (at, amount) in others.Index())
        {
            fund.Commits(classes[at], amount, Approved);
        }

        return fund;
    }

    /// <summary>What is known beside the fund.</summary>
    internal sealed record Known
    {
        internal string? Jurisdiction { get; init; }

        internal FundTerms Terms { get; init; } = RuleWorld.Terms();

        /// <summary>Days of approval of the manager's other funds; null: no manager on record.</summary>
        internal IReadOnlyList<LocalDate?>? OtherFunds { get; init; } = [];

        internal IReadOnlyList<StartupId> OutsideFields { get; init; } = [];

        internal IReadOnlyList<StartupId> Converting { get; init; } = [];

        internal IReadOnlyList<InvestorId> Incubators { get; init; } = [];

        internal IReadOnlyList<StartupId> InHongKongIncubators { get; init; } = [];

        /// <summary>Newest first.</summary>
        internal IReadOnlyList<RuleStatement> Statements { get; init; } = [];

        internal LendingRates LendingRates { get; init; } = LendingRates.None;

        internal IReadOnlyDictionary<StartupId, string> Jurisdictions { get; init; } = new Dictionary<StartupId, string>();
    }

    internal static Known None { get; } = new();

    internal static Verdict Judge(RuleDefinition rule, FundBuilder fund, LocalDate asOf, Known known)
    {
        var facts = fund.Facts with { Terms = [known.Terms] };
        var links = known.Converting.Select(startup => new ConversionLink(Guid.NewGuid(), startup, Approved, World.Noon(Approved))).ToLookup(link => link.Startup);
        return RuleCatalog.Judge(rule, new RuleFacts(
            FundHistory.Cut(facts, asOf, World.Ever), FxTable.Empty, links, known.Jurisdictions, new HashSet<string>())
        {
            Jurisdiction = known.Jurisdiction, Incubators = known.Incubators.ToHashSet(), InHongKongIncubators = known.InHongKongIncubators.ToHashSet(),
            OutsideFields = known.OutsideFields.ToHashSet(), Statements = known.Statements, LendingRates = known.LendingRates,
            OthersOfManager = known.OtherFunds?.Select(on => new ManagedFund(new(Guid.NewGuid()), Guid.NewGuid(), on, on ?? Approved, Instant.MinValue)).ToList(),
        });
    }

    internal static Verdict Judge(
        RuleDefinition rule, FundBuilder fund, LocalDate asOf, FundTerms? terms = null, params (StartupId Startup, LocalDate On)[] conversions)
    {
        var facts = fund.Facts with { Terms = [terms ?? Terms()] };
        var links = conversions.Select(row => new ConversionLink(Guid.NewGuid(), row.Startup, row.On, World.Noon(row.On))).ToLookup(link => link.Startup);
        return RuleCatalog.Judge(rule, new RuleFacts(
            FundHistory.Cut(facts, asOf, World.Ever), FxTable.Empty, links, new Dictionary<StartupId, string>(), new HashSet<string>()));
    }
}
