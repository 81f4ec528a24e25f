namespace Moodstream.Architecture.Tests.Namespaces.Samples.Bottom;

[AttributeUsage(AttributeTargets.All)]
internal sealed class MarkAttribute : Attribute;
