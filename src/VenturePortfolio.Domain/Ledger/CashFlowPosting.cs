using NodaTime;

namespace VenturePortfolio;

/// <summary>A ledger entry as somebody typed it. Whether the fund, the investor and the investment exist is asked elsewhere.</summary>
public sealed record CashFlowTyped
{
    public string? Kind { get; init; }

    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public required LocalDate EffectiveOn { get; init; }

    public bool HasInvestor { get; init; }

    public bool HasInvestment { get; init; }

    /// <summary>A call that does not use up the commitment (fees outside it, for example).</summary>
    public bool OutsideCommitment { get; init; }

    /// <summary>A distribution that may be called again.</summary>
    public bool Recallable { get; init; }

    /// <summary>The manager's own number for the entry, unique within the fund; null when it has none.</summary>
    public string? ExternalRef { get; init; }

    public string? Memo { get; init; }
}

/// <summary>A ledger entry found fit to be recorded: everything that can be said of it without looking at the ledger.</summary>
public sealed record CashFlowPosting
{
    private CashFlowPosting(CashFlowKind kind, Money amount, long unfundedEffectMinor) =>
        (Kind, Amount, UnfundedEffectMinor) = (kind, amount, unfundedEffectMinor);

    public CashFlowKind Kind { get; }

    /// <summary>Always positive.</summary>
    public Money Amount { get; }

    /// <summary>Signed change of the unfunded commitment, minor units of the amount's currency.</summary>
    public long UnfundedEffectMinor { get; }

    /// <summary>
    /// Checks an entry and gives every error at once: KIND_UNKNOWN (kind); CURRENCY_UNKNOWN (currency); AMOUNT_MALFORMED,
    /// AMOUNT_SCALE, AMOUNT_TOO_LARGE, AMOUNT_NOT_POSITIVE (amount); DATE_OUT_OF_RANGE (effectiveOn); REQUIRED
    /// (investorId, investmentId); NOT_EXPECTED (investorId, investmentId, outsideCommitment, recallable); REQUIRED,
    /// TEXT_TOO_LONG, INVALID_TEXT (externalRef, memo).
    /// </summary>
    /// <param name="typed">As typed.</param>
    /// <param name="today">The calendar day in Hong Kong.</param>
    public static Result<CashFlowPosting> Check(CashFlowTyped typed, LocalDate today)
    {
        ArgumentNullException.ThrowIfNull(typed);
        List<Error> errors = [];
        void Add(Error? error)
        {
            if (error is not null)
            {
                errors.Add(error);
            }
        }

        if (!CashFlowKind.TryOf(typed.Kind, out var kind))
        {
            Add(new Error("KIND_UNKNOWN", "kind", "No cash flow kind has this key."));
        }

        var amount = AmountOf(typed, errors);
        Add(FactDate.Check("effectiveOn", typed.EffectiveOn, today));
        Add(TypedText.CheckOptionalName("externalRef", typed.ExternalRef));
        Add(TypedText.CheckOptionalNote("memo", typed.Memo));
        if (kind is not null)
        {
            CheckCounterparty(typed, kind, errors);
        }

        return errors.Count > 0 ? errors
            : new CashFlowPosting(kind!, amount, EffectOf(typed, amount.Minor));
    }

    /// <summary>
    /// Whether the commitment still bears this entry. CURRENCY_MISMATCH (currency), CALL_EXCEEDS_UNFUNDED (amount).
    /// </summary>
    /// <param name="unfunded">The least that is unfunded on any day from the entry's own date on.</param>
    public Error? CheckUnfunded(Money unfunded)
    {
        if (UnfundedEffectMinor == 0)
        {
            return null;
        }

        if (unfunded.Currency != Amount.Currency)
        {
            return new Error("CURRENCY_MISMATCH", "currency",
                $"The commitment is in {unfunded.Currency}; {Amount.Currency} cannot change what is unfunded of it.")
                .With("currency", Amount.Currency.Code).With("commitmentCurrency", unfunded.Currency.Code);
        }

        // A ledger loaded from elsewhere may already be below zero.
        return -UnfundedEffectMinor > Math.Max(unfunded.Minor, 0) && UnfundedEffectMinor < 0
            ? new Error("CALL_EXCEEDS_UNFUNDED", "amount", $"Call of {Amount} exceeds unfunded commitment of {unfunded}.")
                .With("amount", Amount).With("unfunded", unfunded)
            : null;
    }

    private static Money AmountOf(CashFlowTyped typed, List<Error> errors)
    {
        if (!Currency.TryOf(typed.Currency, out var currency))
        {
            errors.Add(new Error("CURRENCY_UNKNOWN", "currency", "No ISO 4217 currency has this code."));
            return default;
        }

        var amount = Money.ParsePositive(typed.Amount, currency);
        errors.AddRange(amount.Errors);
        return amount.IsOk ? amount.Value : default;
    }

    private static void CheckCounterparty(CashFlowTyped typed, CashFlowKind kind, List<Error> errors)
    {
        void Refuse(bool isWrong, string code, string path, string message)
        {
            if (isWrong)
            {
                errors.Add(new Error(code, path, message));
            }
        }

        var wantsInvestor = kind.Side == FlowSide.Investor;
        var wantsInvestment = kind.Side == FlowSide.Company;
        Refuse(wantsInvestor && !typed.HasInvestor, "REQUIRED", "investorId", $"{kind} names an investor.");
        Refuse(!wantsInvestor && typed.HasInvestor, "NOT_EXPECTED", "investorId", $"{kind} names no investor.");
        Refuse(wantsInvestment && !typed.HasInvestment, "REQUIRED", "investmentId", $"{kind} names an investment.");
        Refuse(!wantsInvestment && typed.HasInvestment, "NOT_EXPECTED", "investmentId", $"{kind} names no investment.");
        Refuse(typed.OutsideCommitment && kind.Unfunded != UnfundedRule.LowersOrNone,
            "NOT_EXPECTED", "outsideCommitment", $"Only a capital call can lie outside the commitment; this is {kind}.");
        Refuse(typed.Recallable && kind.Unfunded != UnfundedRule.RaisesOrNone,
            "NOT_EXPECTED", "recallable", $"Only a distribution can be recallable; this is {kind}.");
    }

    private static long EffectOf(CashFlowTyped typed, long amountMinor) => CashFlowKind.Of(typed.Kind!).Unfunded switch
    {
        UnfundedRule.LowersOrNone => typed.OutsideCommitment ? 0 : -amountMinor,
        UnfundedRule.RaisesOrNone => typed.Recallable ? amountMinor : 0,
        _ => 0,
    };
}
