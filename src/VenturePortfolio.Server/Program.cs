using System.CommandLine;
using System.Runtime.InteropServices;
using VenturePortfolio.Server;

// Composition root: what the server is made of, in one place. Each slice adds one line to a list.
var root = new RootCommand("Venture portfolio: incubators, startups and sub-funds, with metrics that can be explained and replayed")
{
    ServeCommand.Create(Composition),
    MigrateCommand.Create(),
    TokenCommand.Create(),
    SeedCommand.Create(),
    ImportCommand.Create(),
    NightlyCommand.Create(),
    ExportCommand.Create(),
    VerifyCommand.Create(),
    DoctorCommand.Create([NightCheck.RunAsync, LedgerCheck.RunAsync]),
    BackupCommand.CreateBackup(),
    BackupCommand.CreateRestore(),
    SchemaCommand.Create(services => services.AddEverySlice()),
};
root.Options.Add(PortfolioCommand.Profile);
root.Options.Add(PortfolioCommand.Data);
root.Options.Add(ServeCommand.Urls);
root.SetAction((parsed, cancel) => PortfolioCommand.RunAsync(parsed, (context, stop) => ServeCommand.RunAsync(context, Composition, stop), cancel));

// Ctrl-C and SIGTERM ask; the command ends in its own time (requests finish, PostgreSQL is stopped).
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop.Token);

void Ask(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

public static partial class Program
{
    /// <summary>Every slice, its services and endpoints, and the steps of starting up.</summary>
    public static Composition Composition { get; } = new()
    {
        AddSlices = builder =>
        {
            builder.AddTelemetryExport();
            builder.AddAccess();
            builder.Services.AddAudit();
            builder.Services.AddHealth();
            builder.Services.AddGraphQLEndpoint();
            builder.Services.AddNight();
            builder.Services.AddNightAlarm();
            builder.Services.AddEverySlice();
        },
        MapSlices = app =>
        {
            app.MapHealth();
            NightlyHealth.Map(app);
            app.MapGraphQLEndpoint();
            app.MapLeverageReport();
            app.MapVerdicts();
            app.MapIncubationReport();
            app.MapRestatement();
            app.MapExplanation();
            app.MapFigureSeries();
            app.MapLists();
        },
        BeforeListening = [SeedOnStart.RunAsync, NightlyCommand.FirstNightAsync],
        OnceListening = [TokenCommand.PrintOnStartAsync, DemoCurls.PrintAsync],
    };
}
