using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace VenturePortfolio.Server;

/// <summary>
/// When to ring and what to call. What is due is decided by whoever is called, from its own tables: ringing twice, late
/// or on two nodes must do no harm, because Quartz does all three.
/// </summary>
/// <param name="DailyCronUtc">Quartz cron expression, read in UTC.</param>
/// <param name="SweepEvery">Rings at start and then this often, to catch whatever the daily ring missed.</param>
/// <param name="RingAsync">Called on one node of the cluster at a time.</param>
public sealed record Alarm(
    string DailyCronUtc, TimeSpan SweepEvery, Func<IServiceProvider, CancellationToken, Task> RingAsync);

/// <summary>Quartz on its clustered PostgreSQL store: nothing but the alarm clock.</summary>
public static class AlarmClock
{
    /// <summary>Connections of the store: the scheduling loop, the check-in, the misfire handler, one to spare.</summary>
    private const int PoolSize = 4;

    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CheckInThreshold = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Starts with the application and stops with it. Creates its own tables, in the schema the login's search path names.
    /// </summary>
    /// <param name="services">Of the serving program only: commands that end do not ring.</param>
    /// <param name="alarm">Its one alarm.</param>
    /// <param name="connectionString">The login that owns Quartz's schema.</param>
    public static IServiceCollection AddAlarmClock(
        this IServiceCollection services, Alarm alarm, Func<IServiceProvider, string> connectionString)
    {
        services.AddSingleton(alarm);
        services.AddLogging(logging => logging
            .AddFilter("Quartz", LogLevel.Warning)
            // Every restart is a warning there ("detected 1 failed or restarted instances").
            .AddFilter("Quartz.Impl.AdoJobStore", LogLevel.Error));
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "venture-portfolio";
                options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(maxConcurrency: 1);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(options => options.DataSourceFactory = provider => Pool(connectionString(provider)));
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = CheckIn;
                    cluster.CheckinMisfireThreshold = CheckInThreshold;
                });
                store.ConfigureStore(options => options.RecoverFiringsCancelledByShutdown = true);
                store.ProvisionSchema();
            });
            var key = new JobKey("alarm");
            quartz.AddJob<AlarmJob>(job => job.WithIdentity(key).StoreDurably().RequestRecovery());
            quartz.AddTrigger(trigger => trigger.ForJob(key).WithIdentity("daily")
                .WithSchedule(CronScheduleBuilder.Create(alarm.DailyCronUtc).InTimeZone(TimeZoneInfo.Utc)));
            quartz.AddTrigger(trigger => trigger.ForJob(key).WithIdentity("sweeper")
                .WithSimpleSchedule(schedule => schedule.WithInterval(alarm.SweepEvery).RepeatForever()
                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount)));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }

    private static NpgsqlDataSource Pool(string connectionString) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = PoolSize, MinPoolSize = 0 });
}

/// <summary>Rings. Carries no data: what to do is asked of the tables when it rings.</summary>
[DisallowConcurrentExecution]
public sealed class AlarmJob(Alarm alarm, IServiceProvider services) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await alarm.RingAsync(services, cancellationToken);
}
