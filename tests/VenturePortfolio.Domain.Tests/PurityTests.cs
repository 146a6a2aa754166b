using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace VenturePortfolio.Domain.Tests;

/// <summary>The calculation core does no I/O and reads no clock: what it cannot name it cannot do.</summary>
public class PurityTests
{
    [Fact]
    public void Domain_references_only_NodaTime_and_the_base_class_library()
    {
        var references = typeof(Money).Assembly.GetReferencedAssemblies().Select(name => name.Name!);

        Assert.All(references, name => Assert.Contains(name, new[]
        {
            "NodaTime", "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Linq",
            "System.Memory", "System.Runtime.Numerics",
        }));
    }

    [Fact]
    public void Domain_names_no_clock_no_task_and_no_chance()
    {
        using var file = new PEReader(File.OpenRead(typeof(Money).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var types = metadata.TypeReferences
            .Select(handle => metadata.GetString(metadata.GetTypeReference(handle).Name));
        var members = metadata.MemberReferences
            .Select(handle => metadata.GetString(metadata.GetMemberReference(handle).Name));

        Assert.Empty(types.Intersect(
        [
            "SystemClock", "IClock", "Stopwatch", "TimeProvider", "Random", "Task", "Task`1", "ValueTask", "Thread",
            "Environment", "Console", "File", "Stream", "ILogger",
        ]));
        Assert.Empty(members.Intersect(["get_Now", "get_UtcNow", "get_Today", "NewGuid", "CreateVersion7"]));
    }
}
