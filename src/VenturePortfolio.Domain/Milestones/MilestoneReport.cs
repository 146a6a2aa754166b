using NodaTime;

namespace VenturePortfolio;

public readonly record struct MilestoneId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>A report as somebody typed it.</summary>
public sealed record MilestoneTyped
{
    public required LocalDate OccurredOn { get; init; }

    /// <summary>Money the milestone is about (a round, a grant, revenue); null with <see cref="Currency"/> when there is none.</summary>
    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<EvidenceTyped> Evidence { get; init; } = [];
}

/// <summary>A statement that a milestone was reached, found fit to be recorded.</summary>
public sealed record MilestoneReport
{
    /// <summary>More pieces of evidence than this belong behind one address.</summary>
    public const int EvidenceMax = 20;

    private MilestoneReport(MilestoneTyped typed, Money? amount, IReadOnlyList<Evidence> evidence) =>
        (OccurredOn, Amount, Note, Evidence) = (typed.OccurredOn, amount, typed.Note, evidence);

    public LocalDate OccurredOn { get; }

    /// <summary>Always positive; null when the milestone is not about money.</summary>
    public Money? Amount { get; }

    public string? Note { get; }

    public IReadOnlyList<Evidence> Evidence { get; }

    /// <summary>With evidence V1, a document stands behind it; else V0, self-reported. Source: domain.md 5.1.</summary>
    public Verification Verification => Evidence.Count > 0 ? Verification.DocumentChecked : Verification.SelfReported;

    /// <summary>
    /// Checks a report and gives every error at once: DATE_OUT_OF_RANGE (occurredOn); CURRENCY_UNKNOWN, REQUIRED
    /// (currency); AMOUNT_MALFORMED, AMOUNT_SCALE, AMOUNT_TOO_LARGE, AMOUNT_NOT_POSITIVE, REQUIRED (amount); REQUIRED,
    /// TEXT_TOO_LONG, INVALID_TEXT (note); EVIDENCE_TOO_MUCH (evidence); those of <see cref="Evidence.Check"/>.
    /// </summary>
    /// <param name="typed">As typed.</param>
    /// <param name="today">The calendar day in Hong Kong: a milestone is reported once it has happened.</param>
    public static Result<MilestoneReport> Check(MilestoneTyped typed, LocalDate today)
    {
        ArgumentNullException.ThrowIfNull(typed);
        List<Error> errors = [];
        if (FactDate.CheckPast("occurredOn", typed.OccurredOn, today) is { } badDate)
        {
            errors.Add(badDate);
        }

        if (TypedText.CheckOptionalNote("note", typed.Note) is { } badNote)
        {
            errors.Add(badNote);
        }

        var amount = AmountOf(typed, errors);
        if (typed.Evidence.Count > EvidenceMax)
        {
            errors.Add(new Error("EVIDENCE_TOO_MUCH", "evidence", $"At most {EvidenceMax} pieces of evidence are allowed.")
                .With("limit", EvidenceMax));
            return errors;
        }

        var evidence = typed.Evidence.Select((piece, at) => VenturePortfolio.Evidence.Check(piece, $"evidence.{at}")).ToList();
        errors.AddRange(evidence.SelectMany(piece => piece.Errors));
        return errors.Count > 0 ? errors : new MilestoneReport(typed, amount, evidence.ConvertAll(piece => piece.Value));
    }

    private static Money? AmountOf(MilestoneTyped typed, List<Error> errors)
    {
        if (typed.Amount is null && typed.Currency is null)
        {
            return null;
        }

        if (typed.Amount is null || typed.Currency is null)
        {
            errors.Add(TypedText.Missing(typed.Amount is null ? "amount" : "currency"));
            return null;
        }

        if (!VenturePortfolio.Currency.TryOf(typed.Currency, out var currency))
        {
            errors.Add(new Error("CURRENCY_UNKNOWN", "currency", "No ISO 4217 currency has this code."));
            return null;
        }

        var amount = Money.ParsePositive(typed.Amount, currency);
        errors.AddRange(amount.Errors);
        return amount.IsOk ? amount.Value : null;
    }
}
