namespace VenturePortfolio.Server;

public enum Soundness
{
    Ok,

    /// <summary>It works, and somebody should look.</summary>
    Warn,

    /// <summary>It does not work, or not safely.</summary>
    Wrong,
}

/// <summary>What one check found, in plain words.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Says">What was found.</param>
/// <param name="Remedy">What to do; null when there is nothing to do.</param>
public sealed record Diagnosis(string Subject, Soundness Soundness, string Says, string? Remedy = null)
{
    public static Diagnosis Ok(string subject, string says) => new(subject, Soundness.Ok, says);

    public static Diagnosis Warn(string subject, string says, string remedy) => new(subject, Soundness.Warn, says, remedy);

    public static Diagnosis Wrong(string subject, string says, string remedy) => new(subject, Soundness.Wrong, says, remedy);

    public override string ToString() =>
        $"{(Soundness == Soundness.Wrong ? "WRONG" : Soundness == Soundness.Warn ? "warn" : "ok"),-6} {Subject,-16} {Says}{(Remedy is null ? "" : $"\n{"",-24}-> {Remedy}")}";
}

/// <summary>Something to be looked at in a database that answers; each slice brings its own, listed in Program.cs.</summary>
public delegate Task<IReadOnlyList<Diagnosis>> DatabaseCheck(DatabaseLogins logins, CancellationToken cancel);
