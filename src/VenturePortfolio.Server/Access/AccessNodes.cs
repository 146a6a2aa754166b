namespace VenturePortfolio.Server;

/// <summary>The nodes of people and organisations.</summary>
public static class AccessNodes
{
    public static IServiceCollection AddAccessNodes(this IServiceCollection services) =>
        services
            .AddFunctionField(ViewerField.Declaration)
            .AddNode(OrganisationNode.Declaration)
            .AddNode(PersonNode.Declaration)
            .AddNode(MembershipNode.Declaration)
            .AddNode(ServiceKeyNode.Declaration)
            .AddNode(AuditEntryNode.Declaration)
            .AddNode(SecurityEventNode.Declaration)
            .AddWrites()
            .AddSingleton<CreateServiceKey>()
            .AddSingleton<RevokeServiceKey>()
            .AddSingleton(provider => ServiceKeyMutations.Create(provider.GetRequiredService<CreateServiceKey>()))
            .AddSingleton(provider => ServiceKeyMutations.Revoke(provider.GetRequiredService<RevokeServiceKey>()));
}
