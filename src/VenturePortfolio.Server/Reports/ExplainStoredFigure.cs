using System.Globalization;
using System.Numerics;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>explain</c> of stored figures: computed again at their own two dates, for all rows of an answer at once, from what the reader may see. Given only where that
/// comes to what is stored, term by term: an explanation that does not sum to its figure is none.
/// </summary>
internal static class ExplainStoredFigure
{
    /// <summary>Pairs of dates in one answer, a year of month ends: each has its facts read once.</summary>
    private const int MostPairs = 12;

    private const string Description =
        "Down to the rows: computed again at its own two dates, for all figures of the answer at once. Null: absent before any row counted, of a revision no longer computed, "
        + "or not to be explained by what the reader may see.";

    private static readonly string[] Figure =
    [
        "{t}.metric_key", "{t}.revision", "to_char({t}.as_of, 'YYYY-MM-DD')", "to_char({t}.known_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
        "{t}.value", "{t}.numerator", "{t}.denominator",
    ];

    /// <summary>Of sub-funds, programmes, groups of sub-funds, incubators and their years.</summary>
    public static NodeFunction OfGroups { get; } = new(
        "explain", Description, FigureResult.Explanation, [],
        [.. Figure, "{t}.sub_fund_id", "{t}.programme_id", "{t}.incubator_id", "{t}.cohort_year", "null", "null", "{t}.group_by", "{t}.group_key"], RunAsync)
    {
        Cost = LeverageReportField.Cost,
    };

    /// <summary>Of single startups.</summary>
    public static NodeFunction OfStartups { get; } = new(
        "explain", Description, FigureResult.Explanation, [],
        [.. Figure, "null", "null", "null", "null", "{t}.startup_id", "null", "null", "null"], RunAsync)
    {
        Cost = LeverageReportField.Cost / 10,
    };

    /// <summary>Of one investor in a sub-fund, and of its deals in one company.</summary>
    public static NodeFunction OfParts { get; } = new(
        "explain", Description, FigureResult.Explanation, [],
        [.. Figure, "{t}.sub_fund_id", "null", "null", "null", "{t}.startup_id", "{t}.investor_id", "null", "null"], RunAsync)
    {
        Cost = LeverageReportField.Cost,
    };

    private static async Task<IReadOnlyList<object?>> RunAsync(FunctionCall call, IReadOnlyList<FunctionRow> rows, CancellationToken cancel)
    {
        var figures = rows.Select(Stored).ToList();
        var pairs = figures.Select(figure => (figure.AsOf, figure.KnownAt)).Distinct().ToList();
        if (pairs.Count > MostPairs)
        {
            throw new FieldException("TOO_MANY_PAIRS", Messages.Text("TOO_MANY_PAIRS", call.Language, ("limit", $"{MostPairs}")));
        }

        await using var snapshot = (await FactSnapshot.OpenAsync(call.Services.GetRequiredService<DatabaseLogins>(), call.Actor, call.RequestId, cancel)).CountedBy(call.Work);
        var facts = new Dictionary<(LocalDate, Instant), PairFacts>();
        if (figures.Exists(figure => !figure.IsOfStartups)
            && await InlineSize.TooLargeAsync(snapshot, await PairFacts.ScopeAsync(snapshot, figures, cancel) ?? new FactScope(null, null), groupBy: null, pairs.Count, cancel) is { } tooLarge)
        {
            throw new FieldException(tooLarge.Code, UserErrors.Of(tooLarge, call.Language).Message);
        }

        if (figures.Exists(figure => figure.IsOfStartups)
            && await InlineSize.TooManyStartupsAsync(snapshot, PairFacts.StartupsOf(figures), pairs.Count, cancel) is { } tooMany)
        {
            throw new FieldException(tooMany.Code, UserErrors.Of(tooMany, call.Language).Message);
        }

        foreach (var pair in pairs)
        {
            facts[pair] = await PairFacts.ReadAsync(snapshot, pair.AsOf, pair.KnownAt, [.. figures.Where(figure => (figure.AsOf, figure.KnownAt) == pair)], cancel);
        }

        return [.. figures.Select(object? (figure) =>
        {
            var explained = facts[(figure.AsOf, figure.KnownAt)].Explain(figure);
            call.Work.Does(ReportPrice.OfRows(explained?.Count ?? 0));
            return explained;
        })];
    }

    private static StoredFigure Stored(FunctionRow row) => new()
    {
        Key = row[0]!,
        Revision = int.Parse(row[1]!, CultureInfo.InvariantCulture),
        AsOf = LocalDatePattern.Iso.Parse(row[2]!).Value,
        KnownAt = InstantPattern.ExtendedIso.Parse(row[3]!).Value,
        Value = row[4] is { } value ? decimal.Parse(value, CultureInfo.InvariantCulture) : null,
        Numerator = Whole(row[5]),
        Denominator = Whole(row[6]),
        SubFund = Key(row[7]),
        Programme = Key(row[8]),
        Incubator = Key(row[9]),
        Cohort = row[10] is { } year ? int.Parse(year, CultureInfo.InvariantCulture) : null,
        Startup = Key(row[11]),
        Investor = Key(row[12]),
        GroupBy = LeverageGroupByText.Parse(row[13]),
        GroupKey = row[14],
    };

    private static Guid? Key(string? text) => text is null ? null : Guid.Parse(text);

    private static BigInteger? Whole(string? text) => text is null ? null : BigInteger.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>A figure as stored, and whose.</summary>
internal sealed record StoredFigure
{
    public required string Key { get; init; }

    public required int Revision { get; init; }

    public required LocalDate AsOf { get; init; }

    public required Instant KnownAt { get; init; }

    public required decimal? Value { get; init; }

    public required BigInteger? Numerator { get; init; }

    public required BigInteger? Denominator { get; init; }

    public required Guid? SubFund { get; init; }

    public required Guid? Programme { get; init; }

    public required Guid? Incubator { get; init; }

    public required int? Cohort { get; init; }

    /// <summary>With a sub-fund: its deals in that company.</summary>
    public required Guid? Startup { get; init; }

    /// <summary>With a sub-fund: that investor's part of it.</summary>
    public required Guid? Investor { get; init; }

    /// <summary>Of a group of sub-funds; null for other subjects.</summary>
    public required LeverageGroupBy? GroupBy { get; init; }

    public required string? GroupKey { get; init; }

    /// <summary>Of startups rather than of funds.</summary>
    public bool IsOfStartups => SubFund is null && Programme is null && GroupBy is null;
}
