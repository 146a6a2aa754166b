namespace VenturePortfolio;

/// <summary>Splits money so that the parts add up to the whole.</summary>
public static class Allocation
{
    /// <summary>
    /// Parts proportional to the weights, each within one minor unit of its exact share; units left over go to the
    /// largest remainders, among equals to the earlier part. A negative total gives the negated parts of its magnitude.
    /// Weights are not negative and not all zero, otherwise it throws.
    /// </summary>
    public static IReadOnlyList<Money> ByLargestRemainder(Money total, IReadOnlyList<long> weights)
    {
        Int128 weightTotal = 0;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            weightTotal += weight;
        }

        if (weightTotal == 0)
        {
            throw new ArgumentException("Nothing to allocate by: all weights are zero.", nameof(weights));
        }

        var magnitude = Int128.Abs(total.Minor);
        var shares = weights.Select(weight => Int128.DivRem(magnitude * weight, weightTotal)).ToArray();
        var left = (int)(magnitude - shares.Aggregate((Int128)0, (sum, share) => sum + share.Quotient));
        var parts = shares.Select(share => share.Quotient).ToArray();
        foreach (var index in Enumerable.Range(0, parts.Length)
            .OrderByDescending(index => shares[index].Remainder).ThenBy(index => index).Take(left))
        {
            parts[index]++;
        }

        return [.. parts.Select(part => new Money((long)(total.Minor < 0 ? -part : part), total.Currency))];
    }
}
