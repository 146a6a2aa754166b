using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace VenturePortfolio.Benchmarks;

/// <summary>One sub-fund's rows by the peer: one query per kind, not tracked, filtered by both dates, the last valuation of each holding only.</summary>
internal sealed class NightByEfFacts(NightByEfContext db, LocalDate asOf, Instant knownAt, IReadOnlyDictionary<string, InvestorClass> classes)
{
    public static async Task<IReadOnlyDictionary<string, InvestorClass>> ClassesAsync(NightByEfContext db, CancellationToken cancel) =>
        (await db.Set<EfClass>().AsNoTracking().ToListAsync(cancel)).ToDictionary(
            row => row.Code,
            row => new InvestorClass(row.Code, row.IsGuidance, row.IsHongKong, row.IsDisclosed ? row.IsPrivate : null, row.IsDisclosed),
            StringComparer.Ordinal);

    public static async Task<FxTable> RatesAsync(NightByEfContext db, LocalDate asOf, Instant knownAt, CancellationToken cancel) => FxTable.KnownAt(
        (await db.Set<EfRate>().AsNoTracking().Where(row => row.EffectiveOn <= asOf && row.RecordedAt <= knownAt).ToListAsync(cancel)).Select(row => new FxQuote(
            Currency.Of(row.Currency), row.EffectiveOn, row.RecordedAt, (long)(row.PerUsd * 100_000_000), FxSeriesText.Of(row.Series), row.Source)),
        knownAt);

    public async Task<FundFacts> ReadAsync(Guid fund, CancellationToken cancel)
    {
        var terms = await db.Set<EfTerm>().AsNoTracking().Where(row => row.SubFundId == fund && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt).ToListAsync(cancel);
        var commitments = await db.Set<EfCommitment>().AsNoTracking()
            .Where(row => row.SubFundId == fund && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt).ToListAsync(cancel);
        var flows = await db.Set<EfFlow>().AsNoTracking()
            .Where(row => row.SubFundId == fund && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt).ToListAsync(cancel);
        var navs = await db.Set<EfNav>().AsNoTracking().Where(row => row.SubFundId == fund && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt).ToListAsync(cancel);
        var lines = await db.Set<EfLineEvent>().AsNoTracking()
            .Where(row => row.SubFundId == fund && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt).ToListAsync(cancel);
        var valuations = await db.Set<EfValuation>().AsNoTracking()
            .Where(row => row.SubFundId == fund && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt)
            .GroupBy(row => row.InvestmentId)
            .Select(rows => rows.OrderByDescending(row => row.EffectiveOn).ThenByDescending(row => row.RecordedAt).ThenByDescending(row => row.Id).First())
            .ToListAsync(cancel);
        var investors = commitments.Select(row => row.InvestorId).Concat(flows.Select(row => row.InvestorId).OfType<Guid>()).Distinct().ToList();
        var assignments = await db.Set<EfAssignment>().AsNoTracking()
            .Where(row => investors.Contains(row.InvestorId) && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt).ToListAsync(cancel);
        var investments = await db.Set<EfInvestment>().AsNoTracking()
            .Where(row => row.SubFundId == fund && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt).ToListAsync(cancel);
        return new FundFacts
        {
            SubFund = new(fund),
            Terms = terms.ConvertAll(Domain),
            Commitments = commitments.ConvertAll(Domain),
            CashFlows = flows.ConvertAll(Domain),
            Navs = navs.ConvertAll(row => new ReportedNav(row.Id, Money(row.NavMinor, row.Currency), row.EffectiveOn, row.RecordedAt)),
            LineEvents = lines.ConvertAll(row => new SubscriptionLineEvent(
                row.Id, Enum.Parse<LineEventKind>(row.Kind, ignoreCase: true), Money(row.AmountMinor, row.Currency), row.EffectiveOn, row.RecordedAt, row.ReversesId)),
            Valuations = valuations.ConvertAll(row => new Valuation(row.Id, new(row.InvestmentId), Money(row.ValueMinor, row.Currency), row.EffectiveOn, row.RecordedAt)),
            InvestorClasses = assignments.ConvertAll(row => new InvestorClassAssignment(
                row.Id, new(row.InvestorId), classes[row.ClassCode], row.EffectiveOn, row.RecordedAt)),
            Investments = investments.ConvertAll(Domain),
            Beside = await BesideAsync(fund, [.. investments.Select(row => row.StartupId).Distinct()], cancel),
            Rounds = await RoundsAsync([.. investments.Select(row => row.StartupId).Distinct()], cancel),
        };
    }

