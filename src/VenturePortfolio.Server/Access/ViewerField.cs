namespace VenturePortfolio.Server;

/// <summary>Who is asking, as the server understood the token.</summary>
internal static class ViewerField
{
    private static readonly ResultType<Actor> Viewer =
        new ResultType<Actor>("Viewer", "Who is asking.")
            .Text("displayName", actor => actor.DisplayName)
            .Enum("role", MembershipNode.Role, actor => actor.Role.Code(), describe: "The role acted in.")
            .Text("language", actor => actor.Language, describe: "Of messages: zh-Hant, zh-Hans or en.")
            .Node("person", "Person", actor => actor.PersonId);

    public static readonly FunctionField Declaration = new(
        "viewer", "Who is asking.", Viewer, [], (call, _) => Task.FromResult<object?>(call.Actor));
}
