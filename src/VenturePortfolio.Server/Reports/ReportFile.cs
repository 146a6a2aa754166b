using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// A report as a file over HTTP, with the same token as GraphQL. What is wrong is said as JSON: <c>{"errors":[{code, path, message, requestId}]}</c>.
/// </summary>
/// <param name="Name">Of the file, in logs too: leverage.csv.</param>
/// <param name="Cost">Units that are held until it is known what the report took.</param>
/// <param name="Known">Parameters of the address; any other is refused: UNKNOWN_PARAMETER.</param>
internal sealed record ReportFile(string Name, int Cost, IReadOnlyList<string> Known)
{
    /// <summary>Units of being asked at all.</summary>
    private const int Asked = 10;

    /// <param name="read">What the address asks for, in a language.</param>
    /// <param name="pull">The report, for somebody, counting what it takes.</param>
    /// <param name="write">The file, and its name.</param>
    internal Task AnswerAsync<TQuery, TReport>(
        HttpContext http, Edge edge, SecurityTally tally, Func<IQueryCollection, string, Result<TQuery>> read,
        Func<Actor, TQuery, string, Work, CancellationToken, Task<Result<TReport>>> pull, Func<TReport, string, (byte[] Csv, string Name)> write) =>
        AnswerAsync(http, edge, tally, read, pull, (exchange, output, told) =>
        {
            var (csv, name) = write(told, exchange.Language);
            output.Write(csv);
            exchange.File = ("text/csv", name);
        });

    /// <summary>The same for files of very many lines: everything is reckoned before the first byte leaves, and only the words are made while they go.</summary>
    internal Task StreamAsync<TQuery, TReport>(
        HttpContext http, Edge edge, SecurityTally tally, Func<IQueryCollection, string, Result<TQuery>> read,
        Func<Actor, TQuery, string, Work, CancellationToken, Task<Result<TReport>>> pull,
        Func<TReport, string, (Func<Stream, CancellationToken, Task> Csv, string Name)> write) =>
        AnswerAsync(http, edge, tally, read, pull, (exchange, _, told) =>
        {
            (exchange.Streamed, var name) = write(told, exchange.Language);
            exchange.File = ("text/csv", name);
        });

    private Task AnswerAsync<TQuery, TReport>(
        HttpContext http, Edge edge, SecurityTally tally, Func<IQueryCollection, string, Result<TQuery>> read,
        Func<Actor, TQuery, string, Work, CancellationToken, Task<Result<TReport>>> pull, Action<Exchange, ArrayBufferWriter<byte>, TReport> answer)
    {
        return edge.HandleAsync(Exchange.OfFile(http), Cost, RunAsync);

        async Task<int> RunAsync(Exchange exchange, Actor actor, ArrayBufferWriter<byte> output, CancellationToken cancel)
        {
            exchange.Trace?.Runs("report", Name, actor.Role);
            var work = exchange.Work = new Work();
            work.Does(Asked);
            if (FileParameters.Unknown(http.Request.Query, Known) is { } unknown)
            {
                return exchange.Refuse(output, [unknown]);
            }

            var query = read(http.Request.Query, actor.Language);
            if (!query.IsOk)
            {
                return exchange.Refuse(output, query.Errors);
            }

            try
            {
                var result = await pull(actor, query.Value, exchange.RequestId, work, cancel);
                if (!result.IsOk)
                {
                    return exchange.Refuse(output, result.Errors);
                }

                answer(exchange, output, result.Value);
                return StatusCodes.Status200OK;
            }
            catch (AccessDeniedException)
            {
                tally.Count(SecurityLog.AccessDenied, Name, actor.PersonId);
                return exchange.Fail(output, StatusCodes.Status403Forbidden, "FORBIDDEN");
            }
        }
    }

    /// <summary>Null where nothing was given. Errors: DATE_MALFORMED.</summary>
    internal static LocalDate? Date(IQueryCollection given, string name, List<Error> errors)
    {
        if (Text(given, name) is not { } text)
        {
            return null;
        }

        if (LocalDatePattern.Iso.Parse(text) is { Success: true } date)
        {
            return date.Value;
        }

        errors.Add(new Error("DATE_MALFORMED", name, $"'{text}' is no date such as 2026-11-23."));
        return null;
    }

    /// <summary>Null where nothing was given. Errors: INSTANT_MALFORMED.</summary>
    internal static Instant? Moment(IQueryCollection given, string name, List<Error> errors)
    {
        if (Text(given, name) is not { } text)
        {
            return null;
        }

        var instant = VenturePortfolio.Server.KnownAt.Parse(text);
        if (instant is null)
        {
            errors.Add(new Error("INSTANT_MALFORMED", name, $"'{text}' is no instant such as 2026-11-24T02:30:00+08:00."));
        }

        return instant;
    }

    /// <summary>Null where nothing was given. Errors: NUMBER_MALFORMED.</summary>
    internal static int? Number(IQueryCollection given, string name, List<Error> errors)
    {
        if (Text(given, name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        errors.Add(new Error("NUMBER_MALFORMED", name, $"'{text}' is no whole number."));
        return null;
    }

    internal static string? Text(IQueryCollection given, string name) => (string?)given[name] is { Length: > 0 } text ? text : null;

    internal static IReadOnlyList<string>? Keys(IQueryCollection given, string name) =>
        Text(given, name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
