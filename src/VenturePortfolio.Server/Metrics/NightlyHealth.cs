using System.Text.Json;
using NodaTime.Text;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>/health/nightly</c>: 200 when every business date that is due has a published run, else 503 with the dates that lack one
/// and since when. Open to anybody, as the other health endpoints are: that a night is late is no secret (decision 7), what
/// keeps it is.
/// </summary>
public sealed class NightlyHealth(RunTable runs) : IDisposable
{
    private const int DatesShown = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>However often strangers ask, the database is asked about once a second.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim asking = new(1);
    private (long At, int Status, byte[] Body) last = (0, 0, []);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/health/nightly", async (HttpContext http, NightlyHealth health) =>
    {
        var (status, body) = await health.AskAsync(http.RequestAborted);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    });

    public void Dispose() => asking.Dispose();

    private async Task<(int Status, byte[] Body)> AskAsync(CancellationToken cancel)
    {
        await asking.WaitAsync(cancel);
        try
        {
            if (last.Status == 0 || TimeProvider.System.GetElapsedTime(last.At) > KeptFor)
            {
                var (status, body) = await AnswerAsync(cancel);
                last = (TimeProvider.System.GetTimestamp(), status, JsonSerializer.SerializeToUtf8Bytes(body));
            }

            return (last.Status, last.Body);
        }
        finally
        {
            asking.Release();
        }
    }

    private async Task<(int Status, object Body)> AnswerAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var state = await runs.ReadAsync(patience.Token);
            var due = NightPlan.Due(state.Now, state.Nights);
            var published = state.Nights.Where(night => night.IsPublished).Select(night => night.BusinessDate).ToList();
            return (due.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, new
            {
                status = due.Count == 0 ? "Healthy" : "Unhealthy",
                newestPublished = published.Count == 0 ? null : LocalDatePattern.Iso.Format(published.Max()),
                unpublished = due.Count,
                dates = due.Take(DatesShown).Select(night => new
                {
                    businessDate = LocalDatePattern.Iso.Format(night.BusinessDate),
                    dueSince = InstantPattern.General.Format(night.KnownAt),
                }),
            });
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && failure is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return (StatusCodes.Status503ServiceUnavailable, new { status = "Unhealthy", why = "no answer" });
        }
    }
}
