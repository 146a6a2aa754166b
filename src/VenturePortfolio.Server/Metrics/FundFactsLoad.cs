using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>All ledger rows of all visible sub-funds, as the domain's facts.</summary>
public static class FundFactsLoad
{
    /// <summary>
    /// Facts by sub-fund, of those whose terms are known: a fund entered later is no subject of an earlier figure. The
    /// two dates are applied here only to save rows; <see cref="FundHistory.Cut"/> applies them again.
    /// </summary>
    /// <param name="only">Of these sub-funds; null for all that are visible.</param>
    /// <param name="valuedOn">The days beside asOf by whose end values of holdings are wanted.</param>
    /// <param name="take">
    /// Given one fund after the other, by id. Flows are many times more than all other rows and are read as it goes: what is not kept of
    /// them is gone with the next fund.
    /// </param>
    public static async Task EachAsync(
        FactSnapshot snapshot, LocalDate asOf, Instant knownAt, IReadOnlyCollection<SubFundId>? only, IReadOnlySet<LocalDate> valuedOn, Action<FundFacts> take, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(take);
        string Seen(string table) => $"{FactSnapshot.Seen(asOf, knownAt, table)}{Of(only)}";
        var terms = await ByFundAsync(
            $"""
            select sub_fund_id, id, currency, approved_on, registered_on, investment_period_ends_on, ends_on, investable_share, ledger_kept, effective_on, recorded_at
            from sub_fund_term
            where {Seen("sub_fund_term")}
            """,
            Term);
        var commitments = await ByFundAsync(
            $"""
            select sub_fund_id, id, investor_id, kind, amount_minor, currency, effective_on, reverses_id, is_riskiest, recorded_at
            from commitment
            where {Seen("commitment")}
            """,
            Commitment);
        var navs = await ByFundAsync(
            $"select sub_fund_id, id, nav_minor, currency, effective_on, recorded_at from reported_nav where {Seen("reported_nav")}",
            row => (new SubFundId(row.Uuid()), new ReportedNav(row.Uuid(), row.Money(), row.Date(), row.At())));
        var lines = await ByFundAsync(
            $"select sub_fund_id, id, kind, amount_minor, currency, effective_on, recorded_at, reverses_id from subscription_line_event where {Seen("subscription_line_event")}",
            row => (new SubFundId(row.Uuid()), new SubscriptionLineEvent(row.Uuid(), LineKind(row.Text()), row.Money(), row.Date(), row.At(), row.UuidOrNull())));
        var known = await ClassesAsync(snapshot, cancel);
        var classes = (await AssignmentsAsync(snapshot, known, FactSnapshot.Seen(asOf, knownAt, "investor_class_assignment"), cancel)).ToLookup(row => row.Investor);
        var deals = await DealFactsLoad.ReadAsync(snapshot, asOf, knownAt, only, valuedOn, known, cancel);

        await using var flows = await snapshot.StreamAsync(
            $"""
            select sub_fund_id, id, seq, kind, amount_minor, currency, unfunded_effect_minor, effective_on, investor_id,
                   investment_id, reverses_seq, recorded_at
            from cash_flow
            where {Seen("cash_flow")}
            order by sub_fund_id
            """,
            Flow,
            cancel);
        foreach (var fund in terms.OrderBy(fund => fund.Key.Value))
        {
            var cashFlows = await flows.OfAsync(fund.Key.Value, cancel);
            take(new FundFacts
            {
                SubFund = fund.Key,
                Terms = [.. fund],
                Commitments = [.. commitments[fund.Key]],
                CashFlows = cashFlows,
                Navs = [.. navs[fund.Key]],
                LineEvents = [.. lines[fund.Key]],
                Investments = deals.InvestmentsOf(fund.Key),
                Beside = deals.BesideOf(fund.Key),
                Rounds = deals.RoundsOf(fund.Key),
                Valuations = deals.TakeValuationsOf(fund.Key),
                ValuedOn = valuedOn,
                InvestorClasses = [.. commitments[fund.Key].Select(row => row.Investor)
                    .Concat(cashFlows.Select(row => row.Investor).OfType<InvestorId>())
                    .Distinct()
                    .SelectMany(investor => classes[investor])],
            });
        }

        async Task<ILookup<SubFundId, T>> ByFundAsync<T>(string query, Func<NpgsqlBinaryExporter, (SubFundId Fund, T Row)> read) =>
            (await snapshot.CopyAsync(query, read, cancel)).ToLookup(row => row.Fund, row => row.Row);
    }

