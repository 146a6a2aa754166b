namespace VenturePortfolio.Server;

/// <summary>Money as stored: minor units of an ISO 4217 currency. Shown as <c>Money { amount currency }</c>.</summary>
public readonly record struct MoneyAmount(long AmountMinor, string Currency);
