using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphQL;
using GraphQLParser;
using GraphQLParser.AST;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace VenturePortfolio.Server.Tests;

/// <summary>The read engine with every slice, without the web server around it.</summary>
public sealed class ReadEngine : IDisposable
{
    private readonly ServiceProvider services;

    public ReadEngine(DatabaseLogins logins, Action<IServiceCollection>? add = null)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(logins);
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddLogging(logging => logging.AddProvider(new LastFailure(this)));
        collection.AddEverySlice().AddReadEngine();
        add?.Invoke(collection);
        services = collection.BuildServiceProvider();
    }

    public GraphSchema Schema => services.GetRequiredService<GraphSchema>();

    /// <summary>What the last masked error was about.</summary>
    public string? Failure { get; private set; }

    public OperationReport Figures { get; private set; } = new();

    public void Dispose() => services.Dispose();

    /// <summary>The whole answer, as text.</summary>
    public async Task<string> AnswerAsync(Actor actor, string query, IDictionary<string, object?>? variables = null, string? operation = null) =>
        (await RunAsync(actor, query, variables, operation)).Text;

    public async Task<(OperationOutcome Outcome, string Text)> RunAsync(
        Actor actor, string query, IDictionary<string, object?>? variables = null, string? operation = null)
    {
        Failure = null;
        var document = Parser.Parse(query);
        var request = new OperationRequest
        {
            Document = document,
            DocumentHash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(query))),
            Operation = document.Definitions.OfType<GraphQLOperationDefinition>()
                .First(each => operation is null || string.Equals(each.Name?.StringValue, operation, StringComparison.Ordinal)),
            Variables = variables is null ? Inputs.Empty : new Inputs(variables),
            Actor = actor,
            RequestId = "test-request",
            Language = "en",
        };
        Figures = request.Report;
        var output = new ArrayBufferWriter<byte>();
        var executor = services.GetRequiredService<OperationExecutor>();
        var outcome = await executor.ExecuteAsync(request, output, TestContext.Current.CancellationToken);
        return (outcome, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    /// <summary>The <c>data</c> of an answer that must have no errors.</summary>
    public async Task<JsonElement> DataAsync(Actor actor, string query, IDictionary<string, object?>? variables = null)
    {
        var text = await AnswerAsync(actor, query, variables);
        using var json = JsonDocument.Parse(text);
        Assert.False(json.RootElement.TryGetProperty("errors", out _), $"{text}\n{Failure}");
        return json.RootElement.GetProperty("data").Clone();
    }

    /// <summary>The code of the first error.</summary>
    public async Task<string?> CodeAsync(Actor actor, string query, IDictionary<string, object?>? variables = null)
    {
        using var json = JsonDocument.Parse(await AnswerAsync(actor, query, variables));
        return RunningServer.CodeOf(json.RootElement);
    }

    private sealed class LastFailure(ReadEngine engine) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            engine.Failure = exception?.ToString();

        public void Dispose()
        {
        }
    }
}
