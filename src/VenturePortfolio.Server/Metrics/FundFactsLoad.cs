using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace VenturePortfolio.Server;

/// <summary>All ledger rows of all visible sub-funds, as the domain's facts.</summary>
public static class FundFactsLoad
{
    /// <summary>
    /// Facts by sub-fund, of those whose terms are known: a fund entered later is no subject of an earlier figure. The
    /// two dates are applied here only to save rows; <see cref="FundHistory.Cut"/> applies them again.
    /// </summary>
    public static async Task<IReadOnlyList<FundFacts>> ReadAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, CancellationToken cancel)
    {
        string Seen(string table) => FactSnapshot.Seen(asOf, knownAt, table);
        var terms = await snapshot.CopyAsync(
            $"""
            select sub_fund_id, id, currency, approved_on, registered_on, investment_period_ends_on, ends_on, effective_on, recorded_at
            from sub_fund_term
            where {Seen("sub_fund_term")}
            """,
            Term,
            cancel);
        var commitments = await snapshot.CopyAsync(
            $"""
            select sub_fund_id, id, investor_id, kind, amount_minor, currency, effective_on, reverses_id, recorded_at
            from commitment
            where {Seen("commitment")}
            """,
            Commitment,
            cancel);
        var flows = await snapshot.CopyAsync(
            $"""
            select sub_fund_id, id, seq, kind, amount_minor, currency, unfunded_effect_minor, effective_on, investor_id,
                   investment_id, reverses_seq, recorded_at
            from cash_flow
            where {Seen("cash_flow")}
            """,
            Flow,
            cancel);
        var navs = await snapshot.CopyAsync(
            $"select sub_fund_id, id, nav_minor, currency, effective_on, recorded_at from reported_nav where {Seen("reported_nav")}",
            row => (Key<SubFundId>(row, id => new(id)), new ReportedNav(Uuid(row), Money(row), Date(row), At(row))),
            cancel);
        var classes = (await ClassesAsync(snapshot, Seen("investor_class_assignment"), cancel)).ToLookup(row => row.Investor);

        var (commitmentsOf, flowsOf, navsOf) = (ByFund(commitments), ByFund(flows), ByFund(navs));
        return [.. ByFund(terms).OrderBy(fund => fund.Key.Value).Select(fund => new FundFacts
        {
            SubFund = fund.Key,
            Terms = [.. fund],
            Commitments = [.. commitmentsOf[fund.Key]],
            CashFlows = [.. flowsOf[fund.Key]],
            Navs = [.. navsOf[fund.Key]],
            InvestorClasses = [.. commitmentsOf[fund.Key].Select(row => row.Investor)
                .Concat(flowsOf[fund.Key].Select(row => row.Investor).OfType<InvestorId>())
                .Distinct()
                .SelectMany(investor => classes[investor])],
        })];
    }

    private static async Task<List<InvestorClassAssignment>> ClassesAsync(
        FactSnapshot snapshot, string seen, CancellationToken cancel)
    {
        var classes = (await snapshot.CopyAsync(
            "select code, is_guidance, is_hong_kong, is_private, is_disclosed from investor_class",
            row => (Code: Text(row), Guidance: Flag(row), HongKong: Flag(row), Private: Flag(row), Disclosed: Flag(row)),
            cancel)).ToDictionary(
                row => row.Code,
                row => new InvestorClass(row.Code, row.Guidance, row.HongKong, row.Disclosed ? row.Private : null, row.Disclosed),
                StringComparer.Ordinal);
        return await snapshot.CopyAsync(
            $"select id, investor_id, class_code, effective_on, recorded_at from investor_class_assignment where {seen}",
            row => new InvestorClassAssignment(
                Uuid(row), Key<InvestorId>(row, id => new(id)), classes[Text(row)], Date(row), At(row)),
            cancel);
    }

    private static ILookup<SubFundId, T> ByFund<T>(List<(SubFundId Fund, T Row)> rows) => rows.ToLookup(row => row.Fund, row => row.Row);

    // Columns are read in the order of the select lists above.
    private static (SubFundId, FundTerms) Term(NpgsqlBinaryExporter row)
    {
        var (fund, id, currency) = (Key<SubFundId>(row, key => new(key)), Uuid(row), Currency.Of(Text(row)));
        return (fund, new FundTerms
        {
            Id = id,
            Currency = currency,
            ApprovedOn = DateOrNull(row),
            RegisteredOn = DateOrNull(row),
            InvestmentPeriodEndOn = DateOrNull(row),
            TermEndOn = DateOrNull(row),
            EffectiveOn = Date(row),
            RecordedAt = At(row),
        });
    }

    private static (SubFundId, Commitment) Commitment(NpgsqlBinaryExporter row)
    {
        var fund = Key<SubFundId>(row, key => new(key));
        return (fund, new Commitment
        {
            Id = Key<CommitmentId>(row, key => new(key)),
            Investor = Key<InvestorId>(row, key => new(key)),
            Kind = CommitmentKind.Of(Text(row)),
            Amount = Money(row),
            EffectiveOn = Date(row),
            ReversesId = UuidOrNull(row) is { } id ? new CommitmentId(id) : null,
            RecordedAt = At(row),
        });
    }

    private static (SubFundId, CashFlow) Flow(NpgsqlBinaryExporter row)
    {
        var fund = Key<SubFundId>(row, key => new(key));
        return (fund, new CashFlow
        {
            Id = Key<CashFlowId>(row, key => new(key)),
            Seq = Long(row),
            Kind = CashFlowKind.Of(Text(row)),
            Amount = Money(row),
            UnfundedEffectMinor = Long(row),
            EffectiveOn = Date(row),
            Investor = UuidOrNull(row) is { } investor ? new InvestorId(investor) : null,
            Investment = UuidOrNull(row) is { } investment ? new InvestmentId(investment) : null,
            ReversesSeq = LongOrNull(row),
            RecordedAt = At(row),
        });
    }

    private static T Key<T>(NpgsqlBinaryExporter row, Func<Guid, T> make) => make(Uuid(row));

    private static Guid Uuid(NpgsqlBinaryExporter row) => row.Read<Guid>(NpgsqlDbType.Uuid);

    private static long Long(NpgsqlBinaryExporter row) => row.Read<long>(NpgsqlDbType.Bigint);

    private static string Text(NpgsqlBinaryExporter row) => row.Read<string>(NpgsqlDbType.Text);

    private static bool Flag(NpgsqlBinaryExporter row) => row.Read<bool>(NpgsqlDbType.Boolean);

    private static LocalDate Date(NpgsqlBinaryExporter row) => row.Read<LocalDate>(NpgsqlDbType.Date);

    private static Instant At(NpgsqlBinaryExporter row) => row.Read<Instant>(NpgsqlDbType.TimestampTz);

    private static Money Money(NpgsqlBinaryExporter row) => new(Long(row), Currency.Of(Text(row)));

    private static Guid? UuidOrNull(NpgsqlBinaryExporter row) => Skipped(row) ? null : Uuid(row);

    private static long? LongOrNull(NpgsqlBinaryExporter row) => Skipped(row) ? null : Long(row);

    private static LocalDate? DateOrNull(NpgsqlBinaryExporter row) => Skipped(row) ? null : Date(row);

    private static bool Skipped(NpgsqlBinaryExporter row)
    {
        if (!row.IsNull)
        {
            return false;
        }

        row.Skip();
        return true;
    }
}
