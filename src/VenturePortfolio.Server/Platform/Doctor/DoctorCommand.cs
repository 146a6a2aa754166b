using System.CommandLine;

namespace VenturePortfolio.Server;

/// <summary>Says in plain words what is wrong and what to do. Exit code 1 when anything is; a warning is none.</summary>
public static class DoctorCommand
{
    public static Command Create(IReadOnlyList<DatabaseCheck> checks) => PortfolioCommand.Create(
        "doctor",
        "Look at disk, rights, versions, logins, clock, nights and ledgers; change nothing",
        async (context, cancel) =>
        {
            var found = await new Doctor(checks, TimeProvider.System).ExamineAsync(context.Configuration, cancel);
            foreach (var diagnosis in found)
            {
                await Console.Out.WriteLineAsync(diagnosis.ToString());
            }

            var wrong = found.Count(each => each.Soundness == Soundness.Wrong);
            var warned = found.Count(each => each.Soundness == Soundness.Warn);
            await Console.Out.WriteLineAsync($"{found.Count} checks: {(wrong == 0 && warned == 0 ? "all well" : $"{wrong} wrong, {warned} to look at")}");
            return wrong == 0 ? 0 : 1;
        });
}
