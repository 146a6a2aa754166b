using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace VenturePortfolio.Server;

/// <summary>What a run did and found, as it goes; written with its figures.</summary>
public sealed class RunReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly List<object> stages = [];
    private readonly SortedDictionary<string, int> absent = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly List<Invariant> invariants = [];
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private double before;

    /// <summary>Figures staged, and those of them without a value.</summary>
    public (int Values, int Absent) Figures { get; private set; }

    /// <summary>What is being done, for those who watch: asked from another thread, so a figure behind at times.</summary>
    public string Progress => string.Create(CultureInfo.InvariantCulture, $"{Doing}, {Figures.Values:#,0} figures so far, {watch.Elapsed.TotalSeconds:0} s");

    private string Doing => stages.Count switch
    {
        0 => "reading",
        1 => "adding up a second time",
        2 => "computing sub-funds",
        3 => "judging rules",
        4 => "computing startups",
        _ => "storing",
    };

    /// <summary>Since the stage before.</summary>
    public void Ends(string stage)
    {
        var now = watch.Elapsed.TotalSeconds;
        stages.Add(new { name = stage, seconds = Math.Round(now - before, 3) });
        before = now;
    }

    public void Counts(string what, long count) => counts[what] = count;

    public void Holds(params IEnumerable<Invariant> held) => invariants.AddRange(held);

    public void Adds(Figure figure)
    {
        Figures = (Figures.Values + 1, Figures.Absent + (figure.Measure.Absent is null ? 0 : 1));
        if (figure.Measure.Absent is { } why)
        {
            absent[why.Why] = absent.GetValueOrDefault(why.Why) + 1;
        }
    }

    /// <summary>In the transaction that publishes the run, after its figures.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, Guid run, CancellationToken cancel)
    {
        Counts("figures", Figures.Values);
        await using var command = new NpgsqlCommand(
            """
            insert into metric_run_report (run_id, stages, counts, absent, invariants, changes)
            select $1, $2::jsonb, $3::jsonb, $4::jsonb, $5::jsonb, coalesce(jsonb_agg(to_jsonb(c)), '[]')
            from (
                select coalesce(f.code, p.code) as subject, n.metric_key as metric, o.value as before, n.value as after
                from metric_value n
                join metric_value o on o.metric_key = n.metric_key and o.revision = n.revision
                    and (o.sub_fund_id = n.sub_fund_id or o.programme_id = n.programme_id)
                left join sub_fund f on f.id = n.sub_fund_id
                left join programme p on p.id = n.programme_id
                where n.run_id = $1 and n.unit in ('RATIO', 'RATE_PER_YEAR') and o.value <> n.value and o.run_id = (
                    select b.id
                    from metric_run b, metric_run r
                    where r.id = $1 and b.state = 'PUBLISHED' and b.kind = 'NIGHTLY' and b.business_date < r.business_date
                    order by b.business_date desc
                    limit 1)
                order by abs(n.value - o.value) / greatest(abs(o.value), 0.000001) desc, 1, 2
                limit 10) c
            """, connection)
        {
            Parameters =
            {
                new() { Value = run },
                new() { Value = JsonSerializer.Serialize(stages, Json) },
                new() { Value = JsonSerializer.Serialize(counts, Json) },
                new() { Value = JsonSerializer.Serialize(absent, Json) },
                new() { Value = JsonSerializer.Serialize(invariants, Json) },
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
