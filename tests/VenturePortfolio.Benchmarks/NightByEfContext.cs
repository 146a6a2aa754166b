using System.Numerics;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace VenturePortfolio.Benchmarks;

// What the peer maps: the columns that figures need and no others, in plain types.

internal sealed record EfTerm(
    Guid Id, Guid SubFundId, string Currency, LocalDate? ApprovedOn, LocalDate? RegisteredOn, LocalDate? InvestmentPeriodEndsOn, LocalDate? EndsOn,
    decimal? InvestableShare, bool? LedgerKept, LocalDate EffectiveOn, Instant RecordedAt);

internal sealed record EfCommitment(
    Guid Id, Guid SubFundId, Guid InvestorId, string Kind, long AmountMinor, string Currency, bool IsRiskiest, Guid? ReversesId, LocalDate EffectiveOn, Instant RecordedAt);

internal sealed record EfFlow(
    Guid Id, Guid SubFundId, long Seq, string Kind, long AmountMinor, string Currency, long UnfundedEffectMinor, Guid? InvestorId, Guid? InvestmentId,
    long? ReversesSeq, LocalDate EffectiveOn, Instant RecordedAt);

internal sealed record EfNav(Guid Id, Guid SubFundId, long NavMinor, string Currency, LocalDate EffectiveOn, Instant RecordedAt);

internal sealed record EfLineEvent(
    Guid Id, Guid SubFundId, string Kind, long AmountMinor, string Currency, Guid? ReversesId, LocalDate EffectiveOn, Instant RecordedAt);

internal sealed record EfAssignment(Guid Id, Guid InvestorId, string ClassCode, LocalDate EffectiveOn, Instant RecordedAt);

internal sealed record EfClass(string Code, bool IsGuidance, bool IsHongKong, bool IsPrivate, bool IsDisclosed);

internal sealed record EfInvestment(
    Guid Id, Guid SubFundId, Guid StartupId, Guid? FinancingRoundId, long AmountMinor, string Currency, Guid? ReversesId, LocalDate EffectiveOn, Instant RecordedAt);

internal sealed record EfValuation(
    Guid Id, Guid SubFundId, Guid InvestmentId, long ValueMinor, string Currency, LocalDate EffectiveOn, Instant RecordedAt);

internal sealed record EfRound(
    Guid Id, Guid StartupId, string Stage, long TotalMinor, string Currency, Guid? ReversesId, LocalDate EffectiveOn, Instant RecordedAt);

internal sealed record EfRoundPart(Guid Id, Guid FinancingRoundId, string ClassCode, long AmountMinor, string Currency, Instant RecordedAt);

internal sealed record EfConversion(Guid Id, Guid StartupId, Guid? ReversesId, LocalDate EffectiveOn, Instant RecordedAt);

internal sealed record EfRate(Guid Id, string Currency, decimal PerUsd, string Series, string Source, LocalDate EffectiveOn, Instant RecordedAt);

/// <summary>A figure to store: the columns of the night's own stage that a sub-fund's figure fills.</summary>
internal sealed record EfFigure(
    Guid SubFundId, string MetricKey, int Revision, string Unit, string FxBasis, string? Currency, decimal? Value, BigInteger? Numerator, BigInteger? Denominator,
    string Status, string? AbsentWhy, string? Mapping, string? Flags, decimal[]? Roots, string? Rates, LocalDate? NavAsOf, int Covered, int Funds, string[]? LeftOut);

/// <summary>The model of the peer: what a developer who knows EF Core would write for this night.</summary>
internal sealed class NightByEfContext(DbContextOptions<NightByEfContext> options) : DbContext(options)
{
    private const string Schema = "portfolio";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EfTerm>().ToTable("sub_fund_term", Schema);
        modelBuilder.Entity<EfCommitment>().ToTable("commitment", Schema);
        modelBuilder.Entity<EfFlow>().ToTable("cash_flow", Schema);
        modelBuilder.Entity<EfNav>().ToTable("reported_nav", Schema);
        modelBuilder.Entity<EfLineEvent>().ToTable("subscription_line_event", Schema);
        modelBuilder.Entity<EfAssignment>().ToTable("investor_class_assignment", Schema);
        modelBuilder.Entity<EfClass>().ToTable("investor_class", Schema).HasKey(row => row.Code);
        modelBuilder.Entity<EfInvestment>().ToTable("investment", Schema);
        modelBuilder.Entity<EfValuation>().ToTable("valuation", Schema);
        modelBuilder.Entity<EfRound>().ToTable("financing_round", Schema);
        modelBuilder.Entity<EfRoundPart>().ToTable("round_participation", Schema);
        modelBuilder.Entity<EfConversion>().ToTable("achievement_conversion", Schema);
        modelBuilder.Entity<EfRate>().ToTable("fx_rate", Schema);
        modelBuilder.Entity<EfFigure>().ToTable("ef_figure").HasKey(row => new { row.SubFundId, row.MetricKey });
    }
}
