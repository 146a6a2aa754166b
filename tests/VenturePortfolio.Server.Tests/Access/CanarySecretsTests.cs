using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace VenturePortfolio.Server.Tests;

/// <summary>
/// The program with recognisable passwords, tokens and keys, made to log all it can (Trace, every SQL statement with its
/// parameters), through good requests, bad ones, a night, commands that fail and a database that refuses. Then everything
/// it printed, answered or wrote is searched: no secret stands anywhere but in the file that keeps the passwords. The demo's
/// tokens, printed on purpose, are no part of this: here is no demo.
/// </summary>
public sealed class CanarySecretsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string root = Path.Combine(Path.GetTempPath(), "vp-test-secrets-" + Guid.NewGuid().ToString("N")[..12]);
    private readonly Dictionary<string, string> secrets = new(StringComparer.Ordinal);
    private readonly StringBuilder answers = new();
    private TestIdentityProvider provider = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        provider = await TestIdentityProvider.StartAsync(Cancel);
        foreach (var login in DatabaseRoles.Logins.Append(DatabaseRoles.Superuser))
        {
            secrets[$"password of {login}"] = $"canary-{login}-{RandomNumberGenerator.GetHexString(24)}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task No_password_token_or_key_is_in_any_log_answer_or_file()
    {
        var printed = new StringBuilder();
        using (var server = ProgramUnderTest.StartWith(Environment(), "serve", "--data", root, "--urls", "http://127.0.0.1:0"))
        {
            await server.PrintsAsync("Listening", Patience);
            await LogEverythingAsync();
            await AskAsync(AddressIn(server.Printed));
            foreach (var arguments in new string[][]
                     {
                         ["nightly", "--as-of", "2026-01-31", "--data", root], ["verify", "--data", root], ["doctor", "--data", root],
                         ["token", "--data", root], ["nightly", "--as-of", "2999-01-01", "--data", root],
                     })
            {
                printed.AppendLine(await RunAsync(Environment(), arguments));
            }

            await BreakSignInAsync(AddressIn(server.Printed));
            server.Signal("TERM");
            await server.EndsAsync(Patience);
            printed.AppendLine(server.Printed);
        }

        foreach (var given in new[] { "Host=127.0.0.1;Port=1;Username=x;Database=y", "Host=127.0.0.1;No Reset On Close=true", "Host=127.0.0.1;Nonsense=1" })
        {
            var secret = Secret($"password in '{given}'");
            printed.AppendLine(await RunAsync(new(StringComparer.Ordinal) { ["ConnectionStrings__Portfolio"] = $"{given};Password={secret}", ["VENTUREPORTFOLIO_DATA"] = root }, ["migrate"]));
        }

        // What must be there, or nothing was searched.
        Assert.Contains("UNAUTHENTICATED", answers.ToString(), StringComparison.Ordinal);
        Assert.True((printed + Logs()).Contains("password authentication failed", StringComparison.Ordinal), $"No login was refused: {answers.ToString()[^Math.Min(answers.Length, 2000)..]}");
        Assert.Contains("use_service_key", Logs(), StringComparison.Ordinal);
        Assert.True(secrets.Count >= 18, $"only {secrets.Count} secrets were in play");
        Assert.Empty(secrets.Where(secret => printed.ToString().Contains(secret.Value, StringComparison.Ordinal)).Select(secret => $"{secret.Key}: printed"));
        Assert.Empty(secrets.Where(secret => answers.ToString().Contains(secret.Value, StringComparison.Ordinal)).Select(secret => $"{secret.Key}: answered"));
        Assert.Empty(FilesThatHoldASecret());
    }

    /// <summary>Requests of every kind; each secret presented is remembered.</summary>
    private async Task AskAsync(Uri address)
    {
        await AdmitAsync();
        var forge = new TokenForge(provider.Authority, TestIdentityProvider.Audience, "canary", TestIdentityProvider.RsaKeyId, provider.Rsa);
        using var http = new HttpClient { BaseAddress = address };
        var good = Presented("good token", forge.Make());
        await Eventually.HoldsAsync(async () => (await SendAsync(http, good, "{ viewer { role } }")).GetProperty("data").GetProperty("viewer").GetProperty("role").GetString() == "ADMIN", Patience);
        await SendAsync(http, Presented("expired token", forge.Make(claims => claims["exp"] = TokenForge.Seconds(-3600))), "{ __typename }");
        await SendAsync(http, Presented("unsigned token", forge.Make(header: header => header["alg"] = "none")), "{ __typename }");
        await SendAsync(http, Presented("token of a stranger", forge.Make(claims => claims["iss"] = "https://id.example")), "{ __typename }");
        await SendAsync(http, Presented("token of somebody unknown", forge.Make(claims => claims["sub"] = "unknown")), "{ __typename }");
        await SendAsync(http, Secret("rubbish for a token"), "{ __typename }");
        await SendAsync(http, Secret("rubbish for a key", "vpk_"), "{ __typename }");
        await SendAsync(http, Remember("a key that is not ours", ServiceKeySecret.Create()), "{ __typename }");
        await SendAsync(http, Remember("basic credentials", Convert.ToBase64String(RandomNumberGenerator.GetBytes(24))), "{ __typename }", scheme: "Basic");

        var organisations = await SendAsync(http, good, "{ organisations(first: 5, where: {kind: {eq: POLICY_BODY}}) { nodes { id } } }");
        var key = await CreateKeyAsync(http, good, organisations.GetProperty("data").GetProperty("organisations").GetProperty("nodes")[0].GetProperty("id").GetString()!);
        await SendAsync(http, key, "{ subFunds(first: 1) { nodes { id } } }");
        await SendAsync(http, key, "{ nonsense(");
        await SendAsync(http, key, "mutation { revokeServiceKey(input: {serviceKeyId: \"x\", idempotencyKey: \"k\"}) { userErrors { code } } }");
        await SendAsync(http, good, "mutation { revokeServiceKey(input: {serviceKeyId: \"x\", idempotencyKey: \"k\"}) { userErrors { code } } }");
    }

    /// <summary>Its only showing; that answer is not kept.</summary>
    private async Task<string> CreateKeyAsync(HttpClient http, string token, string organisation)
    {
        var expires = HongKong.Today(NodaTime.SystemClock.Instance).PlusDays(3).ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture);
        var answer = await SendAsync(
            http,
            token,
            $$"""mutation { createServiceKey(input: {organisationId: "{{organisation}}", name: "Feed", role: POLICY, expiresOn: "{{expires}}", idempotencyKey: "1"}) { secret userErrors { code } } }""",
            keep: false);
        return answer.TryGetProperty("data", out var data) && data.GetProperty("createServiceKey").GetProperty("secret").GetString() is { } secret
            ? Remember("service key", secret)
            : throw new InvalidOperationException($"No key was given: {answer}");
    }

    private async Task<JsonElement> SendAsync(HttpClient http, string credential, string query, string scheme = "Bearer", bool keep = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, credential);
        using var response = await http.SendAsync(request, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        if (keep)
        {
            answers.AppendLine(body).AppendLine(response.Headers.ToString());
        }

        return JsonDocument.Parse(body).RootElement.Clone();
    }

    /// <summary>A login whose password is suddenly another: the program's connections are refused.</summary>
    private async Task BreakSignInAsync(Uri address)
    {
        await SuperuserAsync("alter role vp_policy password null; alter role vp_admin password null");
        await SuperuserAsync("select pg_terminate_backend(pid) from pg_stat_activity where usename in ('vp_policy', 'vp_admin')");
        using var http = new HttpClient { BaseAddress = address };
        var forge = new TokenForge(provider.Authority, TestIdentityProvider.Audience, "canary", TestIdentityProvider.RsaKeyId, provider.Rsa);
        for (var i = 0; i < 12; i++)
        {
            // The first ones still find connections of before, and those are cut.
            await SendAsync(http, Presented($"token {i} while the database refuses", forge.Make(claims => claims["jti"] = $"{i}")), "{ memberships(first: 1) { nodes { id } } }");
        }
    }

    private async Task LogEverythingAsync()
    {
        await SuperuserAsync("alter system set log_statement = 'all'");
        await SuperuserAsync("alter system set log_min_messages = 'debug1'");
        await SuperuserAsync("alter system set log_connections = on");
        await SuperuserAsync("select pg_reload_conf()");
    }

    private Task AdmitAsync() => SuperuserAsync(
        $"""
        with o as (insert into portfolio.organisation (kind, name_en, jurisdiction, invented, source) values ('POLICY_BODY', 'Policy', 'HK', true, 'test') returning id),
        p as (insert into portfolio.person (display_name, issuer, subject) values ('Canary', '{provider.Authority}', 'canary') returning id)
        insert into portfolio.membership (person_id, organisation_id, role) select p.id, o.id, 'ADMIN' from p, o
        """);

    private async Task SuperuserAsync(string sql)
    {
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = Path.Combine(root, "pg"),
            Username = DatabaseRoles.Superuser,
            Password = secrets[$"password of {DatabaseRoles.Superuser}"],
            Database = PortfolioDatabase.Name,
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private Dictionary<string, string> Environment()
    {
        var environment = DatabaseRoles.Logins.Append(DatabaseRoles.Superuser)
            .ToDictionary(DatabaseSecrets.VariableOf, login => secrets[$"password of {login}"], StringComparer.Ordinal);
        environment["Auth__Authority"] = provider.Authority;
        environment["Auth__Audience"] = TestIdentityProvider.Audience;
        environment["GraphQL__TimeoutSeconds"] = "60"; // Logging everything takes its time.
        environment["Logging__LogLevel__Default"] = "Trace";
        environment["Logging__LogLevel__Microsoft.AspNetCore.Authentication"] = "Trace";
        environment["Logging__LogLevel__Npgsql"] = "Trace";
        environment["Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "Trace";
        return environment;
    }

    private static async Task<string> RunAsync(Dictionary<string, string> environment, string[] arguments)
    {
        using var program = ProgramUnderTest.StartWith(environment, arguments);
        await program.EndsAsync(Patience);
        return program.Printed;
    }

    private string Secret(string what, string prefix = "") => Remember(what, $"{prefix}canary{RandomNumberGenerator.GetHexString(32)}");

    private string Remember(string what, string secret) => secrets[what] = secret;

    /// <summary>Of a token its signature is the secret: the rest of it anybody may know.</summary>
    private string Presented(string what, string token)
    {
        Remember(what, token.Split('.')[2]);
        return token;
    }

    private static Uri AddressIn(string printed) =>
        new(printed.Split('\n').Single(line => line.Contains("Listening", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] + "/");

    private string Logs() => string.Concat(
        Directory.EnumerateFiles(Path.Combine(root, "pg"), "*.log", SearchOption.AllDirectories).Select(File.ReadAllText));

    /// <summary>Every file below the data folder, the database's own included; the passwords' own file is where they belong.</summary>
    private IEnumerable<string> FilesThatHoldASecret()
    {
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "logins.json"))
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var (what, secret) in secrets)
            {
                if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0)
                {
                    yield return $"{what}: in {Path.GetRelativePath(root, file)}";
                }
            }
        }
    }
}
