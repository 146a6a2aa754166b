namespace VenturePortfolio.Server;

/// <summary>Says a use case's errors to the person, in their language; the codes stay.</summary>
public static class UserErrors
{
    /// <summary>What a mutation answers from what its use case gave.</summary>
    public static MutationOutcome Answer(Result<Guid> result, string language)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.IsOk
            ? MutationOutcome.Done(result.Value)
            : MutationOutcome.Refused([.. result.Errors.Select(error => Of(error, language))]);
    }

    /// <summary>"evidence.0.address" becomes <c>["input", "evidence", "0", "address"]</c>.</summary>
    public static UserError Of(Error error, string language)
    {
        ArgumentNullException.ThrowIfNull(error);
        string[] path = error.Path.Length == 0 ? ["input"] : ["input", .. error.Path.Split('.')];
        return new UserError(error.Code, path, Messages.Text(error.Code, language, [.. error.Values]));
    }

    /// <summary>As a field of a query answers it, where no path stands beside: what names no argument itself is told with the argument's name.</summary>
    public static FieldException OfField(Error error, string language)
    {
        ArgumentNullException.ThrowIfNull(error);
        var message = Of(error, language).Message;
        return new FieldException(error.Code, error.Code is "REQUIRED" or "NOT_EXPECTED" or "NOT_FOUND" ? $"{error.Path}: {message}" : message);
    }
}
