namespace Moodstream.Architecture.Tests.Namespaces.Samples.Lambdas;

internal sealed class Sample
{
    public static Func<int, object> Make(int number) => other => number == other ? Bottom.Used.Make() : new object();
}