    private static LineEventKind LineKind(string stored) => stored switch
    {
        "DRAW" => LineEventKind.Draw,
        "REPAYMENT" => LineEventKind.Repayment,
        _ => LineEventKind.Interest,
    };

    /// <summary>More of a condition on a table of sub-funds' rows. Ids, formatted here: COPY takes no parameters.</summary>
    internal static string Of(IReadOnlyCollection<SubFundId>? only) => only is null
        ? ""
        : $" and sub_fund_id = any ('{{{string.Join(',', only.Select(fund => fund.Value.ToString("D")))}}}'::uuid[])";

    /// <summary>
    /// The condition of being one of those that a query on the funds' rows gives. For few funds it is an array, looked up value by value in an index: of a
    /// subquery PostgreSQL takes it that it gives much, and reads the whole table.
    /// </summary>
    internal static string AmongThose(IReadOnlyCollection<SubFundId>? only, string query) => only is { Count: <= 8 } ? $"= any (array({query}))" : $"in ({query})";

    private static async Task<IReadOnlyDictionary<string, InvestorClass>> ClassesAsync(FactSnapshot snapshot, CancellationToken cancel) =>
        (await snapshot.CopyAsync(
            "select code, is_guidance, is_hong_kong, is_private, is_disclosed from investor_class",
            row => (Code: row.Text(), Guidance: row.Flag(), HongKong: row.Flag(), Private: row.Flag(), Disclosed: row.Flag()),
            cancel)).ToDictionary(
                row => row.Code,
                row => new InvestorClass(row.Code, row.Guidance, row.HongKong, row.Disclosed ? row.Private : null, row.Disclosed),
                StringComparer.Ordinal);

    private static Task<List<InvestorClassAssignment>> AssignmentsAsync(
        FactSnapshot snapshot, IReadOnlyDictionary<string, InvestorClass> classes, string seen, CancellationToken cancel) =>
        snapshot.CopyAsync(
            $"select id, investor_id, class_code, effective_on, recorded_at from investor_class_assignment where {seen}",
            row => new InvestorClassAssignment(
                row.Uuid(), new InvestorId(row.Uuid()), classes[row.Text()], row.Date(), row.At()),
            cancel);

    // Columns are read in the order of the select lists above.
    private static (SubFundId, FundTerms) Term(NpgsqlBinaryExporter row)
    {
        var (fund, id, currency) = (new SubFundId(row.Uuid()), row.Uuid(), Currency.Of(row.Text()));
        return (fund, new FundTerms
        {
            Id = id,
            Currency = currency,
            ApprovedOn = row.DateOrNull(),
            RegisteredOn = row.DateOrNull(),
            InvestmentPeriodEndOn = row.DateOrNull(),
            TermEndOn = row.DateOrNull(),
            InvestableShare = row.NumberOrNull(),
            LedgerKept = row.FlagOrNull(),
            EffectiveOn = row.Date(),
            RecordedAt = row.At(),
        });
    }

    private static (SubFundId, Commitment) Commitment(NpgsqlBinaryExporter row)
    {
        var fund = new SubFundId(row.Uuid());
        return (fund, new Commitment
        {
            Id = new CommitmentId(row.Uuid()),
            Investor = new InvestorId(row.Uuid()),
            Kind = CommitmentKind.Of(row.Text()),
            Amount = row.Money(),
            EffectiveOn = row.Date(),
            ReversesId = row.UuidOrNull() is { } id ? new CommitmentId(id) : null,
            IsRiskiest = row.Flag(),
            RecordedAt = row.At(),
        });
    }

    private static (Guid, CashFlow) Flow(NpgsqlBinaryExporter row)
    {
        var fund = row.Uuid();
        return (fund, new CashFlow
        {
            Id = new CashFlowId(row.Uuid()),
            Seq = row.Long(),
            Kind = CashFlowKind.Of(row.Text()),
            Amount = row.Money(),
            UnfundedEffectMinor = row.Long(),
            EffectiveOn = row.Date(),
            Investor = row.UuidOrNull() is { } investor ? new InvestorId(investor) : null,
            Investment = row.UuidOrNull() is { } investment ? new InvestmentId(investment) : null,
            ReversesSeq = row.LongOrNull(),
            RecordedAt = row.At(),
        });
    }
}
