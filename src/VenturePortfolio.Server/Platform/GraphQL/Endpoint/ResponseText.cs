using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace VenturePortfolio.Server;

/// <summary>How text stands in answers: Chinese as itself, what HTML or a script could take for markup escaped.</summary>
internal static class ResponseText
{
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.Create(UnicodeRanges.All);
}
