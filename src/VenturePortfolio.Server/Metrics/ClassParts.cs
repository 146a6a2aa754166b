using System.Collections.Concurrent;

namespace VenturePortfolio.Server;

/// <summary>
/// What one class of investors has of each fund, cut once: a dozen figures ask for it. Let go with the subject that has it, so that a night keeps those of one class
/// at a time.
/// </summary>
/// <param name="key">Of the class.</param>
internal sealed class ClassParts(string key)
{
    private readonly ConcurrentDictionary<(FundHistory Fund, FxTable Fx), FundHistory> parts = new();

    internal FundHistory Of(FundHistory fund, FxTable fx) => parts.GetOrAdd((fund, fx), of => of.Fund.OfClass(key, of.Fx));
}
