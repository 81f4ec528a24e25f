using Moodstream.Architecture.Tests.Namespaces.Samples.Bottom;

namespace Moodstream.Architecture.Tests.Namespaces.Samples.BaseTypes;

internal sealed class Sample : Used;
