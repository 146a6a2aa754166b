using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>Who and what there is, read from the CSV files of one seed: the same columns for public and for invented rows.</summary>
/// <param name="folder">Below <c>seeds/</c>.</param>
/// <param name="invented">Marks every row of the seed.</param>
internal sealed class SeedCards(string folder, bool invented, CancellationToken cancel)
{
    private static readonly string[] Names = ["code", "name_en", "name_zh_hant", "name_zh_hans", "source"];

    internal Task<BulkTable> OrganisationsAsync() => CardsAsync(
        "organisation", ["kind", "jurisdiction"], ["kind", "jurisdiction"],
        (row, values) => [values.Text(row, "kind"), values.Text(row, "jurisdiction")]);

    internal Task<BulkTable> ProgrammesAsync() => CardsAsync(
        "programme", ["currency"], ["code", "currency"],
        (row, values) => [values.Text(row, "code"), values.CurrencyOf(row, "currency").Code]);

    internal Task<BulkTable> IncubatorsAsync() => CardsAsync(
        "incubator", ["organisation", "jurisdiction", "recognised_on"], ["code", "organisation_id", "jurisdiction", "recognised_on"],
        (row, values) => [values.Text(row, "code"), SeedId.Of("organisation", values.Text(row, "organisation")),
            values.Text(row, "jurisdiction"), values.DateOrNone(row, "recognised_on")]);

    /// <summary>Investors, and their class from the day the row says.</summary>
    internal async Task<BulkTable[]> InvestorsAsync()
    {
        var classes = new BulkTable("investor_class_assignment", "id", "id", "investor_id", "class_code", "effective_on", "recorded_at");
        string[] reads = ["class", "jurisdiction", "effective_on", "recorded_on", "organisation"];
        var investors = await CardsAsync("investor", reads, ["code", "jurisdiction", "organisation_id"], (row, values) =>
        {
            var code = values.Text(row, "code");
            classes.Add(SeedId.Of("investor_class_assignment", code), SeedId.Of("investor", code), values.Text(row, "class"),
                values.Date(row, "effective_on"), SeedLoad.Noon(values.Date(row, "recorded_on")));
            return [code, values.Text(row, "jurisdiction"), values.TextOrNone(row, "organisation") is { } body ? SeedId.Of("organisation", body) : null];
        });
        return [investors, classes];
    }

    /// <summary>Sub-funds, and their terms from the day of their approval.</summary>
    internal async Task<BulkTable[]> SubFundsAsync()
    {
        var terms = new BulkTable("sub_fund_term", "id", "id", "sub_fund_id", "currency", "approved_on", "registered_on", "investment_period_ends_on",
            "ends_on", "investable_share", "ledger_kept", "effective_on", "recorded_at");
        var funds = await CardsAsync(
            "sub_fund",
            ["programme", "manager", "vintage", "status", "jurisdiction", "currency", "announced_size", "approved_on",
                "registered_on", "investment_period_ends_on", "ends_on", "investable_share", "ledger_kept", "recorded_on"],
            ["code", "programme_id", "manager_id", "vintage", "status", "jurisdiction", "announced_size_minor", "announced_size_currency"],
            (row, values) =>
            {
                var code = values.Text(row, "code");
                var currency = values.CurrencyOf(row, "currency");
                var approvedOn = values.Date(row, "approved_on");
                // Declared by a row of its own id, so that a database seeded before there was such a declaration is told of it, too.
                var (name, recordedAt) = (code, SeedLoad.Noon(values.Date(row, "recorded_on")));
                bool? isKept = values.TextOrNone(row, "ledger_kept") is null ? null : values.Flag(row, "ledger_kept");
                if (isKept is not null)
                    (name, recordedAt) = ($"{code} LEDGER", recordedAt.Plus(Duration.FromSeconds(1)));
                terms.Add(SeedId.Of("sub_fund_term", name), SeedId.Of("sub_fund", code), currency.Code, approvedOn,
                    values.DateOrNone(row, "registered_on"), values.DateOrNone(row, "investment_period_ends_on"), values.DateOrNone(row, "ends_on"),
                    values.TextOrNone(row, "investable_share") is null ? null : values.Number(row, "investable_share"), isKept, approvedOn,
                    recordedAt);
                return [code, SeedId.Of("programme", values.Text(row, "programme")),
                    values.TextOrNone(row, "manager") is { } manager ? SeedId.Of("organisation", manager) : null,
                    (short)values.Integer(row, "vintage", min: 1970, max: 2199), values.Text(row, "status"), values.Text(row, "jurisdiction"),
                    values.Amount(row, "announced_size", currency), currency.Code];
            });
        return [funds, terms];
    }

    /// <summary>Commitments as dated events, and which investor stands in which sub-fund.</summary>
    internal async Task<BulkTable[]> CommitmentsAsync()
    {
        var standings = new BulkTable("sub_fund_investor", "sub_fund_id, investor_id", "sub_fund_id", "investor_id");
        var commitments = new BulkTable("commitment", "id", "id", "sub_fund_id", "investor_id", "kind", "amount_minor", "currency",
            "effective_on", "reverses_id", "external_ref", "recorded_at");
        var seen = new HashSet<(Guid, Guid)>();
        var file = await SeedFile.ReadAsync($"{folder}/commitments.csv",
            ["ref", "sub_fund", "investor", "kind", "amount", "currency", "effective_on", "recorded_on", "reverses", "source"], cancel);
        file.ForEach((row, values) =>
        {
            var reference = values.Text(row, "ref");
            var (fund, investor) = (SeedId.Of("sub_fund", values.Text(row, "sub_fund")), SeedId.Of("investor", values.Text(row, "investor")));
            var currency = values.CurrencyOf(row, "currency");
            if (seen.Add((fund, investor)))
                standings.Add(fund, investor);
            commitments.Add(SeedId.Of("commitment", reference), fund, investor, values.Text(row, "kind"), values.Amount(row, "amount", currency),
                currency.Code, values.Date(row, "effective_on"),
                values.TextOrNone(row, "reverses") is { } reversed ? SeedId.Of("commitment", reversed) : null, reference,
                SeedLoad.Noon(values.Date(row, "recorded_on")));
        });
        return [standings, commitments];
    }

    /// <summary>The names, source and mark every card has, plus columns of its own.</summary>
    /// <param name="name">Of the table; its file has an s more.</param>
    /// <param name="reads">The file's own columns.</param>
    /// <param name="stores">The table's own columns, as <paramref name="more"/> gives them.</param>
    private async Task<BulkTable> CardsAsync(string name, string[] reads, string[] stores, Func<CsvRow, CsvValues, object?[]> more)
    {
        var table = new BulkTable(name, stores.Contains("code") ? "code" : "id",
            ["id", "name_en", "name_zh_hant", "name_zh_hans", "invented", "source", .. stores]);
        var file = await SeedFile.ReadAsync($"{folder}/{name}s.csv", [.. Names, .. reads], cancel);
        file.ForEach((row, values) => table.Add(
        [
            SeedId.Of(name, values.Text(row, "code")), values.Text(row, "name_en"), values.TextOrNone(row, "name_zh_hant"),
            values.TextOrNone(row, "name_zh_hans"), invented, values.Text(row, "source"), .. more(row, values),
        ]));
        return table;
    }
}
