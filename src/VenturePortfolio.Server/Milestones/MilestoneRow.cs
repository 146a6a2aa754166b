using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Something a startup is expected to reach, or has reached, as stored. Its reports say whether it has.</summary>
public sealed class MilestoneRow
{
    private MilestoneRow()
    {
    }

    public Guid Id { get; private set; }

    public Guid StartupId { get; private set; }

    public string Kind { get; private set; } = "";

    public string Title { get; private set; } = "";

    public LocalDate? DueOn { get; private set; }

    /// <summary>One nobody had announced: it is known because it was reported.</summary>
    public static MilestoneRow Reached(Guid startupId, string kind, string title) =>
        new() { Id = Guid.CreateVersion7(), StartupId = startupId, Kind = kind, Title = title };
}

/// <summary>What kinds of milestones there are: data, not code.</summary>
public sealed class MilestoneKindRow
{
    private MilestoneKindRow()
    {
    }

    public string Code { get; private set; } = "";

    public bool CarriesAmount { get; private set; }
}
