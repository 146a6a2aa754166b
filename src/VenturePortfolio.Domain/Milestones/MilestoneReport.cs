using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio;

public readonly record struct MilestoneId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>
/// A milestone as its reporter states it, found fit to be recorded. A new report starts as self-reported (V0).
/// </summary>
public sealed record MilestoneReport
{
    /// <summary>Earlier dates are typing mistakes: no incubator here is that old.</summary>
    public static readonly LocalDate OccurredOnMin = new(1970, 1, 1);

    private MilestoneReport(StartupId startup, string kind, LocalDate occurredOn) =>
        (Startup, Kind, OccurredOn) = (startup, kind, occurredOn);

    public StartupId Startup { get; }

    /// <summary>Key of a milestone kind, for example "FIN-ROUND". Source: domain.md 5.1.</summary>
    public string Kind { get; }

    public LocalDate OccurredOn { get; }

    public Verification Verification { get; } = Verification.SelfReported;

    /// <summary>
    /// Checks a report. Errors, all that apply: MILESTONE_KIND_UNKNOWN (kind); OCCURRED_ON_IN_FUTURE,
    /// OCCURRED_ON_TOO_EARLY (occurredOn).
    /// </summary>
    /// <param name="startup">Already found visible to the reporter.</param>
    /// <param name="kind">As typed.</param>
    /// <param name="occurredOn">The day it happened, at the latest <paramref name="today"/>.</param>
    /// <param name="today">The calendar day in Hong Kong.</param>
    /// <param name="kindsKnown">Keys of the kinds in force.</param>
    public static Result<MilestoneReport> Report(
        StartupId startup, string kind, LocalDate occurredOn, LocalDate today, IReadOnlySet<string> kindsKnown)
    {
        List<Error> errors = [];
        if (!kindsKnown.Contains(kind))
        {
            errors.Add(new Error("MILESTONE_KIND_UNKNOWN", "kind", "No milestone kind has this key."));
        }

        if (occurredOn > today)
        {
            errors.Add(new Error("OCCURRED_ON_IN_FUTURE", "occurredOn",
                $"{Iso(occurredOn)} is after today, {Iso(today)}: a milestone is reported after it happened."));
        }

        if (occurredOn < OccurredOnMin)
        {
            errors.Add(new Error("OCCURRED_ON_TOO_EARLY", "occurredOn",
                $"{Iso(occurredOn)} is before {Iso(OccurredOnMin)}."));
        }

        if (errors.Count > 0)
        {
            return errors;
        }

        return new MilestoneReport(startup, kind, occurredOn);
    }

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
