using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace VenturePortfolio.Benchmarks;

/// <summary>
/// The floor of the look-up: what is left when everything is written by hand for this one question. A bare Kestrel endpoint, one SELECT, the
/// same login and row security, the actor set in the same transaction, the same planning. No sign-in, limits, timeout, parsing of GraphQL or
/// failure that is told. Nothing that does more on this Kestrel and this Npgsql can pass it.
/// </summary>
internal sealed class FloorServer(NpgsqlDataSource source, string person)
{
    public const string Command = "serve-floor";

    private const string Sql =
        "select f.id, f.code, f.name_en, f.name_zh_hant, f.vintage, f.status, f.jurisdiction, f.announced_size_minor, f.announced_size_currency, " +
        "m.id, m.name_en, p.id, p.code, p.name_en from portfolio.sub_fund f left join portfolio.organisation m on m.id = f.manager_id " +
        "join portfolio.programme p on p.id = f.programme_id where f.id = $1";

    private static readonly JsonWriterOptions Trusting = new()
    {
        SkipValidation = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Environment: PORT, RACE_PERSON, and PGHOST PGPORT PGDATABASE PGUSER PGPASSWORD.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, CancellationToken cancel)
    {
        await using var source = new NpgsqlSlimDataSourceBuilder(new NpgsqlConnectionStringBuilder
        {
            Host = Setting("PGHOST"),
            Port = int.Parse(Setting("PGPORT"), CultureInfo.InvariantCulture),
            Database = Setting("PGDATABASE"),
            Username = Setting("PGUSER"),
            Password = Setting("PGPASSWORD"),
            Enlist = false,
            MaxPoolSize = Environment.ProcessorCount * 2 + 2,
            MaxAutoPrepare = 10,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            Options = "-c plan_cache_mode=force_generic_plan -c jit=off -c default_transaction_read_only=on",
        }.ConnectionString).Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Setting("PORT")}");
        await using var app = builder.Build();
        app.Run(new FloorServer(source, Setting("RACE_PERSON")).AnswerAsync);
        await app.StartAsync(cancel);
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    private async Task AnswerAsync(HttpContext context)
    {
        var output = new ArrayBufferWriter<byte>(2048);
        await using (var connection = await source.OpenConnectionAsync(context.RequestAborted))
        {
            await using var batch = Batch(connection, context.TraceIdentifier, await AskedAsync(context));
            await using var row = await batch.ExecuteReaderAsync(context.RequestAborted);
            await row.NextResultAsync(context.RequestAborted);
            await row.ReadAsync(context.RequestAborted);
            using var json = new Utf8JsonWriter(output, Trusting);
            Write(json, row);
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = output.WrittenCount;
        await context.Response.Body.WriteAsync(output.WrittenMemory, context.RequestAborted);
    }

    /// <summary>The sub-fund whose global id is the variable of the request.</summary>
    private static async Task<Guid> AskedAsync(HttpContext context)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        using var body = JsonDocument.Parse(buffer.AsMemory(0, length));
        var id = Encoding.ASCII.GetString(body.RootElement.GetProperty("variables").GetProperty("id").GetBytesFromBase64());
        ArrayPool<byte>.Shared.Return(buffer);
        return Guid.Parse(id.AsSpan(id.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
    }

    private NpgsqlBatch Batch(NpgsqlConnection connection, string requestId, Guid asked) => new(connection)
    {
        BatchCommands =
        {
            new("select set_config('app.user_id', $1, true), set_config('app.request_id', $2, true)")
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = person },
                    new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = requestId },
                },
            },
            new(Sql) { Parameters = { new NpgsqlParameter<Guid> { NpgsqlDbType = NpgsqlDbType.Uuid, TypedValue = asked } } },
        },
    };

    private static void Write(Utf8JsonWriter json, NpgsqlDataReader row)
    {
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteStartObject("subFund");
        Id("SubFund", 0);
        Text("code", 1);
        Text("nameEn", 2);
        Text("nameZhHant", 3);
        json.WriteNumber("vintage", row.GetInt16(4));
        Text("status", 5);
        Text("jurisdiction", 6);
        json.WriteStartObject("announcedSize");
        json.WriteString("amount", (row.GetInt64(7) / 100m).ToString("0.00", CultureInfo.InvariantCulture)); // The world has currencies of two places only.
        Text("currency", 8);
        json.WriteEndObject();
        json.WriteStartObject("manager");
        Id("Organisation", 9);
        Text("nameEn", 10);
        json.WriteEndObject();
        json.WriteStartObject("programme");
        Id("Programme", 11);
        Text("code", 12);
        Text("nameEn", 13);
        for (var open = 0; open < 4; open++)
            json.WriteEndObject();

        void Id(string type, int place) => json.WriteString("id", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{type}:{row.GetGuid(place)}")));

        void Text(string name, int place) => json.WriteString(name, row.IsDBNull(place) ? null : row.GetString(place));
    }
}