    /// <summary>Which of the startups the fund holds convert an achievement.</summary>
    public async Task<IReadOnlySet<StartupId>> ConvertingAsync(FundFacts fund, CancellationToken cancel)
    {
        var held = fund.Investments.Select(row => row.Startup.Value).Distinct().ToList();
        var links = db.Set<EfConversion>().AsNoTracking();
        return (await links.Where(row => held.Contains(row.StartupId) && row.ReversesId == null && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt
                && !links.Any(back => back.ReversesId == row.Id && back.RecordedAt <= knownAt))
            .Select(row => row.StartupId).Distinct().ToListAsync(cancel)).Select(id => new StartupId(id)).ToHashSet();
    }

    private async Task<List<Investment>> BesideAsync(Guid fund, List<Guid> startups, CancellationToken cancel) =>
        (await db.Set<EfInvestment>().AsNoTracking()
            .Where(row => row.SubFundId != fund && row.FinancingRoundId != null && startups.Contains(row.StartupId) && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt)
            .ToListAsync(cancel)).ConvertAll(Domain);

    private async Task<List<FinancingRound>> RoundsAsync(List<Guid> startups, CancellationToken cancel)
    {
        var rounds = await db.Set<EfRound>().AsNoTracking()
            .Where(row => startups.Contains(row.StartupId) && row.EffectiveOn <= asOf && row.RecordedAt <= knownAt).ToListAsync(cancel);
        var ids = rounds.ConvertAll(row => row.Id);
        var parts = (await db.Set<EfRoundPart>().AsNoTracking().Where(row => ids.Contains(row.FinancingRoundId) && row.RecordedAt <= knownAt).ToListAsync(cancel))
            .ToLookup(row => row.FinancingRoundId);
        return rounds.ConvertAll(row => new FinancingRound
        {
            Id = new(row.Id),
            Startup = new(row.StartupId),
            Stage = row.Stage,
            IsListing = row.Stage == "IPO",
            Total = Money(row.TotalMinor, row.Currency),
            EffectiveOn = row.EffectiveOn,
            RecordedAt = row.RecordedAt,
            ReversesId = row.ReversesId is { } entry ? new FinancingRoundId(entry) : null,
            Parts = [.. parts[row.Id].OrderBy(part => part.ClassCode, StringComparer.Ordinal).ThenBy(part => part.Id)
                .Select(part => new RoundPart(part.Id, classes[part.ClassCode], Money(part.AmountMinor, part.Currency), part.RecordedAt))],
        });
    }

    private static Money Money(long minor, string currency) => new(minor, Currency.Of(currency));

    private static FundTerms Domain(EfTerm row) => new()
    {
        Id = row.Id,
        Currency = Currency.Of(row.Currency),
        ApprovedOn = row.ApprovedOn,
        RegisteredOn = row.RegisteredOn,
        InvestmentPeriodEndOn = row.InvestmentPeriodEndsOn,
        TermEndOn = row.EndsOn,
        InvestableShare = row.InvestableShare,
        LedgerKept = row.LedgerKept,
        EffectiveOn = row.EffectiveOn,
        RecordedAt = row.RecordedAt,
    };

    private static Commitment Domain(EfCommitment row) => new()
    {
        Id = new(row.Id),
        Investor = new(row.InvestorId),
        Kind = CommitmentKind.Of(row.Kind),
        Amount = Money(row.AmountMinor, row.Currency),
        IsRiskiest = row.IsRiskiest,
        ReversesId = row.ReversesId is { } entry ? new CommitmentId(entry) : null,
        EffectiveOn = row.EffectiveOn,
        RecordedAt = row.RecordedAt,
    };

    private static CashFlow Domain(EfFlow row) => new()
    {
        Id = new(row.Id),
        Seq = row.Seq,
        Kind = CashFlowKind.Of(row.Kind),
        Amount = Money(row.AmountMinor, row.Currency),
        UnfundedEffectMinor = row.UnfundedEffectMinor,
        Investor = row.InvestorId is { } investor ? new InvestorId(investor) : null,
        Investment = row.InvestmentId is { } investment ? new InvestmentId(investment) : null,
        ReversesSeq = row.ReversesSeq,
        EffectiveOn = row.EffectiveOn,
        RecordedAt = row.RecordedAt,
    };

    private static Investment Domain(EfInvestment row) => new()
    {
        Id = new(row.Id),
        Startup = new(row.StartupId),
        Round = row.FinancingRoundId is { } round ? new FinancingRoundId(round) : null,
        Amount = Money(row.AmountMinor, row.Currency),
        ReversesId = row.ReversesId is { } entry ? new InvestmentId(entry) : null,
        EffectiveOn = row.EffectiveOn,
        RecordedAt = row.RecordedAt,
    };
}
