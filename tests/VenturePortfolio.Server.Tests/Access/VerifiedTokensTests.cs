namespace VenturePortfolio.Server.Tests;

/// <summary>Remembering a judgement never makes a token good for longer than the token or the half minute says.</summary>
public sealed class VerifiedTokensTests : IDisposable
{
    private readonly Clock clock = new();
    private readonly VerifiedTokens tokens;

    public VerifiedTokensTests() => tokens = new(clock);

    public void Dispose() => tokens.Dispose();

    [Fact]
    public void What_was_judged_good_is_known_by_every_character()
    {
        tokens.Remember("a.b.c", "issuer", "subject", clock.Now.AddHours(1));

        Assert.Equal(("issuer", "subject"), tokens.Find("a.b.c") is { } holder ? (holder.Issuer, holder.Subject) : default);
        Assert.Null(tokens.Find("a.b.C"));
        Assert.Null(tokens.Find("a.b.c "));
    }

    [Theory]
    [InlineData(3600, 29, true)]
    [InlineData(3600, 30, false)]
    [InlineData(10, 9, true)]
    [InlineData(10, 10, false)]
    public void It_is_forgotten_after_half_a_minute_and_at_the_tokens_own_end(int lifeSeconds, int afterSeconds, bool isKnown)
    {
        tokens.Remember("a.b.c", "issuer", "subject", clock.Now.AddSeconds(lifeSeconds));

        clock.Now = clock.Now.AddSeconds(afterSeconds);

        Assert.Equal(isKnown, tokens.Find("a.b.c") is not null);
    }

    [Fact]
    public void Without_an_end_or_past_it_nothing_is_remembered()
    {
        tokens.Remember("endless", "issuer", "subject", expires: null);
        tokens.Remember("ended", "issuer", "subject", clock.Now);

        Assert.Null(tokens.Find("endless"));
        Assert.Null(tokens.Find("ended"));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
