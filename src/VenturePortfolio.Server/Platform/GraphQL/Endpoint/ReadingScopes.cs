using Microsoft.Extensions.Caching.Memory;
using NodaTime;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What a person reads from, beside the facts themselves.</summary>
/// <param name="Text">Equal for equal memberships, rights and cards (<c>app.reading_scope()</c>).</param>
/// <param name="Closed">Nothing recorded up to then can still appear; null while history may still be loaded with its own times.</param>
public sealed record ReadingScope(string Text, Instant? Closed);

/// <summary>Asks what a person reads from, and remembers it for a moment.</summary>
public sealed class ReadingScopes(DatabaseLogins logins, IConfiguration configuration) : IDisposable
{
    private readonly MemoryCache _scopes = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>Setting <c>GraphQL:PinnedScopeSeconds</c> (1): so long may a kept answer outlive a revoked membership or a changed card.</summary>
    private readonly TimeSpan _rememberedFor = TimeSpan.FromSeconds(configuration.GetValue("GraphQL:PinnedScopeSeconds", 1.0));

    public ValueTask<ReadingScope> OfAsync(Actor actor, string requestId, CancellationToken cancellationToken) =>
        _scopes.TryGetValue((actor.PersonId, actor.Role), out ReadingScope? known) ? new(known!) : new(AskAsync(actor, requestId, cancellationToken));

    /// <summary>As it is now.</summary>
    public async Task<ReadingScope> AskAsync(Actor actor, string requestId, CancellationToken cancellationToken)
    {
        await using var connection = await logins.DataSourceOf(actor.Role).OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("begin isolation level repeatable read read only"),
                new("select set_config('app.user_id', $1, true), set_config('app.request_id', $2, true)")
                {
                    Parameters = { new() { Value = actor.PersonId.ToString("D") }, new() { Value = requestId } },
                },
                new("""
                    select app.reading_scope(),
                           case when exists (select from portfolio.metric_run where state = 'PUBLISHED') then app.closed_horizon() end
                    """),
                new("commit"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var scope = new ReadingScope(
            reader.GetString(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetFieldValue<Instant>(1));
        if (_rememberedFor > TimeSpan.Zero)
        {
            _scopes.Set((actor.PersonId, actor.Role), scope, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = _rememberedFor, Size = 1 });
        }

        return scope;
    }

    public void Dispose() => _scopes.Dispose();
}
