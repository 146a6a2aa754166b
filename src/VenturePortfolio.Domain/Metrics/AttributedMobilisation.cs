namespace VenturePortfolio;

/// <summary>
/// LV-5, mobilisation attributed to the guidance fund: of the private commitments of a sub-fund, the part credited to
/// guidance money. An amount. Flat funds: pro rata to the official commitments. Where officials stand in the riskiest
/// tranche: half of the private money equally to those, half pro rata to all officials. Each sub-fund is one vehicle: a
/// pool's figure is the sum of its funds'. The credits of all officials add up to the private money to the minor unit;
/// the odd unit falls by the order of ids, not of pledges, so that telling a pledge again changes nothing.
/// Absent: MAPPING_MISSING, CLASS_UNDISCLOSED, GUIDANCE_NOT_PUBLIC, NO_PUBLIC_COMMITMENT, FX_MISSING.
/// Source: OECD DAC, shares in collective investment vehicles; domain.md 3.1, whose text of the split was not seen.
/// </summary>
public static class AttributedMobilisation
{
    private const string Method = "OECD";

    public static Metric Metric { get; } = Under(Method);

    /// <summary>The same under another method's reading of who is private.</summary>
    internal static Metric Under(string method) => new()
    {
        Key = "LV-5",
        Title = new("Private finance attributed to the guidance fund", "歸因於引導基金的私人資本", "归因于引导基金的私人资本"),
        Subject = MetricSubject.SubFund,
        IsOfCommitments = true,
        Unit = MetricUnit.Amount,
        Revision = 3,
        DefaultFxBasis = FxBasis.CommitmentDate,
        Mapping = method,
        Source = "OECD DAC, collective investment vehicles: private commitments x guidance / official commitments; with tranches half of them equally to officials in the riskiest",
        IsVerified = false,
        Compute = history => Compute(history, method),
    };

    /// <summary>
    /// What every official of every fund is credited with: adds up to the private commitments of the funds that have
    /// officials, to the minor unit. Absent for the reasons of the metric, apart from NO_PUBLIC_COMMITMENT: then empty.
    /// </summary>
    public static OrAbsent<IReadOnlyList<AttributedCredit>> Credits(PortfolioHistory history)
    {
        var vehicles = Vehicles(history, history.Tally(Metric.DefaultFxBasis), Method);
        return vehicles.Absent is { } absent
            ? absent
            : vehicles.Value.SelectMany(vehicle => vehicle.Credits(history.ReportCurrency)).ToList();
    }

    private static Measure Compute(PortfolioHistory history, string method)
    {
        var tally = history.Tally(Metric.DefaultFxBasis);
        var vehicles = Vehicles(history, tally, method);
        var measure = vehicles switch
        {
            { Absent: null } when history.MappingOf(method) is { } mapping && !Disclosure.IsGuidancePublic(history, mapping) =>
                tally.Finish(new Measure { Absent = Disclosure.GuidanceNotPublic(mapping) }),
            { Absent: { } absent } => tally.Finish(new Measure { Absent = absent }),
            { Value.Count: 0 } => tally.Finish(new Measure { Absent = Disclosure.NoPublicCommitment }),
            _ => Sum(vehicles.Value, tally, history.ReportCurrency),
        };
        return measure with { Mapping = history.MappingOf(method)?.Identity };
    }

    private static Measure Sum(IReadOnlyList<Vehicle> vehicles, Tally tally, Currency currency)
    {
        foreach (var vehicle in vehicles)
        {
            var guidance = vehicle.Credits(currency).Where(credit => credit.IsGuidance)
                .Aggregate(Money.Zero(currency), (sum, credit) => sum + credit.Attributed);
            foreach (var (pledge, part) in vehicle.Privates.Zip(Split(guidance, vehicle.Privates)))
            {
                tally.Attribute(vehicle.Fund, pledge.First, part.Minor);
            }
        }

        return tally.Amount();
    }

    /// <summary>The funds with official money; a fund without any has nobody to credit.</summary>
    private static OrAbsent<IReadOnlyList<Vehicle>> Vehicles(PortfolioHistory history, Tally tally, string method)
    {
        if (history.MappingOf(method) is not { } mapping)
        {
            return Disclosure.NoMapping(method);
        }

        if (Disclosure.SidesOfCommitments(history, mapping) is { } unplaced)
        {
            return unplaced;
        }

        var vehicles = history.Funds.Select(fund =>
        {
            var standing = tally.Pledges(fund).Where(pledge => pledge.Minor > 0)
                .ToLookup(pledge => mapping.SideOf(fund.ClassOf(pledge.Investor)));
            return new Vehicle(fund, [.. standing[ContributorSide.Public]], [.. standing[ContributorSide.Private]]);
        }).Where(vehicle => vehicle.Officials.Count > 0).ToList();
        return tally.Missing is { } missing ? missing : vehicles;
    }

    private static IReadOnlyList<Money> Split(Money whole, IReadOnlyList<Pledge> by) =>
        by.Count == 0 ? [] : Allocation.ByLargestRemainder(whole, [.. by.Select(pledge => pledge.Minor)]);

    private sealed record Vehicle(FundHistory Fund, IReadOnlyList<Pledge> Officials, IReadOnlyList<Pledge> Privates)
    {
        internal IEnumerable<AttributedCredit> Credits(Currency currency)
        {
            var mobilised = new Money(Privates.Aggregate(0L, (sum, pledge) => checked(sum + pledge.Minor)), currency);
            return Officials.Zip(Parts(mobilised), (official, part) => new AttributedCredit(
                Fund.SubFund, official.Investor, Fund.ClassOf(official.Investor).IsGuidance, part));
        }

        private IEnumerable<Money> Parts(Money mobilised)
        {
            var riskiest = Officials.Select(official => official.First.IsRiskiest ? 1L : 0L).ToList();
            if (!riskiest.Contains(1))
            {
                return Split(mobilised, Officials);
            }

            var halves = Allocation.ByLargestRemainder(mobilised, [1, 1]);
            return Allocation.ByLargestRemainder(halves[0], riskiest).Zip(Split(halves[1], Officials), (risk, flat) => risk + flat);
        }
    }
}

/// <summary>Private money that one official of one sub-fund is credited with having mobilised.</summary>
/// <param name="IsGuidance">The official contributes national guidance money.</param>
public sealed record AttributedCredit(SubFundId SubFund, InvestorId Official, bool IsGuidance, Money Attributed);
