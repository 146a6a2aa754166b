namespace VenturePortfolio.Server;

/// <summary>Who signs in and who they are, for the composition root.</summary>
public static class AccessSlice
{
    /// <exception cref="PlainException">Nobody could sign in.</exception>
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var settings = SignInSettings.From(builder.Configuration);
        var demo = settings.IsDemo ? DemoIssuer.Open(PortfolioDatabase.DirectoryOf(builder.Configuration)) : null;
        if (demo is not null)
        {
            builder.Services.AddSingleton(demo);
        }

        builder.Services
            .AddSignIn(settings, demo)
            .AddSingleton(services => new PersonDirectory(services.GetRequiredService<DatabaseLogins>().Job))
            .AddSingleton(services => new ServiceKeyDirectory(services.GetRequiredService<DatabaseLogins>().Job, services.GetRequiredService<TimeProvider>()))
            .AddSingleton<VerifiedTokens>()
            .AddSingleton<ActorFinder>();
    }
}
