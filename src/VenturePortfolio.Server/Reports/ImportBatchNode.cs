namespace VenturePortfolio.Server;

/// <summary>One file, taken over once.</summary>
internal static class ImportBatchNode
{
    public static readonly EnumDeclaration Kind = new("ImportKind", "What a file held.", "SSBCI", "FX", "INDEX", "ACHIEVEMENTS");

    public static readonly NodeDeclaration Declaration =
        new NodeDeclaration("ImportBatch", "import_batch", "One file, taken over once.")
        .Root("importBatch", "importBatches")
        .Rows(100)
        .Recorded()
        .Enum("kind", Kind, order: true)
        .Text("fileName", order: true)
        .Expression("contentHash", ColumnType.Text, "encode({t}.content_hash, 'hex')",
            describe: "SHA-256 of the file, in hex.")
        .Int("rowCount", order: true)
        .Instant("recordedAt", order: true)
        .ToMany("supportTransactions", "SupportTransaction", "import_batch_id", rows: 5_000);
}
