using System.Text;

namespace VenturePortfolio.Server;

/// <summary>
/// One statement being written, with its parameters in order of appearance. The text is a function of the plan alone, so
/// that the server-side prepared statement is found again.
/// </summary>
internal sealed class SqlText
{
    private readonly StringBuilder text = new();
    private readonly List<PlanParameter> parameters = [];
    private int aliases;

    public IReadOnlyList<PlanParameter> Parameters => parameters;

    public SqlText Add(string sql)
    {
        text.Append(sql);
        return this;
    }

    /// <summary>The placeholder of a parameter; the same one for the same parameter.</summary>
    public string Parameter(PlanParameter parameter)
    {
        var position = parameters.IndexOf(parameter);
        if (position < 0)
        {
            parameters.Add(parameter);
            position = parameters.Count - 1;
        }

        return $"${position + 1}";
    }

    /// <summary>A fresh alias for a row that only a condition looks at.</summary>
    public string Alias() => $"f{++aliases}";

    public override string ToString() => text.ToString();

    /// <summary>Schema-qualified: a temporary table of the same name could not stand before it.</summary>
    public static string Table(NodeDeclaration node) => "portfolio." + node.Table;
}
