namespace VenturePortfolio.Server.Tests;

/// <summary>The search that goes with the whole suite can find something.</summary>
public class PlantedSecretsTests
{
    [Fact]
    public void A_service_key_is_found() => Assert.Equal(["a service key"], PlantedSecrets.In($"log line with {ServiceKeySecret.Create()} in it"));

    [Fact]
    public void A_planted_password_is_found_where_one_was_planted()
    {
        var planted = Environment.GetEnvironmentVariable(DatabaseSecrets.VariableOf("vp_policy"));

        Assert.Equal(planted is null ? [] : ["the password of vp_policy"], PlantedSecrets.In($"Host=x;Password={planted};"));
        Assert.Empty(PlantedSecrets.In("nothing to see"));
    }
}
