using System.Text;

namespace VenturePortfolio.Server.Tests;

/// <summary>A file in the temporary folder, gone when disposed.</summary>
public sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] bytes)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"vp-test-{Guid.NewGuid():N}.csv");
        File.WriteAllBytes(Path, bytes);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}

/// <summary>Small files with the columns of the Treasury's.</summary>
public static class SsbciText
{
    public const string Header =
        ",state_id,program_type,loan_investment_amount,ssbci_original_funds,concurrent_private_financing,ssbci_recycled_funds," +
        "subsequent_private_financing,naics_code,jobs_created,jobs_retained";

    public static TemporaryFile Write(params string[] rows) => new(Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. rows]) + "\n"));

    public static string Row(
        string number = "0", string state = "CA", string type = "CAP", string loan = "100.005", string funds = "10.0", string concurrent = "0.0",
        string recycled = "0.0", string subsequent = "0.0", string industry = "722511", string created = "1.0", string retained = "2.25") =>
        string.Join(',', number, state, type, loan, funds, concurrent, recycled, subsequent, industry, created, retained);
}
