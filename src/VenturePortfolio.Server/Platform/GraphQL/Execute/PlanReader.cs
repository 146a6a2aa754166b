namespace VenturePortfolio.Server;

/// <summary>Reads what plans ask for, as many batches at once as the gate lets in; look-ups may share one.</summary>
public sealed class PlanReader(DatabaseLogins logins, AdmissionGate gate, ILogger<PlanReader> log)
{
    /// <summary>Of each role's login its own: what is shared never crosses a login.</summary>
    private readonly LookUps[] lookUps = [.. Enum.GetValues<Role>().Select(role => new LookUps(logins.ReaderOf(role), gate, log))];

    /// <summary>False: no place came free in time.</summary>
    internal async Task<bool> ReadAsync(Role role, ReadRequest request, CancellationToken cancellationToken)
    {
        if (request.Plan.IsLookUp)
        {
            switch (await lookUps[(int)role].ReadAsync(request, cancellationToken))
            {
                case LookUpEnd.Read:
                    return true;
                case LookUpEnd.Overloaded:
                    return false;
            }

            request.State.Clear();
        }

        using var place = await gate.EnterAsync(cancellationToken);
        if (place is null)
        {
            return false;
        }

        await BatchRunner.ReadAsync(logins.ReaderOf(role), request, cancellationToken);
        return true;
    }
}
