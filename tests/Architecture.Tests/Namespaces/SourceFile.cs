namespace Moodstream.Architecture.Tests.Namespaces;

/// <summary>A file of a project.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace, which is its folder, without the project's prefix.</param>
/// <param name="Content">What it says.</param>
internal sealed record SourceFile(string Name, string Namespace, string Content);
