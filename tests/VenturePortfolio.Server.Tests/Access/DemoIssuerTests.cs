namespace VenturePortfolio.Server.Tests;

public sealed class DemoIssuerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vp-issuer-").FullName;

    private string KeyFile => Path.Combine(folder, "demo-issuer.pem");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_key_is_made_once_and_only_its_owner_can_read_it()
    {
        using var first = DemoIssuer.Open(folder);
        using var second = DemoIssuer.Open(folder);
        Assert.Equal(first.Key.KeyId, second.Key.KeyId, StringComparer.Ordinal);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps other rights.");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    /// <summary>Signers were remembered by key id for the whole process, and the second issuer got one over a disposed key.</summary>
    [Fact]
    public void Opened_again_in_the_same_process_it_still_signs()
    {
        using (var first = DemoIssuer.Open(folder))
        {
            Assert.NotEmpty(first.TokenFor("somebody", TimeSpan.FromMinutes(1)));
        }

        using var second = DemoIssuer.Open(folder);
        Assert.NotEmpty(second.TokenFor("somebody", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Programs_that_open_it_together_get_the_same_key()
    {
        var ids = new string[8];
        Parallel.For(0, ids.Length, i =>
        {
            using var issuer = DemoIssuer.Open(folder);
            ids[i] = issuer.Key.KeyId;
        });
        Assert.Single(ids.Distinct(StringComparer.Ordinal));
        Assert.Equal([KeyFile], Directory.GetFiles(folder), StringComparer.Ordinal);
    }

    [Fact]
    public void A_key_others_can_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps other rights.");
        DemoIssuer.Open(folder).Dispose();
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<PlainException>(() => DemoIssuer.Open(folder)).Message, StringComparison.Ordinal);
    }
}
