using Moodstream.Architecture.Tests.Namespaces.Samples.Bottom;

namespace Moodstream.Architecture.Tests.Namespaces.Samples.Attributes;

internal sealed class Sample
{
    [Mark]
    public int Value { get; init; }
}
