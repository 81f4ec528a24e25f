using Mono.Cecil;

namespace Moodstream.Architecture.Tests.Conventions;

public sealed class AsyncSuffixTests
{
    private static readonly string[] Awaited = ["Task", "Task`1", "ValueTask", "ValueTask`1", "IAsyncEnumerable`1"];

    /// <summary>Grain methods are left out, since all of them are awaited; so are methods whose names others chose.</summary>
    [Theory]
    [MemberData(nameof(SourceProjects.Names), MemberType = typeof(SourceProjects))]
    public void What_is_awaited_ends_in_Async(string project)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(
            Repository.AssemblyOf("src", project), new ReaderParameters { AssemblyResolver = Resolver(project) });

        Findings.None(Violations(assembly.MainModule.GetTypes().Where(type => type.Namespace.StartsWith("Moodstream.", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_method_without_the_suffix_is_found()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(AsyncSuffixTests).Assembly.Location);
        var sample = assembly.MainModule.GetTypes().Single(type => type.DeclaringType?.Name == nameof(AsyncSuffixTests) && type.Name == nameof(Sample));

        Assert.Equal([$"{typeof(AsyncSuffixTests).FullName}/{nameof(Sample)}.{nameof(Sample.Wait)}"], Violations([sample]));
    }

    private static IEnumerable<string> Violations(IEnumerable<TypeDefinition> types) =>
        from type in types
        from method in type.Methods
        where Awaited.Contains(method.ReturnType.Name) && !method.IsGetter && !method.Name.EndsWith("Async", StringComparison.Ordinal)
            && !method.Name.Contains('<', StringComparison.Ordinal) && !method.Name.Contains('.', StringComparison.Ordinal)
            && !IsNamedByOthers(type, method)
        select $"{type.FullName}.{method.Name}";

    private static bool IsNamedByOthers(TypeDefinition type, MethodDefinition method) =>
        (method.IsVirtual && !method.IsNewSlot)
        || (type.IsInterface && IsGrainInterface(type))
        || type.BaseType?.Name == "MulticastDelegate"
        || type.Interfaces.Select(each => each.InterfaceType.Resolve()).OfType<TypeDefinition>()
            .Where(each => !each.Module.Assembly.Name.Name.StartsWith("Moodstream.", StringComparison.Ordinal) || IsGrainInterface(each))
            .Any(each => each.Methods.Any(member => member.Name == method.Name));

    private static bool IsGrainInterface(TypeDefinition type) => type.Interfaces.Any(parent =>
        parent.InterfaceType.Namespace == "Orleans" && parent.InterfaceType.Name.StartsWith("IGrain", StringComparison.Ordinal));

    private static DefaultAssemblyResolver Resolver(string project)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(Repository.AssemblyOf("src", project)));
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        return resolver;
    }

    private sealed class Sample
    {
        public static Task Wait() => Task.CompletedTask;

        public static Task WaitAsync() => Task.CompletedTask;
    }
}
