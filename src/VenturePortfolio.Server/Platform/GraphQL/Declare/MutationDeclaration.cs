using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>
/// An act. GraphQL: <c>name(input: NameInput!): NamePayload!</c> with payload <c>{ nodeField: NodeType, userErrors: [UserError!]! }</c>.
/// The use case runs inside one read-write transaction with the actor set. Without user errors the engine reads the payload's node
/// in that same transaction and commits; with user errors it rolls back and the node is null.
/// <c>idempotencyKey: ID!</c> is added to the input; the use case keeps its promise.
/// </summary>
/// <param name="NodeField">Payload field, e.g. <c>cashFlow</c>.</param>
/// <param name="NodeType">Its declared node, e.g. <c>CashFlow</c>.</param>
public sealed record MutationDeclaration(
    string Name,
    string Description,
    string NodeField,
    string NodeType,
    IReadOnlyList<InputField> Input,
    Func<MutationCall, CancellationToken, Task<MutationOutcome>> Run)
{
    /// <summary>Payload field of <see cref="MutationOutcome.Secret"/>; null for an act that makes none.</summary>
    public string? SecretField { get; init; }
}

/// <summary>What a mutation's use case is called with. It must not commit, roll back or close.</summary>
/// <param name="Connection">In the open transaction; <c>app.user_id</c> and <c>app.request_id</c> are set.</param>
public sealed record MutationCall(
    Actor Actor,
    InputValues Input,
    string IdempotencyKey,
    string RequestId,
    string Language,
    NpgsqlConnection Connection,
    NpgsqlTransaction Transaction,
    IServiceProvider Services);

/// <param name="Changed">Key of the changed node; null when refused.</param>
/// <param name="Errors">Empty when done.</param>
public sealed record MutationOutcome(Guid? Changed, IReadOnlyList<UserError> Errors)
{
    /// <summary>Something shown this once and kept nowhere; null when there is none, or it was shown before.</summary>
    public string? Secret { get; init; }

    public static MutationOutcome Done(Guid changed) => new(changed, []);

    public static MutationOutcome Refused(params UserError[] errors) => new(null, errors);
}
