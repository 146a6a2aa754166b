using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>What is wrong with the dates and definitions somebody asked for; null where nothing is.</summary>
internal static class QueryErrors
{
    internal static Error? InFuture(LocalDate asOf, LocalDate today, string path = "asOf")
    {
        var (day, latest) = (LocalDatePattern.Iso.Format(asOf), LocalDatePattern.Iso.Format(today));
        return asOf <= today ? null : new Error("AS_OF_IN_FUTURE", path, $"{day} is still to come; today is {latest}.")
            .With("asOf", day).With("today", latest);
    }

    internal static Error? NotClosed(string path, Instant knownAt, Instant horizon)
    {
        var (instant, closed) = (InstantPattern.ExtendedIso.Format(knownAt), InstantPattern.ExtendedIso.Format(horizon));
        return knownAt <= horizon ? null : new Error("KNOWN_AT_NOT_CLOSED", path, $"{instant} is not closed; rows up to {closed} can no longer change.")
            .With("knownAt", instant).With("horizon", closed);
    }

    /// <summary>A list without a key asks for nothing; leaving it out asks for the usual ones.</summary>
    internal static Error? NoDefinition(IReadOnlyList<string>? keys) =>
        keys is { Count: 0 } ? new Error("DEFINITIONS_EMPTY", "definitions", "Name at least one definition, or leave the list out.") : null;

    internal static Error? UnknownDefinition(string path, string key)
    {
        var known = string.Join(", ", MetricCatalog.All.Select(metric => metric.Key));
        return MetricCatalog.TryOf(key, out _) ? null : new Error("UNKNOWN_DEFINITION", path, $"No definition {AsTyped.Shown(key)}; known are {known}.")
            .With("definition", AsTyped.Shown(key)).With("known", known);
    }

    /// <summary>Figures were asked for in a currency of which no rate at all is known, and there is money in another.</summary>
    internal static Error? RatesMissing(string? currency, PortfolioFacts facts, Instant knownAt)
    {
        var instant = InstantPattern.ExtendedIso.Format(knownAt);
        return currency is null || facts.Fx.Quotes(Currency.Of(currency)) || facts.Funds.All(fund => fund.Currency.Code == currency) ? null
            : new Error("RATES_MISSING", "currency", $"No exchange rate {currency}/USD by {LocalDatePattern.Iso.Format(facts.AsOf)} is known at {instant}.")
                .With("currency", currency).With("asOf", LocalDatePattern.Iso.Format(facts.AsOf)).With("knownAt", instant);
    }

    /// <summary>A definition of whole sub-funds by groups of deals or investors, or the other way. Errors: NOT_TOLD_OF_DEALS where another definition tells it, else NOT_TOLD_BY.</summary>
    internal static Error? NotToldBy(string path, LeverageGroupBy groupBy, Metric metric) =>
        groupBy.Tells(metric) ? null
        : groupBy.IsOfDeals() && metric.OfDealsInstead is { } instead
            ? new Error("NOT_TOLD_OF_DEALS", path, $"{metric.Key} divides by money of whole sub-funds and cannot be told by {groupBy.Print()}. Ask {instead}.")
                .With("definition", metric.Key).With("groupBy", groupBy.Print()).With("instead", instead)
            : new Error("NOT_TOLD_BY", path, $"{metric.Key} is of whole sub-funds; it cannot be told by {groupBy.Print()}.")
                .With("definition", metric.Key).With("groupBy", groupBy.Print());

    /// <summary>A period that holds no day, a definition told over one without it, or one that none of the definitions reads. Errors: PERIOD_EMPTY, PERIOD_REQUIRED, PERIOD_NOT_READ.</summary>
    internal static Error? Period(LeverageQuery query)
    {
        if (query.From is not { } from)
        {
            return query.Asked.FirstOrDefault(metric => metric.IsOfPeriod) is not { } metric ? null
                : new Error("PERIOD_REQUIRED", query.PeriodArgument, $"{metric.Key} is told over a period: say from which day.").With("definition", metric.Key).With("argument", query.PeriodArgument);
        }

        var until = query.CompareTo is { } day && day < query.AsOf ? day : query.AsOf;
        if (from >= until)
        {
            var (first, last) = (LocalDatePattern.Iso.Format(from), LocalDatePattern.Iso.Format(until));
            return new Error("PERIOD_EMPTY", query.PeriodArgument, $"{first} is not before {last}: the period would hold no day.").With("from", first).With("asOf", last);
        }

        var known = string.Join(", ", PeriodReturn.All.Where(metric => query.GroupBy.Tells(metric)).Select(metric => metric.Key));
        return query.Definitions is null || query.Asked.Any(metric => metric.IsOfPeriod) ? null
            : new Error("PERIOD_NOT_READ", query.PeriodArgument, $"None of the definitions is told over a period. Name one of {known}, or leave {query.PeriodArgument} empty.")
                .With("known", known).With("argument", query.PeriodArgument);
    }

    /// <summary>A definition of startups asked of funds: it would be absent for every one of them.</summary>
    internal static Error? NotOfFunds(string path, string key) => IsOfStartups(key) ? NotOfFunds(path, key, "incubationReport") : null;

    /// <summary>The same of a series: the lists that have one of it, as nights stored it.</summary>
    internal static Error? NotOfFundsInSeries(string path, Metric metric) => metric.Subject switch
    {
        MetricSubject.Startup => NotOfFunds(path, metric.Key, "startupMetricValues"),
        MetricSubject.Incubator => NotOfFunds(path, metric.Key, "metricValues"),
        MetricSubject.StartupOrIncubator => NotOfFunds(path, metric.Key, "metricValues, startupMetricValues"),
        _ => null,
    };

    internal static Error? NotOfStartups(string path, string key) => IsOfStartups(key)
        ? null
        : new Error("NOT_OF_STARTUPS", path, $"{key} is of sub-funds and programmes; ask leverageReport.").With("definition", key);

    /// <summary>A definition of one startup asked of many, or of many asked of one.</summary>
    internal static Error OfOtherStartups(Metric metric) => metric.Subject == MetricSubject.Startup
        ? new Error("OF_ONE_STARTUP", "definitions", $"{metric.Key} is of one startup.").With("definition", metric.Key)
        : new Error("OF_MANY_STARTUPS", "definitions", $"{metric.Key} is of incubators and their years.").With("definition", metric.Key);

    private static Error NotOfFunds(string path, string key, string instead) =>
        new Error("NOT_OF_FUNDS", path, $"{key} is of startups and incubators; ask {instead}.").With("definition", key).With("instead", instead);

    private static bool IsOfStartups(string key) =>
        MetricCatalog.Of(key).Subject is MetricSubject.Startup or MetricSubject.Incubator or MetricSubject.StartupOrIncubator;

    internal static Error GroupUnknown(string group) =>
        new Error("GROUP_UNKNOWN", "group", $"There is no group {AsTyped.Shown(group)}.").With("group", AsTyped.Shown(group));

    internal static Error NothingRecorded(LocalDate asOf, Instant knownAt)
    {
        var (date, instant) = (LocalDatePattern.Iso.Format(asOf), InstantPattern.ExtendedIso.Format(knownAt));
        return new Error("NOTHING_RECORDED", "asOf", $"Nothing in scope had happened by {date} as known at {instant}.")
            .With("asOf", date).With("knownAt", instant);
    }
}
