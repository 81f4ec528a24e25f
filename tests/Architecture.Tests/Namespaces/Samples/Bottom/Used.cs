namespace Moodstream.Architecture.Tests.Namespaces.Samples.Bottom;

/// <summary>What the other samples use, each in a way of its own.</summary>
internal class Used
{
    public static Used Make() => new();
}
