using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What a step of the start works with.</summary>
/// <param name="Services">Of the application, built but not necessarily listening.</param>
/// <param name="Addresses">Where it listens; empty before it does.</param>
public sealed record StartContext(
    IServiceProvider Services, DatabaseLogins Logins, IConfiguration Configuration, ProgressLines Progress, IReadOnlyList<string> Addresses);

/// <summary>One step of starting up; must find out by itself whether there is anything to do.</summary>
public delegate Task StartStep(StartContext context, CancellationToken cancel);

/// <summary>What the slices add to the server. Listed once, in Program.cs; tests build the same application from it.</summary>
public sealed record Composition
{
    /// <summary>One <c>Add…</c> per slice.</summary>
    public required Action<WebApplicationBuilder> AddSlices { get; init; }

    /// <summary>One <c>Map…</c> per slice, in the order of the request pipeline.</summary>
    public required Action<WebApplication> MapSlices { get; init; }

    /// <summary>In order, after the migration and before the first request: seeds, the first night.</summary>
    public IReadOnlyList<StartStep> BeforeListening { get; init; } = [];

    /// <summary>In order, once it listens: what is printed for the person.</summary>
    public IReadOnlyList<StartStep> OnceListening { get; init; } = [];

    /// <summary>The application on a database that is ready. The caller starts and disposes it.</summary>
    public WebApplication Build(IConfiguration configuration, DatabaseLogins logins)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseUrls(configuration["Urls"] ?? ServeCommand.DefaultUrls);
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        // The progress lines say where it listens.
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // What keeps it from starting reaches the person as a PlainException, or ends the program with its stack.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // Otherwise ASP.NET makes a span and a scope for each request, for a log that shows neither; tracing makes its own (3 % of a look-up's time).
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.AddSingleton(logins);
        AddSlices(builder);
        var app = builder.Build();
        app.UseDrain();
        MapSlices(app);
        return app;
    }
}

/// <summary>Database, start steps, web server; and back again on Ctrl-C or SIGTERM.</summary>
public static class ServeCommand
{
    public const string DefaultUrls = "http://127.0.0.1:5080";

    public static readonly Option<string?> Urls = new("--urls") { Description = $"Where to listen; default {DefaultUrls}" };

    public static Command Create(Composition composition)
    {
        var command = PortfolioCommand.Create("serve", "Start the tracker (the default command)", (context, cancel) => RunAsync(context, composition, cancel));
        command.Options.Add(Urls);
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, Composition composition, CancellationToken cancel)
    {
        await using var database = await PortfolioDatabase.OpenAsync(context.Configuration, context.Progress, cancel);
        await using var app = composition.Build(context.Configuration, database.Logins);

        await RunStepsAsync(composition.BeforeListening, []);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            // What has begun to work in the background ends before the database under it is let go.
            await app.StopAsync(CancellationToken.None);
            throw new PlainException($"{taken.Message.TrimEnd('.')}. Stop the program that listens there, or choose another address with --urls.", taken);
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        context.Progress.Say("Listening", string.Join(", ", addresses));
        try
        {
            await RunStepsAsync(composition.OnceListening, addresses);
        }
        catch (Exception exception) when (exception is OperationCanceledException or NpgsqlException)
        {
            // It serves already. Asked to stop meanwhile, it stops as from idle; without its database, it waits for it.
            if (!cancel.IsCancellationRequested)
                context.Progress.Say("Left out", "the database was away; `venture-portfolio token PERSON` prints a token");
        }

        await DrainAsync(app, cancel);
        context.Progress.Say("Stopping", "requests finished, closing the database");
        return 0;

        // Out of the rota first, then the door: see Drain.
        static async Task DrainAsync(WebApplication app, CancellationToken cancel)
        {
            var asked = new TaskCompletionSource();
            await using var byPerson = cancel.Register(() => asked.TrySetResult());
            await using var byHost = app.Lifetime.ApplicationStopping.Register(() => asked.TrySetResult());
            await asked.Task;
            await app.Services.GetRequiredService<Drain>().RunAsync();
            await app.StopAsync(CancellationToken.None);
        }

        async Task RunStepsAsync(IReadOnlyList<StartStep> steps, IReadOnlyList<string> listening)
        {
            foreach (var step in steps)
                await step(new(app.Services, database.Logins, context.Configuration, context.Progress, listening), cancel);
        }
    }
}
