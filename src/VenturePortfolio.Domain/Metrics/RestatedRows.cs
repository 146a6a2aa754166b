using NodaTime;

namespace VenturePortfolio;

/// <summary>Rows of one sub-fund that were recorded between two instants, told apart by why.</summary>
internal static class RestatedRows
{
    /// <summary>
    /// The old state with what corrects it: reversals of rows it had with what was entered again in their place, and newer statements about days it had one of.
    /// </summary>
    internal static FundFacts Corrected(FundFacts before, FundFacts after)
    {
        var changes = new Changes(before, after);
        return before with
        {
            Terms = [.. before.Terms, .. after.Terms.Where(changes.Corrects)],
            Commitments = [.. before.Commitments, .. after.Commitments.Where(changes.Corrects)],
            CashFlows = [.. before.CashFlows, .. after.CashFlows.Where(changes.Corrects)],
            Navs = [.. before.Navs, .. after.Navs.Where(changes.Corrects)],
            Investments = [.. before.Investments, .. after.Investments.Where(changes.Corrects)],
            Beside = [.. before.Beside, .. after.Beside.Where(changes.Corrects)],
            Rounds = [.. before.Rounds, .. after.Rounds.Where(changes.Corrects)],
            Valuations = [.. before.Valuations, .. after.Valuations.Where(changes.Corrects)],
            LineEvents = [.. before.LineEvents, .. after.LineEvents.Where(changes.Corrects)],
        };
    }

    /// <summary>Every new row about days up to that one, with its cause.</summary>
    internal static IEnumerable<RestatementRow> Of(FundFacts before, FundFacts after, LocalDate asOf)
    {
        var changes = new Changes(before, after);
        IEnumerable<RestatementRow> Rows<T>(
            string source, IEnumerable<T> rows, Func<T, (Guid Id, LocalDate On, Instant At)> key, Func<T, bool> isNew, Func<T, bool> corrects) =>
            rows.Where(row => isNew(row) && key(row).On <= asOf).Select(row => new RestatementRow(
                corrects(row) ? RestatementCause.Correction : RestatementCause.LatePosting, source, key(row).Id, key(row).On, key(row).At));

        return Rows("SubFundTerm", after.Terms, row => (row.Id, row.EffectiveOn, row.RecordedAt), changes.IsNew, changes.Corrects)
            .Concat(Rows("Commitment", after.Commitments, row => (row.Id.Value, row.EffectiveOn, row.RecordedAt), changes.IsNew, changes.Corrects))
            .Concat(Rows("CashFlow", after.CashFlows, row => (row.Id.Value, row.EffectiveOn, row.RecordedAt), changes.IsNew, changes.Corrects))
            .Concat(Rows("ReportedNav", after.Navs, row => (row.Id, row.AsOf, row.RecordedAt), changes.IsNew, changes.Corrects))
            .Concat(Rows("Investment", after.Investments, row => (row.Id.Value, row.EffectiveOn, row.RecordedAt), changes.IsNew, changes.Corrects))
            .Concat(Rows("FinancingRound", after.Rounds, row => (row.Id.Value, row.EffectiveOn, row.RecordedAt), changes.IsNew, changes.Corrects))
            .Concat(Rows("Valuation", after.Valuations, row => (row.Id, row.AsOf, row.RecordedAt), changes.IsNew, changes.Corrects))
            .Concat(Rows("SubscriptionLineEvent", after.LineEvents, row => (row.Id, row.EffectiveOn, row.RecordedAt), changes.IsNew, changes.Corrects))
            .Concat(Rows(
                "RoundParticipation", after.Rounds.SelectMany(round => round.Parts.Select(part => (Part: part, round.EffectiveOn))),
                row => (row.Part.Id, row.EffectiveOn, row.Part.RecordedAt), row => changes.IsNew(row.Part), _ => false))
            .Concat(after.InvestorClasses.Where(row => changes.IsNew(row) && row.EffectiveOn <= asOf).Select(row => new RestatementRow(
                RestatementCause.Reclassification, "InvestorClassAssignment", row.Id, row.EffectiveOn, row.RecordedAt)));
    }

