namespace Moodstream.Architecture.Tests.Namespaces;

/// <summary>One namespace uses another of the same project.</summary>
/// <param name="From">The user, without the project's prefix; <see cref="Root"/> for the project's own folder.</param>
/// <param name="To">The used one.</param>
/// <param name="Example">A place in the code.</param>
internal sealed record Arrow(string From, string To, string Example)
{
    /// <summary>Stands for the folder of the project file.</summary>
    public const string Root = "(root)";

    public override string ToString() => $"{From} -> {To} ({Example})";
}
