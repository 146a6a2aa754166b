using NodaTime;

namespace VenturePortfolio;

/// <summary>Rows of one sub-fund that were recorded between two instants, told apart by why.</summary>
internal static class RestatedRows
{
    /// <summary>The old state with what corrects it: reversals of rows it had, and newer statements about days it had one of.</summary>
    internal static FundFacts Corrected(FundFacts before, FundFacts after)
    {
        var changes = new Changes(before);
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
        var changes = new Changes(before);
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

    private sealed class Changes(FundFacts before)
    {
        private readonly HashSet<Guid> _known =
        [
            .. before.Terms.Select(row => row.Id), .. before.Commitments.Select(row => row.Id.Value), .. before.CashFlows.Select(row => row.Id.Value),
            .. before.Navs.Select(row => row.Id), .. before.Investments.Select(row => row.Id.Value), .. before.Rounds.Select(row => row.Id.Value),
            .. before.Beside.Select(row => row.Id.Value),
            .. before.Valuations.Select(row => row.Id), .. before.InvestorClasses.Select(row => row.Id), .. before.LineEvents.Select(row => row.Id),
            .. before.Rounds.SelectMany(row => row.Parts).Select(part => part.Id),
        ];

        private readonly HashSet<long> _flows = [.. before.CashFlows.Select(row => row.Seq)];
        private readonly HashSet<LocalDate> _termDays = [.. before.Terms.Select(row => row.EffectiveOn)];
        private readonly HashSet<LocalDate> _navDays = [.. before.Navs.Select(row => row.AsOf)];
        private readonly HashSet<(InvestmentId, LocalDate)> _valued = [.. before.Valuations.Select(row => (row.Investment, row.AsOf))];

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

        internal bool Corrects(Commitment row) => IsNew(row) && row.ReversesId is { } id && _known.Contains(id.Value);

        internal bool Corrects(CashFlow row) => IsNew(row) && row.ReversesSeq is { } seq && _flows.Contains(seq);

        internal bool Corrects(ReportedNav row) => IsNew(row) && _navDays.Contains(row.AsOf);

        internal bool Corrects(Investment row) => IsNew(row) && row.ReversesId is { } id && _known.Contains(id.Value);

        internal bool Corrects(FinancingRound row) => IsNew(row) && row.ReversesId is { } id && _known.Contains(id.Value);

        internal bool Corrects(SubscriptionLineEvent row) => IsNew(row) && row.ReversesId is { } id && _known.Contains(id);

        internal bool Corrects(Valuation row) => IsNew(row) && _valued.Contains((row.Investment, row.AsOf));
    }
}
