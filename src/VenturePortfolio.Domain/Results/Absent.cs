namespace VenturePortfolio;

/// <summary>Why a figure does not exist. The opposite of zero, NaN and null: it says what is missing.</summary>
/// <param name="Why">Stable UPPER_SNAKE code; the domain's own stand in <see cref="AbsentCode"/>.</param>
/// <param name="Detail">English words naming what is missing, for example "FX HKD/CNY 2026-11-20". A sentence is a text of said.json, and so told in every language.</param>
public sealed record Absent(string Why, string Detail);

/// <summary>Every reason for absence the domain gives, apart from the statuses of <see cref="XirrStatus"/>.</summary>
public static class AbsentCode
{
    /// <summary>No known rate on or shortly before the date.</summary>
    public const string FxMissing = "FX_MISSING";

    /// <summary>The exact result does not fit the number it is reported in.</summary>
    public const string OutOfRange = "OUT_OF_RANGE";

    /// <summary>Nobody of a guidance class has a standing commitment.</summary>
    public const string NoGuidanceCommitment = "NO_GUIDANCE_COMMITMENT";

    /// <summary>Nobody of a guidance class has paid in.</summary>
    public const string NoGuidancePaidIn = "NO_GUIDANCE_PAID_IN";

    /// <summary>Some money is of an undisclosed class and none is known to be guidance money.</summary>
    public const string GuidanceUndisclosed = "GUIDANCE_UNDISCLOSED";

    /// <summary>Some money is of an undisclosed class, so the Hong Kong part is not known.</summary>
    public const string HongKongUndisclosed = "HONG_KONG_UNDISCLOSED";

    /// <summary>Some money is of a class that the method's mapping does not place: undisclosed, or unknown to it.</summary>
    public const string ClassUndisclosed = "CLASS_UNDISCLOSED";

    /// <summary>The method has no mapping of investor classes on record.</summary>
    public const string MappingMissing = "MAPPING_MISSING";

    /// <summary>The method leaves guidance money aside, so that nothing can be attributed to it.</summary>
    public const string GuidanceNotPublic = "GUIDANCE_NOT_PUBLIC";

    /// <summary>Nobody whom the method counts as public has a standing commitment.</summary>
    public const string NoPublicCommitment = "NO_PUBLIC_COMMITMENT";

    /// <summary>The figure rests on flows, investments or values of a fund whose ledger is not kept here: they are not known to be none.</summary>
    public const string LedgerNotKept = "LEDGER_NOT_KEPT";

    public const string NoCommitment = "NO_COMMITMENT";

    /// <summary>Asked for at the rates of the days of commitments, which this money is part of none of: deals, rounds, costs.</summary>
    public const string NoCommitmentDate = "NO_COMMITMENT_DATE";

    public const string NoPaidIn = "NO_PAID_IN";

    /// <summary>A fund invested before anybody paid in: whose money is in its deals is not known.</summary>
    public const string PayersUnknown = "PAYERS_UNKNOWN";

    /// <summary>Money is paid in and no net asset value was ever reported.</summary>
    public const string NoReportedNav = "NO_REPORTED_NAV";

    /// <summary>Distributions since the last reported net asset value exceed it: it must be reported anew.</summary>
    public const string NavExhausted = "NAV_EXHAUSTED";

    /// <summary>Nothing was invested in a financing round that is on record.</summary>
    public const string NoRound = "NO_ROUND";

    /// <summary>Nothing was invested.</summary>
    public const string NoInvestment = "NO_INVESTMENT";

    /// <summary>Money went to or came from companies for holdings that are not on record, so their value is not known.</summary>
    public const string HoldingUnknown = "HOLDING_UNKNOWN";

    /// <summary>In a round counted nobody told which classes of investors took part, or some stay undisclosed.</summary>
    public const string RoundUndisclosed = "ROUND_UNDISCLOSED";

    /// <summary>An investment names a financing round that is not on record by then: not told yet, or taken back.</summary>
    public const string RoundUnrecorded = "ROUND_UNRECORDED";

    /// <summary>Nobody on the public side took part in the rounds.</summary>
    public const string NoPublicInRounds = "NO_PUBLIC_IN_ROUNDS";

    /// <summary>The subject has no supported transactions.</summary>
    public const string NoSupport = "NO_SUPPORT";

    public const string NoPublicFunds = "NO_PUBLIC_FUNDS";

    /// <summary>The definition asks for a fact that is not kept.</summary>
    public const string FactNotRecorded = "FACT_NOT_RECORDED";

    /// <summary>Nothing had been paid in by the first day of a return between two days.</summary>
    public const string NoOpening = "NO_OPENING";

    /// <summary>No first day was asked for of a return between two days.</summary>
    public const string NoPeriod = "NO_PERIOD";

    /// <summary>Distributions early in a period leave no capital on average, of which what was gained could be a part.</summary>
    public const string NoAverageCapital = "NO_AVERAGE_CAPITAL";

    /// <summary>Two figures of different units, such as a ratio and an amount: their difference is none.</summary>
    public const string UnitsDiffer = "UNITS_DIFFER";

    /// <summary>Two figures in different currencies.</summary>
    public const string CurrenciesDiffer = "CURRENCIES_DIFFER";

    /// <summary>A figure that is found by search and not by sums of rows, such as a rate of return.</summary>
    public const string NoSumOfRows = "NO_SUM_OF_ROWS";

    /// <summary>One of two figures to be led over to each other is absent.</summary>
    public const string FigureAbsent = "FIGURE_ABSENT";

    /// <summary>No index to compare with was supplied.</summary>
    public const string NoIndex = "NO_INDEX";

    /// <summary>The index has no level young enough for a day.</summary>
    public const string IndexMissing = "INDEX_MISSING";

    /// <summary>The fund never drew on a subscription line.</summary>
    public const string NoSubscriptionLine = "NO_SUBSCRIPTION_LINE";

    /// <summary>The subject has no startups.</summary>
    public const string NoStartup = "NO_STARTUP";

    /// <summary>No milestone of the subject was due yet.</summary>
    public const string NoMilestoneDue = "NO_MILESTONE_DUE";
}
