using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace VenturePortfolio.Server.Tests;

/// <summary>Asks for reports as files, as somebody.</summary>
public sealed class FileClient(RunningServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The lines of a CSV, the header first.</summary>
    /// <param name="address">After <c>/reports/</c>.</param>
    public async Task<List<string>> LinesAsync(TestPerson person, string address)
    {
        using var response = await GetAsync(person, address);
        var body = await response.Content.ReadAsByteArrayAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, Encoding.UTF8.GetString(body));
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        return Split(body);
    }

    /// <summary>The rows of a CSV, each by the names of the header.</summary>
    public async Task<List<Dictionary<string, string>>> RowsAsync(TestPerson person, string address)
    {
        var rows = new List<Dictionary<string, string>>();
        using var csv = CsvReader.FromText(string.Join("\r\n", await LinesAsync(person, address)).TrimStart('\uFEFF'), new CsvReaderOptions { Separator = ',' });
        while (csv.Read())
        {
            rows.Add(csv.Headers.Index().ToDictionary(column => column.Item, column => csv.GetString(column.Index), StringComparer.Ordinal));
        }

        return rows;
    }

    public static List<string> Split(byte[] csv) => [.. Encoding.UTF8.GetString(csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Of the first error of an answer that is none.</summary>
    public async Task<(HttpStatusCode Status, string? Code)> RefusalAsync(TestPerson person, string address)
    {
        using var response = await GetAsync(person, address);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: Cancel);
        return (response.StatusCode, document.RootElement.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    public async Task<HttpResponseMessage> GetAsync(TestPerson person, string address, string? language = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"reports/{address}", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.TokenOf(person));
        if (language is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(language);
        }

        return await server.Http.SendAsync(request, Cancel);
    }
}
