using System.Buffers;
using System.Globalization;
using GraphQL;

namespace VenturePortfolio.Server;

/// <summary>One entry of <c>errors</c>.</summary>
internal sealed record AnswerError(string Code, string Message)
{
    /// <summary>The root field at fault.</summary>
    public string? ResponseKey { get; init; }

    /// <summary>Correlation id, where the message is masked.</summary>
    public string? RequestId { get; init; }

    public IReadOnlyList<(int Line, int Column)> Locations { get; init; } = [];

    /// <summary>What the validator says, in the reader's language.</summary>
    public static AnswerError Of(ExecutionError error, string language) => new(error.Code ?? "BAD_REQUEST", ValidationWords.Of(error, language))
    {
        Locations = [.. (error.Locations ?? []).Select(at => (at.Line, at.Column))],
    };
}

/// <summary>Puts the answer together.</summary>
internal static class AnswerWriter
{
    public static void Data(IBufferWriter<byte> output, JsonBuffer data, List<AnswerError> errors, OperationRequest request)
    {
        using var json = new JsonBuffer();
        json.Raw("{\"data\":"u8);
        json.Raw(data.Written);
        if (errors.Count > 0)
        {
            json.Byte((byte)',');
            Errors(json, errors);
        }

        End(output, json, request);
    }

    /// <summary>What it would cost, and nothing done.</summary>
    public static void CostOnly(IBufferWriter<byte> output, OperationRequest request)
    {
        using var json = new JsonBuffer();
        json.Raw("{\"data\":null"u8);
        End(output, json, request);
    }

    /// <summary>An answer prepared without the cost.</summary>
    public static void Prepared(IBufferWriter<byte> output, ReadOnlySpan<byte> answer, OperationRequest request)
    {
        using var json = new JsonBuffer();
        json.Raw(answer[..^1]);
        End(output, json, request);
    }

    /// <summary>Refused before execution: no <c>data</c> at all. Failed in it: <c>data</c> is null.</summary>
    public static void Failure(IBufferWriter<byte> output, List<AnswerError> errors, OperationRequest request, bool executed)
    {
        using var json = new JsonBuffer();
        json.Byte((byte)'{');
        Errors(json, errors);
        if (executed)
        {
            json.Raw(",\"data\":null"u8);
        }

        End(output, json, request);
    }

    /// <summary>Closes the answer, with the cost where it is reckoned.</summary>
    private static void End(IBufferWriter<byte> output, JsonBuffer json, OperationRequest request)
    {
        if (request is { Limits: { } limits, Report: { CostRequested: > 0 } report })
        {
            json.Raw(",\"extensions\":{\"cost\":{\"requested\":"u8);
            json.Number(report.CostRequested);
            json.Raw(",\"actual\":"u8);
            json.Number(report.CostActual);
            json.Raw(",\"limit\":"u8);
            json.Number(limits.CostMax);
            json.Raw("}}"u8);
        }

        json.Byte((byte)'}');
        output.Write(json.Written);
    }

    private static void Errors(JsonBuffer json, List<AnswerError> errors)
    {
        json.Raw("\"errors\":["u8);
        foreach (var error in errors)
        {
            json.Raw("{\"message\":"u8);
            json.Text(error.Message);
            if (error.Locations.Count > 0)
            {
                json.Raw(",\"locations\":["u8);
                json.Raw(System.Text.Encoding.UTF8.GetBytes(string.Join(',', error.Locations.Select(at =>
                    string.Create(CultureInfo.InvariantCulture, $"{{\"line\":{at.Line},\"column\":{at.Column}}}")))));
                json.Byte((byte)']');
            }

            if (error.ResponseKey is not null)
            {
                json.Raw(",\"path\":["u8);
                json.Text(error.ResponseKey);
                json.Byte((byte)']');
            }

            json.Raw(",\"extensions\":{\"code\":"u8);
            json.Text(error.Code);
            if (error.RequestId is not null)
            {
                json.Raw(",\"requestId\":"u8);
                json.Text(error.RequestId);
            }

            json.Raw("}},"u8);
        }

        json.DropLast();
        json.Byte((byte)']');
    }
}
