namespace VenturePortfolio.Server;

/// <summary>
/// Whether a statement says what its rule asks for, and nothing else. Errors: TEXT_TOO_LONG, INVALID_TEXT, REQUIRED (paper, custodian, ruleCode); UNKNOWN_RULE,
/// RULE_NOT_STATED (ruleCode); REQUIRED, NOT_EXPECTED (isKept, custodian, staffCount, caseCount, amount, gain, currency, rateAnnual); COUNT_OUT_OF_RANGE (staffCount,
/// caseCount); CURRENCY_UNKNOWN; AMOUNT_MALFORMED, AMOUNT_SCALE, AMOUNT_TOO_LARGE, AMOUNT_NEGATIVE (amount, gain); RATE_OUT_OF_RANGE (rateAnnual).
/// </summary>
internal sealed record StatementCheck(IReadOnlyList<Error> Errors, Money? Amount, Money? Gain)
{
    private const int CountMax = 10_000;

    internal static StatementCheck Of(RecordRuleStatementInput input)
    {
        List<Error?> errors = [TypedText.CheckName("paper", input.Paper)];
        if (TypedText.CheckLine("ruleCode", input.RuleCode, TypedText.NameMax) is { } badCode)
        {
            errors.Add(badCode);
            return new([.. errors.OfType<Error>()], null, null);
        }

        if (!StatedRules.Contents.TryGetValue(input.RuleCode, out var content))
        {
            errors.Add(RuleCatalog.Codes.Contains(input.RuleCode, StringComparer.Ordinal)
                ? new Error("RULE_NOT_STATED", "ruleCode", $"{input.RuleCode} is judged by other facts on record, not by statements.").With("rule", input.RuleCode)
                : new Error("UNKNOWN_RULE", "ruleCode", $"There is no rule {input.RuleCode}.").With("rule", input.RuleCode));
            return new([.. errors.OfType<Error>()], null, null);
        }

        var (money, staff) = (content is StatementContent.Reward or StatementContent.Transfer, content == StatementContent.Staff);
        errors.Add(Asked("isKept", input.IsKept is not null, content is StatementContent.Kept or StatementContent.Custodian or StatementContent.Reward));
        errors.Add(Asked("custodian", input.Custodian is not null, content == StatementContent.Custodian && input.IsKept == true));
        errors.Add(Asked("staffCount", input.StaffCount is not null, staff));
        errors.Add(Asked("caseCount", input.CaseCount is not null, staff));
        errors.Add(Asked("amount", input.Amount is not null, money));
        errors.Add(Asked("gain", input.Gain is not null, content == StatementContent.Reward));
        errors.Add(Asked("currency", input.Currency is not null, money));
        // Of a transfer it is the better known from the table of rates, so nobody has to type it.
        errors.Add(Asked("rateAnnual", input.RateAnnual is not null, content == StatementContent.Transfer && input.RateAnnual is not null));
        errors.Add(TypedText.CheckOptionalName("custodian", input.Custodian));
        errors.Add(Count("staffCount", input.StaffCount));
        errors.Add(Count("caseCount", input.CaseCount));
        errors.Add(RecordLendingRate.RateOutOfRange(input.RateAnnual));
        if (errors.Exists(error => error is not null) || !money)
        {
            return new([.. errors.OfType<Error>()], null, null);
        }

        if (!Currency.TryOf(input.Currency, out var currency))
        {
            return new([new Error("CURRENCY_UNKNOWN", "currency", "No ISO 4217 currency has this code.").With("currency", input.Currency!)], null, null);
        }

        var amount = Parsed("amount", input.Amount, currency, errors);
        var gain = input.Gain is null ? null : Parsed("gain", input.Gain, currency, errors);
        return new([.. errors.OfType<Error>()], amount, gain);
    }

    private static Error? Asked(string path, bool isGiven, bool isAsked) => isGiven == isAsked ? null
        : isAsked ? TypedText.Missing(path)
        : new Error("NOT_EXPECTED", path, "This rule is not judged by it.");

    private static Error? Count(string path, int? count) => count is < 0 or > CountMax
        ? new Error("COUNT_OUT_OF_RANGE", path, $"A count is from 0 to {CountMax}.").With("limit", CountMax) : null;

    /// <summary>Zero is an amount too: no reward, or a share given away.</summary>
    private static Money? Parsed(string path, string? text, Currency currency, List<Error?> errors)
    {
        var amount = Money.Parse(text, currency, path);
        errors.AddRange(amount.Errors);
        if (amount.IsOk && amount.Value.Minor < 0)
        {
            errors.Add(new Error("AMOUNT_NEGATIVE", path, "An amount is zero or more."));
        }

        return amount.IsOk ? amount.Value : null;
    }
}
