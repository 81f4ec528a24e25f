namespace Moodstream.Architecture.Tests.Namespaces.Samples.Right;

internal sealed class Other
{
    public Left.One? One { get; init; }
}
