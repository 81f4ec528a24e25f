using Moodstream.Architecture.Tests.Namespaces.Samples.Bottom;

namespace Moodstream.Architecture.Tests.Namespaces.Samples.Generics;

internal sealed class Sample
{
    public static int Count() => Array.Empty<KeyValuePair<int, Used[]>>().Length;
}
