using NodaTime;
using static VenturePortfolio.Domain.Tests.World;

namespace VenturePortfolio.Domain.Tests;

/// <summary>The same invented programme told otherwise: in another order, taken back and told again, in larger amounts.</summary>
internal static class Retelling
{
    /// <summary>Every list of facts in another order, and the rates and levels of the index too.</summary>
    internal static RandomPortfolio Shuffled(this RandomPortfolio portfolio, Dice dice)
    {
        return portfolio.With(
            [.. portfolio.Funds.Select(fund => fund with
            {
                Terms = Mixed(fund.Terms), Commitments = Mixed(fund.Commitments), InvestorClasses = Mixed(fund.InvestorClasses), CashFlows = Mixed(fund.CashFlows),
                Navs = Mixed(fund.Navs), Investments = Mixed(fund.Investments), Beside = Mixed(fund.Beside), Rounds = [.. Mixed(fund.Rounds).Select(Round)],
                Valuations = Mixed(fund.Valuations), LineEvents = Mixed(fund.LineEvents),
            })],
            [.. portfolio.Startups.Select(startup => startup with
            {
                Incubations = Mixed(startup.Incubations), Milestones = Mixed(startup.Milestones), Reports = Mixed(startup.Reports), Rounds = Mixed(startup.Rounds),
                Revenues = Mixed(startup.Revenues), Conversions = Mixed(startup.Conversions),
            })],
            Mixed(portfolio.Quotes),
            Mixed(portfolio.Levels));

        FinancingRound Round(FinancingRound round) => round with { Parts = Mixed(round.Parts) };

        IReadOnlyList<T> Mixed<T>(IReadOnlyList<T> rows) => [.. rows.Select(row => (Row: row, At: dice.Next(int.MaxValue))).OrderBy(row => row.At).Select(row => row.Row)];
    }

    /// <summary>
    /// Of each kind some rows are taken back and entered again, or stated again where the last statement counts, at that instant. Investments and
    /// rounds are named by other rows: taken back and entered again they are other things, and stay as they are.
    /// </summary>
    internal static RandomPortfolio Retold(this RandomPortfolio portfolio, Dice dice, Instant at)
    {
        return portfolio.With(
            [.. portfolio.Funds.Select(fund => fund with
            {
                Terms = [.. fund.Terms, .. Some(fund.Terms).Select(row => row with { Id = dice.Id(), RecordedAt = at })],
                Commitments = [.. fund.Commitments, .. Some(Standing(fund.Commitments, row => row.Id, row => row.ReversesId)).SelectMany(row => new[]
                {
                    row with { Id = new(dice.Id()), ReversesId = row.Id, RecordedAt = at }, row with { Id = new(dice.Id()), RecordedAt = at },
                })],
                CashFlows = [.. fund.CashFlows, .. Some(Standing(fund.CashFlows, row => row.Seq, row => row.ReversesSeq)).SelectMany((row, n) => new[]
                {
                    row with { Id = new(dice.Id()), Seq = 1_000_000 + (2 * n), ReversesSeq = row.Seq, RecordedAt = at },
                    row with { Id = new(dice.Id()), Seq = 1_000_001 + (2 * n), RecordedAt = at },
                })],
                LineEvents = [.. fund.LineEvents, .. Some(fund.LineEvents).SelectMany(row => new[]
                {
                    row with { Id = dice.Id(), ReversesId = row.Id, RecordedAt = at }, row with { Id = dice.Id(), RecordedAt = at },
                })],
                Navs = [.. fund.Navs, .. Some(Last(fund.Navs, row => row.AsOf, row => (row.RecordedAt, row.Id))).Select(row => row with { Id = dice.Id(), RecordedAt = at })],
                Valuations = [.. fund.Valuations, .. Some(Last(fund.Valuations, row => (row.Investment, row.AsOf), row => (row.RecordedAt, row.Id)))
                    .Select(row => row with { Id = dice.Id(), RecordedAt = at })],
                InvestorClasses = [.. fund.InvestorClasses, .. Some(Last(fund.InvestorClasses, row => (row.Investor, row.EffectiveOn), row => (row.RecordedAt, row.Id)))
                    .Select(row => row with { Id = dice.Id(), RecordedAt = at })],
            })],
            portfolio.Startups,
            [.. portfolio.Quotes, .. Some(Last(portfolio.Quotes, row => (row.Currency, row.EffectiveOn, row.Series), row => (row.RecordedAt, Guid.Empty))).Select(row => row with { RecordedAt = at })],
            [.. portfolio.Levels, .. Some(portfolio.Levels).Select(row => row with { RecordedAt = at })]);

        IEnumerable<T> Some<T>(IEnumerable<T> rows) => rows.Where(_ => dice.Chance(25)).ToList();

        static IEnumerable<T> Standing<T, TId>(IReadOnlyList<T> rows, Func<T, TId> id, Func<T, TId?> reverses) where TId : struct =>
            rows.Where(row => reverses(row) is null && !rows.Any(other => reverses(other).Equals(id(row))));

        static IEnumerable<T> Last<T, TKey>(IEnumerable<T> rows, Func<T, TKey> of, Func<T, (Instant, Guid)> when) =>
            rows.GroupBy(of).Select(same => same.MaxBy(when)!);
    }

    /// <summary>All money times a whole number; rates, dates and levels as they are.</summary>
    internal static RandomPortfolio Scaled(this RandomPortfolio portfolio, int by)
    {
        return portfolio.With(
            [.. portfolio.Funds.Select(fund => fund with
            {
                Commitments = [.. fund.Commitments.Select(row => row with { Amount = Times(row.Amount) })],
                CashFlows = [.. fund.CashFlows.Select(row => row with { Amount = Times(row.Amount) })],
                Navs = [.. fund.Navs.Select(row => row with { Amount = Times(row.Amount) })],
                Investments = [.. fund.Investments.Select(Investment)],
                Beside = [.. fund.Beside.Select(Investment)],
                Rounds = [.. fund.Rounds.Select(row => row with
                {
                    Total = Times(row.Total), Parts = [.. row.Parts.Select(part => part with { Amount = Times(part.Amount) })],
                })],
                Valuations = [.. fund.Valuations.Select(row => row with { Value = Times(row.Value) })],
                LineEvents = [.. fund.LineEvents.Select(row => row with { Amount = Times(row.Amount) })],
            })],
            portfolio.Startups, portfolio.Quotes, portfolio.Levels);

        Investment Investment(Investment row) => row with { Amount = Times(row.Amount) };

        Money Times(Money money) => money with { Minor = money.Minor * by };
    }
}