    /// <summary>
    /// The later state without what is new of one kind of row: a figure that is the same without them was not moved by them. Kinds that have nothing new are left out.
    /// </summary>
    internal static IEnumerable<(string Source, Func<FundFacts, FundFacts, FundFacts> Without)> Kinds { get; } =
    [
        Kind("SubFundTerm", (fund, changes) => fund with { Terms = [.. fund.Terms.Where(row => !changes.IsNew(row))] }),
        Kind("Commitment", (fund, changes) => fund with { Commitments = [.. fund.Commitments.Where(row => !changes.IsNew(row))] }),
        Kind("CashFlow", (fund, changes) => fund with { CashFlows = [.. fund.CashFlows.Where(row => !changes.IsNew(row))] }),
        Kind("ReportedNav", (fund, changes) => fund with { Navs = [.. fund.Navs.Where(row => !changes.IsNew(row))] }),
        Kind("Investment", (fund, changes) => fund with
        {
            Investments = [.. fund.Investments.Where(row => !changes.IsNew(row))], Beside = [.. fund.Beside.Where(row => !changes.IsNew(row))],
        }),
        Kind("FinancingRound", (fund, changes) => fund with { Rounds = [.. fund.Rounds.Where(row => !changes.IsNew(row))] }),
        Kind("RoundParticipation", (fund, changes) => fund with
        {
            Rounds = [.. fund.Rounds.Select(round => round with { Parts = [.. round.Parts.Where(part => !changes.IsNew(part))] })],
        }),
        Kind("Valuation", (fund, changes) => fund with { Valuations = [.. fund.Valuations.Where(row => !changes.IsNew(row))] }),
        Kind("SubscriptionLineEvent", (fund, changes) => fund with { LineEvents = [.. fund.LineEvents.Where(row => !changes.IsNew(row))] }),
        Kind("InvestorClassAssignment", (fund, changes) => fund with { InvestorClasses = [.. fund.InvestorClasses.Where(row => !changes.IsNew(row))] }),
    ];

    private static (string Source, Func<FundFacts, FundFacts, FundFacts> Without) Kind(string source, Func<FundFacts, Changes, FundFacts> without) =>
        (source, (before, after) => without(after, new Changes(before, after)));

    private sealed class Changes(FundFacts before, FundFacts after)
    {
        private readonly HashSet<Guid> _known =
        [
            .. before.Terms.Select(row => row.Id), .. before.Commitments.Select(row => row.Id.Value), .. before.CashFlows.Select(row => row.Id.Value),
            .. before.Navs.Select(row => row.Id), .. before.Investments.Select(row => row.Id.Value), .. before.Rounds.Select(row => row.Id.Value),
            .. before.Beside.Select(row => row.Id.Value),
            .. before.Valuations.Select(row => row.Id), .. before.InvestorClasses.Select(row => row.Id), .. before.LineEvents.Select(row => row.Id),
            .. before.Rounds.SelectMany(row => row.Parts).Select(part => part.Id),
        ];

        private readonly HashSet<LocalDate> _termDays = [.. before.Terms.Select(row => row.EffectiveOn)];
        private readonly HashSet<LocalDate> _navDays = [.. before.Navs.Select(row => row.AsOf)];
        private readonly HashSet<(InvestmentId, LocalDate)> _valued = [.. before.Valuations.Select(row => (row.Investment, row.AsOf))];

        /// <summary>Reversals of what was known, with what was entered again in its place.</summary>
        private readonly HashSet<Guid> _corrections = Reentries.Of(before, after);

        internal bool IsNew(FundTerms row) => !_known.Contains(row.Id);

        internal bool IsNew(Commitment row) => !_known.Contains(row.Id.Value);

        internal bool IsNew(CashFlow row) => !_known.Contains(row.Id.Value);

        internal bool IsNew(ReportedNav row) => !_known.Contains(row.Id);

        internal bool IsNew(Investment row) => !_known.Contains(row.Id.Value);

        internal bool IsNew(FinancingRound row) => !_known.Contains(row.Id.Value);

        internal bool IsNew(Valuation row) => !_known.Contains(row.Id);

        internal bool IsNew(SubscriptionLineEvent row) => !_known.Contains(row.Id);

        internal bool IsNew(RoundPart row) => !_known.Contains(row.Id);

        internal bool IsNew(InvestorClassAssignment row) => !_known.Contains(row.Id);

        internal bool Corrects(FundTerms row) => IsNew(row) && _termDays.Contains(row.EffectiveOn);

        internal bool Corrects(Commitment row) => _corrections.Contains(row.Id.Value);

        internal bool Corrects(CashFlow row) => _corrections.Contains(row.Id.Value);

        internal bool Corrects(ReportedNav row) => IsNew(row) && _navDays.Contains(row.AsOf);

        internal bool Corrects(Investment row) => _corrections.Contains(row.Id.Value);

        internal bool Corrects(FinancingRound row) => _corrections.Contains(row.Id.Value);

        internal bool Corrects(SubscriptionLineEvent row) => _corrections.Contains(row.Id);

        internal bool Corrects(Valuation row) => IsNew(row) && _valued.Contains((row.Investment, row.AsOf));
    }
}
