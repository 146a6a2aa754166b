using GraphQL.Validation;
using NodaTime;

namespace VenturePortfolio.Server;

/// <summary>
/// Whether an answer can ever change: every fact in it must be asked for as known at an instant, or hang by key on one that is.
/// Cards may stand beside them, because their revision is part of the reader's scope.
/// </summary>
internal sealed class PlanPins
{
    private readonly List<ValueSource> instants = [];
    private readonly List<(ValueSource Of, Func<object?, bool> Is)> looseWhen = [];
    private bool isLoose;

    /// <summary>Something is read that may change unnoticed.</summary>
    public void Loosen() => isLoose = true;

    /// <summary>The same, with some values of an argument.</summary>
    public void LoosenWhen(Given deciding, Func<object?, bool> isLoose) => looseWhen.Add((deciding.Source, isLoose));

    /// <param name="knownAt">What the list was given for it; null: nothing.</param>
    public void List(NodeDeclaration node, Given? knownAt)
    {
        if (node.Life is RowLife.Recorded or RowLife.Dated && knownAt is not null)
        {
            At(knownAt);
        }
        else
        {
            Row(node);
        }
    }

    /// <summary>One row by its key, which may be there one day and not the day before.</summary>
    public void Row(NodeDeclaration node) => isLoose |= node.Life is not RowLife.Card;

    /// <summary>What a row that never changes names is there with it; what names that row may come later.</summary>
    public void ToOne(NodeDeclaration target, ToOneField field) =>
        isLoose |= target.Life is RowLife.Changing || (target.Life is not RowLife.Card && field.TargetColumn is not null);

    public void At(Given knownAt) => instants.Add(knownAt.Source);

    /// <summary>The latest instant asked for; null when the answer may change, or nothing in it is dated.</summary>
    public Instant? KnownAt(Variables variables) =>
        isLoose || instants.Count == 0 || looseWhen.Exists(some => some.Is(some.Of.Value(variables))) ? null : instants.Max(instant => (Instant)instant.Value(variables)!);
}
