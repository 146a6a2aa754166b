namespace VenturePortfolio.Server;

/// <summary>What can become of a node's rows; decides whether an answer about them may be kept. A test holds each to the database.</summary>
public enum RowLife
{
    /// <summary>They change, or come and go, and nobody is told.</summary>
    Changing,

    /// <summary>They change seldom, and every change raises the cards' revision (<c>portfolio.card_revision</c>).</summary>
    Card,

    /// <summary>They never change; <c>recorded_at</c> says since when they are known. Lists take <c>knownAt</c>.</summary>
    Recorded,

    /// <summary>Likewise, and <c>effective_on</c> says from when on they hold. Lists take <c>asOf</c> and <c>knownAt</c>.</summary>
    Dated,
}
