namespace VenturePortfolio.Server;

/// <summary>How large a GraphQL document may be before anything but the parser has looked at it. All bounds inclusive.</summary>
/// <remarks>
/// graphql-dotnet's own limits run after work that is quadratic or exponential in the document: 3,000 repeats of one
/// field (66 KB) cost 8 s of validation, 22 doubling fragments (1 KB) cost 5 s.
/// </remarks>
public sealed record GuardLimits
{
    public static GuardLimits Default { get; } = new();

    /// <summary>Syntax nodes of the whole document: definitions, selections, arguments, directives, values, types.</summary>
    public int Nodes { get; init; } = 1_000;

    /// <summary>Selections written in one pair of braces.</summary>
    public int SelectionsPerSet { get; init; } = 100;

    /// <summary>Fields that end up under one parent once fragments are spread; checking that they merge is quadratic in it.</summary>
    public int FieldsPerParent { get; init; } = 200;

    /// <summary>Aliased fields under one parent once fragments are spread.</summary>
    public int AliasesPerParent { get; init; } = 30;

    public int Directives { get; init; } = 50;

    public int Fragments { get; init; } = 30;

    /// <summary>Fields of all operations once fragments are spread; of a fragment nobody spreads, its own.</summary>
    public int ExpandedFields { get; init; } = 5_000;

    /// <summary>
    /// Fields that answer to the name of another under the same parent, of the whole document once fragments are spread. Tools
    /// repeat <c>id</c> and <c>__typename</c> in every fragment.
    /// </summary>
    public int Repeats { get; init; } = 200;

    /// <summary>Such fields that have arguments or fields of their own.</summary>
    public int LargeRepeats { get; init; } = 50;

    /// <summary>Such fields that are not written like the first of their name: they cannot be merged, or are spaced otherwise.</summary>
    public int UnlikeFields { get; init; } = 10;

    /// <summary>Levels of fields; a root field is at level 1, fragments add none.</summary>
    public int Depth { get; init; } = 12;

    /// <summary>The same for an operation that asks nothing but the schema: the usual tools nest <c>ofType</c> nine deep.</summary>
    public int IntrospectionDepth { get; init; } = 16;

    /// <summary>
    /// <c>fields</c>, <c>interfaces</c> and their like inside each other below <c>__schema</c> or <c>__type</c>: each turn
    /// multiplies the answer by the size of the schema. The usual introspection query has one.
    /// </summary>
    public int IntrospectionLists { get; init; } = 1;

    /// <summary>Fields below one <c>__schema</c> or <c>__type</c>; the usual introspection query has about 230.</summary>
    public int IntrospectionFields { get; init; } = 300;

    /// <summary>Fields of an operation that ask about the schema; <c>__typename</c> is not one.</summary>
    public int IntrospectionRoots { get; init; } = 5;

    /// <summary>Characters of one string as written, quotes and escapes included; the longest text we store has 2,000.</summary>
    public int StringLength { get; init; } = 4_000;

    /// <summary>Items of one list literal, or members of one object literal.</summary>
    public int LiteralItems { get; init; } = 100;

    /// <summary>Lists and objects inside each other in one literal.</summary>
    public int LiteralDepth { get; init; } = 10;

    /// <summary>Nodes inside each other that the recursive parser goes down; a stack overflow would end the process.</summary>
    public int ParserDepth { get; init; } = 100;
}
