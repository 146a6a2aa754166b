using System.CommandLine;

namespace VenturePortfolio.Server;

/// <summary>
/// Prints fresh sign-in tokens of the demo's people. With a person: the bare token on standard output, ready for
/// <c>$(…)</c>.
/// </summary>
public static class TokenCommand
{
    private static readonly Argument<string?> Person = new("person")
    {
        Description = "Whose token; all of them when left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = PortfolioCommand.CreateWithDatabase("token", "Print sign-in tokens of the demo's people", RunAsync);
        command.Arguments.Add(Person);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, DatabaseLogins logins, CancellationToken cancel)
    {
        if (!SignInSettings.From(context.Configuration).IsDemo)
        {
            throw new PlainException("Tokens are made here for the demo only (--profile demo); otherwise your sign-in provider makes them.");
        }

        var people = await DemoPeople.ReadAsync(logins.Job, cancel);
        if (people is [])
        {
            throw new PlainException("There are no demo people yet: start once with --profile demo, which loads them.");
        }

        using var issuer = DemoIssuer.Open(PortfolioDatabase.DirectoryOf(context.Configuration));
        if (context.Parsed.GetValue(Person) is { } subject)
        {
            if (!people.Any(person => string.Equals(person.Subject, subject, StringComparison.Ordinal)))
            {
                throw new PlainException($"There is no demo person {subject}; there are {string.Join(", ", people.Select(person => person.Subject).Distinct(StringComparer.Ordinal))}.");
            }

            await Console.Out.WriteLineAsync(issuer.TokenFor(subject, DemoPeople.TokenLifetime));
            return 0;
        }

        await PrintAsync(people, issuer);
        return 0;
    }

    /// <summary>A step of starting up: in the demo, once it listens, everybody's token stands on the terminal.</summary>
    public static async Task PrintOnStartAsync(StartContext context, CancellationToken cancel)
    {
        if (context.Services.GetService<DemoIssuer>() is not { } issuer || await DemoPeople.ReadAsync(context.Logins.Job, cancel) is not [_, ..] people)
        {
            return;
        }

        context.Progress.Say("Sign in", $"as one of these, for {DemoPeople.TokenLifetime.TotalHours:0} hours; the command token prints new ones");
        await PrintAsync(people, issuer);
    }

    private static async Task PrintAsync(IReadOnlyList<DemoPerson> people, DemoIssuer issuer)
    {
        foreach (var person in people)
        {
            await Console.Out.WriteLineAsync($"# {person.Subject}: {person.DisplayName}, {person.Role.Code()} of {person.Organisation}");
            await Console.Out.WriteLineAsync(issuer.TokenFor(person.Subject, DemoPeople.TokenLifetime));
        }
    }
}
