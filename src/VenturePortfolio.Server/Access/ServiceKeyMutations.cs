namespace VenturePortfolio.Server;

/// <summary>What GraphQL shows of the acts on service keys.</summary>
internal static class ServiceKeyMutations
{
    internal static MutationDeclaration Create(CreateServiceKey useCase) => new(
        "createServiceKey",
        "Gives out a key with which a program of an organisation signs in. Administrators.",
        "serviceKey",
        "ServiceKey",
        [
            InputField.Id("organisationId", required: true),
            InputField.Text("name", required: true, "What it is for."),
            InputField.OneOf("role", MembershipNode.Role, required: true, describe: "The role of the organisation's kind; never ADMIN."),
            InputField.Boolean("readOnly", describe: "Limited to queries."),
            InputField.Date("expiresOn", required: true, "The last day it works, in Hong Kong; at most 365 days from today."),
        ],
        async (call, cancel) =>
        {
            var (key, secret) = await useCase.RunAsync(call.Actor, InputOf(call.Input), call.IdempotencyKey, call.Transaction, cancel);
            return UserErrors.Answer(key, call.Language) with { Secret = secret };
        })
    {
        SecretField = "secret",
    };

    internal static MutationDeclaration Revoke(RevokeServiceKey useCase) => new(
        "revokeServiceKey",
        "Takes a service key back; it sees nothing any more at once and is refused within 30 seconds. Administrators.",
        "serviceKey",
        "ServiceKey",
        [InputField.Id("serviceKeyId", required: true)],
        async (call, cancel) => UserErrors.Answer(
            await useCase.RunAsync(
                call.Actor,
                new RevokeServiceKeyInput { ServiceKeyId = call.Input.Text("serviceKeyId") },
                call.IdempotencyKey,
                call.Transaction,
                cancel),
            call.Language));

    private static CreateServiceKeyInput InputOf(InputValues values) => new()
    {
        OrganisationId = values.Text("organisationId"),
        Name = values.Text("name"),
        Role = values.Text("role"),
        ReadOnly = values.Boolean("readOnly") ?? false,
        ExpiresOn = values.Date("expiresOn")!.Value,
    };
}
