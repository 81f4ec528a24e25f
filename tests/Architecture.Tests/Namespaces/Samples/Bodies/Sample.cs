namespace Moodstream.Architecture.Tests.Namespaces.Samples.Bodies;

internal sealed class Sample
{
    /// <summary>Without any using line.</summary>
    public static object Make() => Bottom.Used.Make();
}
