using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// The columns of a published figure that somebody asks for, and how to read them. The funds left out and the rates of a large portfolio are megabytes beside a few
/// figures, and of thousands of figures each column takes its part of a millisecond.
/// </summary>
internal sealed class PublishedColumns
{
    private readonly List<string> columns = [];

    private readonly int key, revision, fxBasis, currency, value, status, covered, flags;

    // Negative: not asked for, or of no part of a fund.
    private readonly int numerator, denominator, absentWhy, mapping, funds, leftOut, navAsOf, roots, rates, roundsCovered, rounds, roundsLeftOut;

    /// <param name="query">What is asked for.</param>
    /// <param name="isOfParts">Of a sub-fund: of its investors.</param>
    internal PublishedColumns(LeverageQuery query, bool isOfParts)
    {
        var ofRounds = query.AsksForLeftOut && !isOfParts;
        (key, revision, fxBasis, currency) = (Next("metric_key"), Next("revision"), Next("fx_basis"), Next("currency"));
        (value, status, covered, flags) = (Next("value"), Next("status"), Next("covered"), Next("flags"));
        (numerator, denominator) = (Next("numerator", query.AsksForTerms), Next("denominator", query.AsksForTerms));
        (absentWhy, leftOut) = (Next("absent_why", query.AsksForLeftOut), Next("left_out::text[]", ofRounds));
        (mapping, funds) = (Next("mapping", !isOfParts), Next("funds", !isOfParts));
        (navAsOf, roots) = (Next("nav_as_of", query.AsksForRemarks), Next("roots", query.AsksForRemarks));
        rates = Next("rates", query.AsksForRateSpans);
        (roundsCovered, rounds, roundsLeftOut) = (Next("rounds_covered", ofRounds), Next("rounds", ofRounds), Next("rounds_left_out::text[]", ofRounds));
    }

    /// <summary>Of the row v; they stand after the group.</summary>
    internal string Sql => string.Join(", ", columns);

    internal PublishedValues.StoredValue Read(NpgsqlDataReader row)
    {
        return new(row.GetString(0), new PublishedValue
        {
            Key = row.GetString(key),
            Revision = row.GetInt32(revision),
            FxBasis = row.GetString(fxBasis),
            Currency = Text(currency),
            Value = Has(value) ? row.GetDecimal(value) : null,
            Numerator = Whole(numerator),
            Denominator = Whole(denominator),
            Status = row.GetString(status),
            AbsentWhy = Text(absentWhy),
            Mapping = Text(mapping),
            NavAsOf = Has(navAsOf) ? row.GetFieldValue<LocalDate>(navAsOf) : null,
            Covered = Count(covered),
            Funds = funds < 0 ? 1 : Count(funds),
            LeftOut = Has(leftOut) ? row.GetFieldValue<string[]>(leftOut) : [],
            Flags = Text(flags),
            Roots = Has(roots) ? row.GetFieldValue<decimal[]>(roots) : [],
            Rates = Text(rates),
            Rounds = Has(roundsCovered) ? new(row.GetInt32(roundsCovered), row.GetInt32(rounds), Has(roundsLeftOut) ? row.GetFieldValue<string[]>(roundsLeftOut) : []) : null,
        });

        bool Has(int at) => at >= 0 && !row.IsDBNull(at);

        string? Text(int at) => Has(at) ? row.GetString(at) : null;

        int? Count(int at) => Has(at) ? row.GetInt32(at) : null;

        Int128? Whole(int at) => Has(at) ? row.GetWhole(at) : null;
    }

    private int Next(string column, bool isAsked = true)
    {
        if (isAsked)
        {
            columns.Add($"v.{column}");
        }

        return isAsked ? columns.Count : -1;
    }
}
