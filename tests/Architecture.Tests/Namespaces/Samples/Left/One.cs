namespace Moodstream.Architecture.Tests.Namespaces.Samples.Left;

internal sealed class One
{
    public Right.Other? Other { get; init; }
}
