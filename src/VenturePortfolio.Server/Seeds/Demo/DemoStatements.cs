namespace VenturePortfolio.Server;

/// <summary>What invented papers say of rules and the invented sub-funds.</summary>
internal static class DemoStatements
{
    internal static async Task<BulkTable> ReadAsync(CancellationToken cancel)
    {
        var table = new BulkTable(
            "rule_statement", "id", "id", "sub_fund_id", "rule_code", "effective_on", "stated_by", "is_kept", "custodian", "staff_count", "case_count", "amount_minor",
            "gain_minor", "currency", "rate_annual", "paper", "address", "replaces_id", "recorded_at");
        var file = await SeedFile.ReadAsync(
            "demo/rule_statements.csv",
            ["ref", "sub_fund", "rule", "effective_on", "stated_by", "is_kept", "custodian", "staff_count", "case_count", "amount", "gain", "currency", "rate_annual", "paper", "replaces", "recorded_on"],
            cancel);
        file.ForEach((row, values) =>
        {
            var reference = values.Text(row, "ref");
            Currency? currency = Given("currency") ? values.CurrencyOf(row, "currency") : null;
            table.Add(
                IdOf(reference), SeedId.Of("sub_fund", values.Text(row, "sub_fund")), values.Text(row, "rule"), values.Date(row, "effective_on"), values.Text(row, "stated_by"),
                Given("is_kept") ? values.Flag(row, "is_kept") : null, values.TextOrNone(row, "custodian"),
                Given("staff_count") ? (int)values.Number(row, "staff_count") : null, Given("case_count") ? (int)values.Number(row, "case_count") : null,
                currency is { } paid ? values.Amount(row, "amount", paid) : null, currency is { } earned && Given("gain") ? values.Amount(row, "gain", earned) : null,
                currency?.Code, Given("rate_annual") ? values.Number(row, "rate_annual") : null, values.Text(row, "paper"),
                $"https://evidence.demo.invalid/rules/{reference}.pdf", values.TextOrNone(row, "replaces") is { } wrong ? IdOf(wrong) : null,
                SeedLoad.Noon(values.Date(row, "recorded_on")));

            bool Given(string column) => values.TextOrNone(row, column) is not null;
        });
        return table;

        static Guid IdOf(string reference) => SeedId.Of("rule_statement", $"DEMO {reference}");
    }
}
