using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>Statements of rules as they stood at a pair of dates.</summary>
internal static class RuleStatements
{
    /// <summary>By fund, newest first, policy staff's before a manager's of the same day; none that was known to be replaced, whatever day the later row speaks of.</summary>
    internal static async Task<ILookup<SubFundId, RuleStatement>> ReadAsync(FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel)
    {
        var rows = await snapshot.QueryAsync(
            $"""
            select s.sub_fund_id, s.id, s.rule_code, s.effective_on, s.recorded_at, s.stated_by, s.paper, s.is_kept, s.staff_count, s.case_count, s.amount_minor,
                   s.gain_minor, s.currency, s.rate_annual
            from rule_statement s
            where {FactSnapshot.Seen(asOf, knownAt, "s")} and not exists (
                select from rule_statement l
                where l.sub_fund_id = s.sub_fund_id and l.replaces_id = s.id and {FactSnapshot.Recorded(knownAt, "l")})
            order by s.sub_fund_id, s.effective_on desc, s.stated_by desc, s.recorded_at desc, s.id desc
            """,
            row => (Fund: new SubFundId(row.GetGuid(0)), Statement: Of(row)),
            cancel);
        return rows.ToLookup(row => row.Fund, row => row.Statement);
    }

    private static RuleStatement Of(NpgsqlDataReader row)
    {
        var currency = row.IsDBNull(12) ? default : Currency.Of(row.GetString(12));
        return new()
        {
            Id = row.GetGuid(1),
            RuleCode = row.GetString(2),
            EffectiveOn = row.GetFieldValue<LocalDate>(3),
            RecordedAt = row.GetFieldValue<Instant>(4),
            IsOfPolicyStaff = row.GetString(5) == Role.Policy.Code(),
            Paper = row.GetString(6),
            IsKept = row.IsDBNull(7) ? null : row.GetBoolean(7),
            StaffCount = row.IsDBNull(8) ? null : row.GetInt32(8),
            CaseCount = row.IsDBNull(9) ? null : row.GetInt32(9),
            Amount = row.IsDBNull(10) ? null : new Money(row.GetInt64(10), currency),
            Gain = row.IsDBNull(11) ? null : new Money(row.GetInt64(11), currency),
            RateAnnual = row.IsDBNull(13) ? null : row.GetDecimal(13),
        };
    }
}
