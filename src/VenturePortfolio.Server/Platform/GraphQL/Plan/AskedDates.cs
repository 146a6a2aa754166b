using GraphQL.Validation;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>A day or an instant that a list was given.</summary>
/// <param name="Field">The root field it stands under.</param>
/// <param name="Node">Of which rows.</param>
/// <param name="AsOf">Null: none was given.</param>
/// <param name="KnownAt">Null: none was given.</param>
internal sealed record AskedDate(string Field, NodeDeclaration Node, ValueSource? AsOf, ValueSource? KnownAt);

/// <summary>
/// Holds lists of dated facts to the days that reports are held to: none that is still to come, and none before anything was recorded. An empty
/// list would be read as "there was nothing".
/// </summary>
public sealed class AskedDates(FirstRecords first, IClock clock)
{
    /// <summary>The database stamps what is recorded, and its clock may be a little before ours.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(1);

    /// <summary>Null where all can be answered. Errors: AS_OF_IN_FUTURE, KNOWN_AT_IN_FUTURE, NOTHING_RECORDED.</summary>
    internal async ValueTask<AnswerError?> RefusalAsync(
        OperationPlan plan, Variables variables, string language, CancellationToken cancel)
    {
        foreach (var stage in plan.Stages)
        {
            foreach (var asked in stage.Dates)
            {
                if (await RefusalAsync(asked, variables, cancel) is { } refusal)
                {
                    return new AnswerError(refusal.Code, Messages.Text(refusal.Code, language, [.. refusal.Values])) { ResponseKey = asked.Field };
                }
            }
        }

        return null;
    }

    private async ValueTask<Error?> RefusalAsync(AskedDate asked, Variables variables, CancellationToken cancel)
    {
        var (now, today) = (clock.GetCurrentInstant(), HongKong.Today(clock));
        var asOf = (LocalDate?)asked.AsOf?.Value(variables);
        if (asOf > today)
        {
            return new Error("AS_OF_IN_FUTURE", "asOf", $"{asOf} is still to come.")
                .With("asOf", LocalDatePattern.Iso.Format(asOf.Value)).With("today", LocalDatePattern.Iso.Format(today));
        }

        if ((Instant?)asked.KnownAt?.Value(variables) is not { } knownAt)
        {
            return null;
        }

        var instant = InstantPattern.ExtendedIso.Format(knownAt);
        if (knownAt > now + Skew)
        {
            return new Error("KNOWN_AT_IN_FUTURE", "knownAt", $"{instant} is still to come.")
                .With("knownAt", instant).With("now", InstantPattern.General.Format(now));
        }

        return await first.IsBeforeAsync(asked.Node, knownAt, cancel)
            ? new Error("NOTHING_RECORDED", "knownAt", $"Nothing was recorded by {instant}.")
                .With("asOf", LocalDatePattern.Iso.Format(asOf ?? today)).With("knownAt", instant)
            : null;
    }
}
