using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>A name in three languages; the Chinese ones may be missing.</summary>
public sealed record CardName(string En, string? ZhHant, string? ZhHans)
{
    /// <summary>In the reader's language; the other Chinese, then English, where it has none.</summary>
    public string In(string language) => language switch
    {
        "zh-Hant" => ZhHant ?? ZhHans ?? En,
        "zh-Hans" => ZhHans ?? ZhHant ?? En,
        _ => En,
    };
}

/// <param name="Parent">Null for a programme that is part of no other.</param>
/// <param name="Currency">Its reporting currency.</param>
public sealed record ProgrammeCard(ProgrammeId Id, ProgrammeId? Parent, string Code, CardName Name, Currency Currency)
{
    /// <summary>The programme and its parts, at any depth.</summary>
    public static IReadOnlySet<ProgrammeId> Within(IReadOnlyList<ProgrammeCard> all, ProgrammeId programme)
    {
        var within = new HashSet<ProgrammeId> { programme };
        while (all.Any(card => card.Parent is { } parent && within.Contains(parent) && within.Add(card.Id)))
        {
            // Until a round adds nothing: a part of a part is a part.
        }

        return within;
    }
}

/// <summary>A key with its name, for groups.</summary>
public sealed record NamedKey(string Key, CardName Name);

/// <summary>A sub-fund and what had happened to it.</summary>
/// <param name="Manager">Null where it is not publicly known.</param>
/// <param name="Jurisdiction">ISO 3166-1 alpha-2.</param>
public sealed record FundCard(
    SubFundId Id, ProgrammeId Programme, string Code, CardName Name, int Vintage, NamedKey? Manager, string Jurisdiction, FundHistory History)
{
    /// <summary>Demonstration data that describes nobody.</summary>
    public bool IsInvented { get; init; }

    /// <summary>The currency it reports in.</summary>
    public Currency Currency => History.Terms!.Currency;
}

/// <summary>Sums over the supported transactions of one programme itself, without its parts.</summary>
/// <param name="Count">Transactions.</param>
public sealed record SupportCard(ProgrammeId Programme, long Count, SupportTotals Totals);

/// <summary>What groups of deals are told by.</summary>
/// <param name="Incubator">Where it was admitted last; null where that is not known, or not to this reader.</param>
public sealed record StartupCard(StartupId Id, NamedKey Startup, NamedKey Sector, NamedKey? Incubator);

/// <summary>What a figure is to reach by a day.</summary>
/// <param name="Subject">As <see cref="TargetSubject"/> writes it.</param>
public sealed record TargetCard(string Subject, string MetricKey, LocalDate DueOn, decimal Value, string Source)
{
    /// <summary>The first target due on or after asOf, or else the last one there was; null where none was set.</summary>
    public static TargetCard? Of(IReadOnlyList<TargetCard> targets, string? subject, string metricKey, LocalDate asOf)
    {
        if (targets.Count == 0 || subject is null)
        {
            return null;
        }

        var own = targets.Where(target => target.Subject == subject && target.MetricKey == metricKey).OrderBy(target => target.DueOn).ToList();
        return own.Find(target => target.DueOn >= asOf) ?? own.LastOrDefault();
    }
}

/// <summary>Which part of the facts is to be read, by code: a programme with its parts, or one sub-fund.</summary>
public sealed record FactScope(string? Programme, string? SubFund)
{
    /// <summary>Rates up to this day are read too, though it lies after asOf: the constant basis may be of any day.</summary>
    public LocalDate? RatesUpTo { get; init; }

    /// <summary>Code of the index to compare with; null for the default one.</summary>
    public string? Index { get; init; }

    /// <summary>What holdings were worth on earlier days is read too: on the first days of horizon returns, and on <see cref="From"/>.</summary>
    public bool EarlierValues { get; init; }

    /// <summary>The day at whose end a period begins; null where none is asked for.</summary>
    public LocalDate? From { get; init; }

    /// <summary>The days beside asOf by whose end values of holdings are read.</summary>
    internal IReadOnlySet<LocalDate> ValuedOn(LocalDate asOf) => (EarlierValues, From) switch
    {
        (false, _) => new HashSet<LocalDate>(),
        (_, { } from) => GrossPointToPoint.Openings(asOf).Append(from).ToHashSet(),
        _ => GrossPointToPoint.Openings(asOf).ToHashSet(),
    };

    /// <summary>Of these sub-funds alone; null for all that the codes leave. Transactions supported are of programmes and are not read then, unless asked for.</summary>
    public IReadOnlySet<SubFundId>? Only { get; init; }

    /// <summary>Transactions supported are read beside some sub-funds too.</summary>
    public bool WithSupport { get; init; }

    /// <summary>Some sub-funds and not all.</summary>
    internal bool IsOfSome => Programme is not null || SubFund is not null || Only is not null;

    /// <summary>Null: of all programmes. Empty where the code names none.</summary>
    internal IReadOnlySet<ProgrammeId>? Within(IReadOnlyList<ProgrammeCard> programmes) => Programme is null ? null
        : programmes.FirstOrDefault(card => card.Code == Programme) is { } wanted ? ProgrammeCard.Within(programmes, wanted.Id)
        : new HashSet<ProgrammeId>();
}

/// <summary>Everything figures are made of, as of one pair of dates and for one reader.</summary>
public sealed record PortfolioFacts
{
    public required LocalDate AsOf { get; init; }

    public required Instant KnownAt { get; init; }

    public required IReadOnlyList<ProgrammeCard> Programmes { get; init; }

    /// <summary>Those whose terms are known, by id; for a fund manager the own ones only.</summary>
    public required IReadOnlyList<FundCard> Funds { get; init; }

    public required IReadOnlyList<SupportCard> Support { get; init; }

    public required FxTable Fx { get; init; }

    /// <summary>Of each subject, metric and day the newest told; filled only for reports.</summary>
    public IReadOnlyList<TargetCard> Targets { get; init; } = [];

    /// <summary>The one day whose rates convert everything, on the constant basis; null on the others.</summary>
    public LocalDate? ConstantOn { get; init; }

    /// <summary>The day at whose end the period of returns of a period begins; null where none is asked for.</summary>
    public LocalDate? From { get; init; }

    /// <summary>The index asked for, or the default one, as far as its levels were told; null where there is none.</summary>
    public BenchmarkIndex? Index { get; init; }

    /// <summary>Of every index supplied.</summary>
    public IReadOnlyList<string> IndexCodes { get; init; } = [];

    /// <summary>Startups held that convert an achievement formed with public money.</summary>
    public IReadOnlySet<StartupId> Converting { get; init; } = new HashSet<StartupId>();

    /// <summary>Who is private: of each method the newest version known at knownAt.</summary>
    public required IReadOnlyList<ClassMapping> Mappings { get; init; }

    /// <summary>The startups that a fund holds or held; filled only where groups of deals are asked for.</summary>
    public IReadOnlyDictionary<StartupId, StartupCard> Startups { get; init; } = new Dictionary<StartupId, StartupCard>();

    /// <summary>Investors by name; filled only where they are groups.</summary>
    public IReadOnlyDictionary<InvestorId, NamedKey> Investors { get; init; } = new Dictionary<InvestorId, NamedKey>();

    /// <summary>Classes of investors by key; filled only where they are groups.</summary>
    public IReadOnlyDictionary<string, NamedKey> Classes { get; init; } = new Dictionary<string, NamedKey>(StringComparer.Ordinal);

    /// <summary>The programme and its parts, at any depth.</summary>
    public IReadOnlySet<ProgrammeId> Within(ProgrammeId programme) => ProgrammeCard.Within(Programmes, programme);
}
