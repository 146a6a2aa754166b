namespace VenturePortfolio.Server;

/// <summary>
/// Words for the codes that figures are made of: kinds of money and rows, classes of investors, days of rates, coverage. In English; the reader's language is
/// that of <see cref="Said"/>. The codes themselves are keys and stay beside.
/// </summary>
internal static class SaidOfFigures
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["COMMITMENT"] = "commitments",
        ["CAPITAL_CALL"] = "paid-in capital",
        ["DISTRIBUTION"] = "distributions",
        ["INVESTMENT"] = "cost of investments",
        ["PROCEEDS"] = "proceeds of investments",
        ["MANAGEMENT_FEE"] = "management fees",
        ["FUND_EXPENSE"] = "fund expenses",
        ["REPORTED_NAV"] = "reported net asset value",
        ["OPENING_NAV"] = "net asset value at the beginning",
        ["ROUND_TOTAL"] = "totals of rounds",
        ["LATER_ROUND"] = "later rounds",
        ["ROUND"] = "money in rounds",
        ["LOOK_THROUGH_COST"] = "guidance money looked through",
        ["COST"] = "cost of holdings",
        ["VALUATION"] = "valuations of holdings",
        ["RECOVERED"] = "came back from holdings since their valuation",
        ["OPENING_COST"] = "cost of holdings at the beginning",
        ["OPENING_VALUATION"] = "valuations of holdings at the beginning",
        ["OPENING_RECOVERED"] = "came back from holdings between their valuation and the beginning",
        ["CONVERSION_COST"] = "cost in enterprises that convert",
        ["LINE_DRAW"] = "draws on the subscription line",
        ["LINE_REPAYMENT"] = "repayments of the subscription line",
        ["LINE_INTEREST"] = "interest on the subscription line",
        ["BORROWED"] = "still borrowed on the subscription line",
        ["PUBLIC_FUNDS"] = "original public funds",
        ["LOAN_OR_INVESTMENT"] = "loans or investments",
        ["CONCURRENT_PRIVATE"] = "concurrent private money",
        ["SUBSEQUENT_PRIVATE"] = "subsequent private money",
        ["JOBS_CREATED"] = "jobs created",
        ["JOBS_RETAINED"] = "jobs retained",
        [FigureBridge.Coverage] = "sub-funds taken in or left out",
        ["DEFINITION"] = "asked for by the definition itself",
        ["MILESTONE"] = "milestones",
        ["MILESTONE_REPORT"] = "reports of milestones",
        ["FINANCING_ROUND"] = "financing rounds",
        ["REVENUE"] = "reported revenue",
        ["INCUBATION"] = "stays in incubators",
        ["CONVERSION"] = "conversions of achievements",
    };

    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["GUIDANCE_FUND"] = "guidance funds",
        ["OTHER_NATIONAL_FUND"] = "other national funds",
        ["LOCAL_GOVERNMENT_FUND"] = "local government funds",
        ["STATE_OWNED_ENTERPRISE"] = "Mainland state-owned enterprises",
        ["HK_PUBLIC"] = "Hong Kong public bodies",
        ["HK_PRIVATE"] = "Hong Kong private investors",
        ["MAINLAND_PRIVATE"] = "Mainland private investors",
        ["FOREIGN_PRIVATE"] = "foreign private investors",
        ["GENERAL_PARTNER"] = "general partners, not of Hong Kong",
        ["HK_GENERAL_PARTNER"] = "general partners of Hong Kong",
        ["UNDISCLOSED"] = "undisclosed contributors",
    };

    private static readonly Dictionary<string, string> Bases = new(StringComparer.Ordinal)
    {
        ["commitment-date"] = "at the rates of the day of commitment",
        ["transaction-date"] = "at the rates of each transaction's day",
        ["as-of"] = "at the rates of the as-of date",
        ["constant"] = "at the rates of one fixed day",
        ["none"] = "nothing is converted",
    };

    /// <summary>All of them, so that a test may ask for each in Chinese.</summary>
    internal static IEnumerable<string> All => [.. Kinds.Values, .. Classes.Values, .. Bases.Values];

    /// <summary>"commitments — Hong Kong private investors" of COMMITMENT/HK_PRIVATE. A code not known here is its own word.</summary>
    internal static string Part(string key)
    {
        var at = key.IndexOf('/', StringComparison.Ordinal);
        return at < 0 ? Word(Kinds, key) : $"{Word(Kinds, key[..at])} — {Word(Classes, key[(at + 1)..])}";
    }

    /// <summary>Of a printed <see cref="FxBasis"/>.</summary>
    internal static string Basis(string printed) => Word(Bases, printed);

    /// <summary>"covers 8 of 14" of "8 of 14".</summary>
    internal static string Coverage(string printed) => $"covers {printed}";

    private static string Word(Dictionary<string, string> words, string code) => words.GetValueOrDefault(code, code);
}
