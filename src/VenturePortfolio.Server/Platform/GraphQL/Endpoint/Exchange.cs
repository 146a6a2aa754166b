using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace VenturePortfolio.Server;

/// <summary>One request and its answer: the id, the media type agreed on, the language, and how refusals look.</summary>
internal sealed class Exchange
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly string? _mediaType;
    private string? _eTag;

    public Exchange(HttpContext http)
    {
        Http = http;
        RequestId = RequestIds.Next(DateTimeOffset.UtcNow);
        Trace = OperationTrace.Begin(RequestId);
        Language = Languages.Of(http.Request, Languages.English);
        _mediaType = ResponseMediaType.Choose(http.Request);
    }

    /// <summary>For answers that are no GraphQL: refusals are <c>{"errors":[{code, path, message, requestId}]}</c>, their status is their own.</summary>
    public static Exchange OfFile(HttpContext http) => new(http) { IsFile = true };

    public HttpContext Http { get; }

    /// <summary>Ours, never the sender's: the audit relies on it.</summary>
    public string RequestId { get; }

    /// <summary>Of messages to the person; the actor's once known.</summary>
    public string Language { get; set; }

    /// <summary>A kept answer, sent as it lies there instead of what was written; null otherwise.</summary>
    public byte[]? Kept { get; set; }

    public string MediaType => _mediaType ?? ResponseMediaType.Json;

    /// <summary>Of an answer with status 200 that is kept as a file; null for all else.</summary>
    public (string MediaType, string Name)? File { get; set; }

    /// <summary>Writes a file while it leaves, instead of what was written whole; null otherwise. Nothing may be left that could fail.</summary>
    public Func<Stream, CancellationToken, Task>? Streamed { get; set; }

    /// <summary>What answering takes, where it is counted: what was paid on entry is settled by it.</summary>
    public Work? Work { get; set; }

    private bool IsFile { get; init; }

    /// <summary>Null while nobody listens.</summary>
    public OperationTrace? Trace { get; }

    private bool IsLegacy => _mediaType is not ResponseMediaType.GraphQL;

    /// <exception cref="HttpRefusalException">Nothing we can write is accepted.</exception>
    public void RequireAcceptable()
    {
        if (_mediaType is null)
        {
            throw new HttpRefusalException(new HttpRefusal(
                StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE", $"Accept {ResponseMediaType.GraphQL} or {ResponseMediaType.Json}."));
        }
    }

    /// <exception cref="HttpRefusalException">Another method was used.</exception>
    public void RequireMethod(params string[] methods)
    {
        if (!methods.Contains(Http.Request.Method, StringComparer.Ordinal))
        {
            Http.Response.Headers.Allow = new StringValues(string.Join(", ", methods));
            throw new HttpRefusalException(new HttpRefusal(
                StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", $"Use {string.Join(" or ", methods)}."));
        }
    }

    public int StatusOf(OperationOutcome outcome, OperationReport report)
    {
        switch (outcome)
        {
            case OperationOutcome.Executed:
                return StatusCodes.Status200OK;
            case OperationOutcome.RequestError:
                return RequestErrorStatus();
            case OperationOutcome.OverBudget:
                ComeBack(report.RetryAfter ?? Soon);
                return StatusCodes.Status429TooManyRequests;
            case OperationOutcome.Overloaded:
                ComeBack(Soon);
                return StatusCodes.Status503ServiceUnavailable;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome.");
        }
    }

    /// <summary>Writes what is wrong with the request, for whoever wrote the program that sent it, in their language.</summary>
    public int Refuse(ArrayBufferWriter<byte> output, HttpRefusal refusal)
    {
        Write(output, refusal.Code, Said.OfQuestion(Language, refusal.Message), refusal.Line, refusal.Column);
        return refusal.Status ?? RequestErrorStatus();
    }

    /// <summary>Writes what is wrong with each field, for the person. Of files only: GraphQL has answers of its own for that.</summary>
    public int Refuse(ArrayBufferWriter<byte> output, IReadOnlyList<Error> errors)
    {
        Trace?.Refused(errors[0].Code);
        WritePlain(output, errors.Select(error => (error.Code, Path: error.Path.Split('.'), UserErrors.Of(error, Language).Message)));
        return StatusCodes.Status400BadRequest;
    }

    /// <summary>What the engine said against a question behind a file, told as files tell it: <c>{"errors":[{code, path, message, requestId}]}</c>.</summary>
    public int RefuseAsTold(ArrayBufferWriter<byte> output, OperationOutcome outcome, OperationReport report, JsonElement errors)
    {
        var told = errors.EnumerateArray().Select(error => (
            Code: error.GetProperty("extensions").GetProperty("code").GetString()!,
            Path: error.TryGetProperty("path", out var path) ? path.EnumerateArray().Select(name => name.ToString()).ToArray() : [],
            Message: error.GetProperty("message").GetString()!)).ToList();
        Trace?.Refused(told[0].Code);
        WritePlain(output, told);
        return told[0].Code == "INTERNAL" ? StatusCodes.Status500InternalServerError
            : outcome is OperationOutcome.OverBudget or OperationOutcome.Overloaded ? StatusOf(outcome, report)
            : StatusCodes.Status400BadRequest;
    }

    /// <summary>Writes a message for the person, in their language, and nothing about the cause.</summary>
    public int Fail(ArrayBufferWriter<byte> output, int status, string code)
    {
        Write(output, code, Messages.Text(code, Language));
        return status;
    }

    /// <summary>The same where coming back later helps, and says when.</summary>
    public int Shed(ArrayBufferWriter<byte> output, int status, string code, TimeSpan? wait = null)
    {
        ComeBack(wait ?? Soon);
        return Fail(output, status, code);
    }

    /// <summary>Marks the answer as one that never changes for this asker; true when they have it already. Only a GET may be told so.</summary>
    public bool IsKnown(string eTag)
    {
        _eTag = eTag;
        return HttpMethods.IsGet(Http.Request.Method)
            && EntityTagHeaderValue.TryParseList(Http.Request.Headers.IfNoneMatch, out var known)
            && known.Any(each => each.Tag == "*" || each.Tag == eTag);
    }

    public async Task SendAsync(int status, ReadOnlyMemory<byte> body)
    {
        var response = Http.Response;
        response.StatusCode = status;
        response.Headers["X-Request-Id"] = RequestId;
        // Browsers draw it beside what the way here took (W3C Server Timing).
        response.Headers["Server-Timing"] = string.Create(CultureInfo.InvariantCulture, $"answer;dur={Stopwatch.GetElapsedTime(_began).TotalMilliseconds:0.00}");
        if (Work is { } work)
        {
            response.Headers["X-Cost"] = work.Units.ToString(CultureInfo.InvariantCulture);
        }

        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        if (_eTag is not null && status is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
        {
            // Kept by the asker alone, and asked about each time: rights may be revoked.
            response.Headers.ETag = _eTag;
            response.Headers.CacheControl = "private, no-cache";
            response.Headers.Vary = "Accept, Accept-Language, Authorization, Vp-Role";
        }

        if (status == StatusCodes.Status304NotModified)
        {
            return;
        }

        if (Kept is not null && status == StatusCodes.Status200OK)
        {
            body = Kept;
        }

        response.ContentType = $"{(IsFile ? ResponseMediaType.Json : MediaType)}; charset=utf-8";
        if (File is { } file && status == StatusCodes.Status200OK)
        {
            response.ContentType = $"{file.MediaType}; charset=utf-8";
            response.Headers.ContentDisposition = $"attachment; filename={file.Name}";
        }

        if (Streamed is { } write && status == StatusCodes.Status200OK)
        {
            await write(response.Body, Http.RequestAborted);
            return;
        }

        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, Http.RequestAborted);
    }

    private void ComeBack(TimeSpan wait) =>
        Http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>An old client takes 4xx for a broken connection: under <c>application/json</c> a request error is 200. Of a file it is no answer.</summary>
    private int RequestErrorStatus() => IsLegacy && !IsFile ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;

    private void Write(ArrayBufferWriter<byte> output, string code, string message, int? line = null, int? column = null)
    {
        Trace?.Refused(code);
        if (IsFile)
        {
            WritePlain(output, [(code, [], message)]);
            return;
        }

        output.ResetWrittenCount();
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = ResponseText.Encoder });
        json.WriteStartObject();
        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteString("message", message);
        if (line is not null && column is not null)
        {
            json.WriteStartArray("locations");
            json.WriteStartObject();
            json.WriteNumber("line", line.Value);
            json.WriteNumber("column", column.Value);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartObject("extensions");
        json.WriteString("code", code);
        json.WriteString("requestId", RequestId);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WritePlain(ArrayBufferWriter<byte> output, IEnumerable<(string Code, string[] Path, string Message)> errors)
    {
        output.ResetWrittenCount();
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = ResponseText.Encoder });
        JsonSerializer.Serialize(json, new
        {
            errors = errors.Select(error => new { code = error.Code, path = error.Path, message = error.Message, requestId = RequestId }),
        });
    }
}
