using System.Buffers;
using System.Text.Json;
using GraphQL;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// <c>GET /lists/NAME.csv?fields=…&amp;where={…}&amp;orderBy=…</c> and the list's own arguments: every list of GraphQL as a file, with the same token, rights, limits and
/// language. It is asked page after page; recorded facts as known at one instant, closed when the file was asked for. Errors: UNKNOWN_LIST, those of
/// <see cref="ListQuery"/>, LIST_TOO_LONG, and what GraphQL answers to such a question.
/// </summary>
internal sealed class ListEndpoint(
    Edge edge, GraphCatalogue catalogue, GuardedDocuments documents, PersistedDocuments persisted, OperationExecutor executor, RequestLimits limits, DatabaseLogins logins)
{
    /// <summary>What is read and written within the patience of a request with room to spare.</summary>
    private const int RowsMax = 20_000;

    internal Task HandleAsync(HttpContext http, string list) => edge.HandleAsync(Exchange.OfFile(http), 0, (exchange, actor, output, cancel) => RunAsync(exchange, actor, list, output, cancel));

    private async Task<int> RunAsync(Exchange exchange, Actor actor, string list, ArrayBufferWriter<byte> output, CancellationToken cancel)
    {
        exchange.Trace?.Runs("list", list, actor.Role);
        if (catalogue.Nodes.FirstOrDefault(of => of.RootMany == list) is not { } node)
        {
            var known = string.Join(", ", catalogue.Nodes.Select(of => of.RootMany).OfType<string>().Order(StringComparer.Ordinal));
            return exchange.Refuse(output, [new Error("UNKNOWN_LIST", "list", $"No list {AsTyped.Shown(list)}; known are {known}.").With("list", AsTyped.Shown(list)).With("known", known)]);
        }

        var read = ListQuery.Read(node, catalogue, exchange.Http.Request.Query);
        if (!read.IsOk)
        {
            return exchange.Refuse(output, read.Errors);
        }

        var (query, pages) = (read.Value, new List<JsonDocument>());
        try
        {
            var (status, rows) = await PagesAsync(exchange, actor, list, query, pages, output, cancel);
            if (status != StatusCodes.Status200OK)
            {
                return status;
            }

            if (rows > RowsMax)
            {
                return exchange.Refuse(output, [new Error("LIST_TOO_LONG", "where", $"The list has more than {RowsMax} rows.").With("limit", RowsMax)]);
            }

            output.ResetWrittenCount();
            output.Write(ListCsv.Write(query.Columns, pages.SelectMany(page => Rows(page, list).GetProperty("nodes").EnumerateArray())));
            exchange.File = ("text/csv", $"{list}.csv");
            return StatusCodes.Status200OK;
        }
        finally
        {
            pages.ForEach(page => page.Dispose());
        }
    }

    /// <summary>All pages, or what the engine said against one of them, told as files tell it. Rows beyond the most are not read.</summary>
    private async Task<(int Status, long Rows)> PagesAsync(
        Exchange exchange, Actor actor, string list, ListQuery query, List<JsonDocument> pages, ArrayBufferWriter<byte> output, CancellationToken cancel)
    {
        var work = exchange.Work = new Work();
        var document = documents.Get(persisted.TextOf(new GraphQLRequest(query.Document, null, Inputs.Empty), actor.Role));
        var variables = new Dictionary<string, object?>(query.Variables, StringComparer.Ordinal);
        if (query.AsksKnownAt)
        {
            variables[ListQuery.KnownAt] = InstantPattern.ExtendedIso.Format(KnownAt.Truncate(await KnownAt.ClosedHorizonAsync(logins.DataSourceOf(actor.Role), cancel)));
        }

        for (long rows = 0, ofPage = 0; ;)
        {
            output.ResetWrittenCount();
            var asked = new OperationRequest
            {
                Document = document.Document, DocumentHash = document.Hash, Operation = document.Operation(null), Variables = new Inputs(variables), Actor = actor,
                RequestId = exchange.RequestId, Language = actor.Language,
                // The first page is priced and admitted as the question that it is; each other is settled at the end by what that one took.
                Limits = pages.Count == 0 ? limits : null,
            };
            var outcome = await executor.ExecuteAsync(asked, output, cancel);
            var page = JsonDocument.Parse(output.WrittenMemory.ToArray());
            if (page.RootElement.TryGetProperty("errors", out var errors))
            {
                using (page)
                {
                    return (exchange.RefuseAsTold(output, outcome, asked.Report, errors), 0);
                }
            }

            pages.Add(page);
            var count = Rows(page, list).GetProperty("nodes").GetArrayLength();
            rows += count;
            work.Does(pages.Count == 1 ? 0 : ofPage);
            ofPage = Math.Max(ofPage, asked.Report.CostActual);
            var info = Rows(page, list).GetProperty("pageInfo");
            if (!info.GetProperty("hasNextPage").GetBoolean() || rows > RowsMax)
            {
                return (StatusCodes.Status200OK, rows);
            }

            variables["after"] = info.GetProperty("endCursor").GetString();
        }
    }

    private static JsonElement Rows(JsonDocument page, string list) => page.RootElement.GetProperty("data").GetProperty(list);
}

/// <summary>Files of lists, for the composition root.</summary>
public static class ListEndpointRegistration
{
    public static void MapLists(this IEndpointRouteBuilder routes) => routes.MapGet(
        "/lists/{list}.csv", (HttpContext http, string list) => http.RequestServices.GetRequiredService<ListEndpoint>().HandleAsync(http, list));
}
