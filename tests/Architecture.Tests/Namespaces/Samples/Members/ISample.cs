using Moodstream.Architecture.Tests.Namespaces.Samples.Bottom;

namespace Moodstream.Architecture.Tests.Namespaces.Samples.Members;

internal interface ISample
{
    Used? Member { get; }
}
