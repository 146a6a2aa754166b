namespace VenturePortfolio.Server;

/// <summary>A definition as readers see it.</summary>
/// <param name="Revision">Asked for; the texts are those of the revision in force.</param>
public sealed record MetricDefinition(Metric Metric, int Revision, string Language)
{
    /// <summary>In the reader's language.</summary>
    public string Title => Metric.Title.In(Language);

    public static MetricDefinition InForce(Metric metric, string language) => new(metric, metric.Revision, language);

    /// <summary>Null where the catalogue has no such key any more.</summary>
    public static MetricDefinition? Of(string? key, int revision, string language) =>
        MetricCatalog.TryOf(key, out var metric) ? new(metric, revision, language) : null;
}

/// <summary>Definitions in GraphQL: of a stored figure, and all of them.</summary>
internal static class MetricDefinitionField
{
    private static readonly EnumDeclaration Subject = new(
        "MetricSubject",
        "What a definition is of: sub-funds and pools of them; programmes by their supported transactions; one startup; an incubator's startups; either of the two.",
        "SUB_FUND", "SUPPORT_PROGRAMME", "STARTUP", "INCUBATOR", "STARTUP_OR_INCUBATOR");

    private static readonly ResultType<MetricParameter> Parameter =
        new ResultType<MetricParameter>("MetricParameter", "A number that the source leaves to whoever reports, as it is taken here.")
            .Text("key", of => of.Key, describe: "As the source names it.")
            .Int("value", of => of.Value)
            .Text("unit", of => of.Unit)
            .Said("meaning", of => of.Meaning, describe: "In the reader's language.");

    public static readonly ResultType<MetricDefinition> Definition =
        new ResultType<MetricDefinition>("MetricDefinition", "How a figure is defined, by whom, and whether the text was seen.")
            .Text("id", of => GlobalId.Of("MetricDefinition", $"{of.Metric.Key}@{of.Revision}"), describe: "Names it in explanations; there is no node of it.")
            .Text("key", of => of.Metric.Key)
            .Int("revision", of => of.Revision)
            .Boolean("inForce", of => of.Revision == of.Metric.Revision, describe: "False: revised since; the texts here are those of the revision in force.")
            .Text("title", of => of.Title, describe: "In the reader's language.")
            .Text("titleEn", of => of.Metric.Title.En)
            .Text("titleZhHant", of => of.Metric.Title.ZhHant)
            .Text("titleZhHans", of => of.Metric.Title.ZhHans)
            .Enum("subject", Subject, of => SubjectKey(of.Metric.Subject))
            .Enum("unit", MetricValueNode.Unit, of => of.Metric.Unit.Key())
            .Said("numerator", of => MetricTerms.Of(of.Metric).Numerator, nullable: true, describe: "What is counted above, in the reader's language; null for rates of return.")
            .Said("denominator", of => MetricTerms.Of(of.Metric).Denominator, nullable: true, describe: "What is counted below, in the reader's language; null for amounts and rates of return.")
            .Said("source", of => of.Metric.Source, describe: "Clause, paper or standard it follows, with the formula where that is one line, in the reader's language.")
            .Text("fxBasis", of => of.Metric.DefaultFxBasis.Print(), describe: "Which day's rate converts each amount, unless asked otherwise.")
            .Said("fxBasisText", of => SaidOfFigures.Basis(of.Metric.DefaultFxBasis.Print()), describe: "In the reader's language.")
            .Objects("parameters", () => Parameter, of => of.Metric.Parameters, describe: "Most have none. Another value would be another revision.")
            .Text("mapping", of => of.Metric.Mapping, nullable: true, describe: "The method by whose mapping investors count as private; null: it reads none.")
            .Boolean("verified", of => of.Metric.IsVerified, describe: "False: the text it follows was not seen word for word. Of a mapping of classes that it reads, each figure says.")
            .Boolean("ofDeals", of => of.Metric.IsOfDeals, describe: "It can be told by sector, incubator and startup.")
            .Boolean("kept", of => of.Metric.IsKeptByNights, describe: "Nights keep it, so that it has a series. False: it is reckoned when a report names it.")
            .Boolean("ofInvestors", of => of.Metric.IsOfInvestors, describe: "It can be told of one investor in a sub-fund.");

    /// <summary>Of a stored figure.</summary>
    public static NodeFunction OfFigure { get; } = new(
        "definition",
        "How it is defined; null where the definition was given up.",
        Definition,
        [],
        ["{t}.metric_key", "{t}.revision"],
        (call, rows, _) => Task.FromResult<IReadOnlyList<object?>>([.. rows.Select(row =>
            MetricDefinition.Of(row[0], int.Parse(row[1]!, System.Globalization.CultureInfo.InvariantCulture), call.Language))]));

    /// <summary><c>metricDefinitions</c>: the catalogue, in reporting order.</summary>
    public static FunctionField Declare() => new(
        "metricDefinitions",
        "Every definition, in reporting order. There are fewer than a hundred.",
        Definition,
        [
            InputField.TextList("keys", describe: "Only these."),
            InputField.OneOf("subject", Subject, describe: "Only those of such a subject."),
            InputField.Boolean("verified", describe: "Only those whose text was seen, or was not."),
            InputField.Int("first", describe: "How many; default: all."),
            InputField.Int("after", describe: "How many to leave out first; default 0."),
        ],
        (call, _) => Fault(call.Arguments) is { } error
            ? throw new FieldException(error.Code, UserErrors.Of(error, call.Language).Message)
            : Task.FromResult<object?>(Chosen(call)))
    {
        List = true,
        Cost = 10,
    };

    /// <summary>Errors: UNKNOWN_DEFINITION (keys), PAGE_OUT_OF_RANGE (first).</summary>
    private static Error? Fault(InputValues given) =>
        (given.Texts("keys") ?? []).Select(key => QueryErrors.UnknownDefinition("keys", key)).FirstOrDefault(error => error is not null)
        ?? FigureExplanation.OutOfRange("first", given.Int("first"), given.Int("after"));

    private static List<MetricDefinition> Chosen(FunctionCall call)
    {
        var given = call.Arguments;
        var (keys, subject, verified) = (given.Texts("keys"), given.Text("subject"), given.Boolean("verified"));
        return [.. MetricCatalog.All
            .Where(metric => (keys?.Contains(metric.Key, StringComparer.Ordinal) ?? true)
                && (subject is null || SubjectKey(metric.Subject) == subject)
                && (verified is null || metric.IsVerified == verified))
            .Skip(given.Int("after") ?? 0)
            .Take(given.Int("first") ?? int.MaxValue)
            .Select(metric => MetricDefinition.InForce(metric, call.Language))];
    }

    private static string SubjectKey(MetricSubject subject) => subject switch
    {
        MetricSubject.SubFund => "SUB_FUND",
        MetricSubject.SupportProgramme => "SUPPORT_PROGRAMME",
        MetricSubject.Startup => "STARTUP",
        MetricSubject.Incubator => "INCUBATOR",
        _ => "STARTUP_OR_INCUBATOR",
    };
}
