namespace VenturePortfolio.Server;

/// <summary>What a readable column holds; decides its GraphQL scalar, its filter and how it is read and compared.</summary>
public enum ColumnType
{
    /// <summary><c>text</c>; GraphQL <c>String</c> or a declared enum.</summary>
    Text,

    /// <summary><c>integer</c> or <c>smallint</c> cast to it; GraphQL <c>Int</c>.</summary>
    Int,

    /// <summary><c>bigint</c>; GraphQL <c>Decimal</c>, a string, because JSON numbers lose digits beyond 2^53.</summary>
    Long,

    /// <summary><c>numeric</c>; GraphQL <c>Decimal</c>, a string with PostgreSQL's own digits.</summary>
    Decimal,

    /// <summary><c>boolean</c>; GraphQL <c>Boolean</c>.</summary>
    Boolean,

    /// <summary><c>date</c>; GraphQL <c>Date</c>, <c>2024-12-31</c>.</summary>
    Date,

    /// <summary><c>timestamptz</c>; GraphQL <c>DateTime</c>, always UTC with <c>Z</c>.</summary>
    Instant,

    /// <summary><c>uuid</c>; only as a key, shown as a global id.</summary>
    Uuid,
}
