using System.Globalization;
using Moodstream.Benchmarks.Posts;

namespace Moodstream.Benchmarks.Report;

/// <summary>What was measured, on what.</summary>
/// <param name="Load">What posts bring.</param>
/// <param name="Posts">How many posts.</param>
/// <param name="Users">Of how many users.</param>
/// <param name="Model">The model.</param>
/// <param name="Broker">The broker.</param>
/// <param name="Cores">Processors of the machine.</param>
/// <param name="Time">When it was measured, in UTC.</param>
internal sealed record Setting(string Load, int Posts, int Users, string Model, string Broker, int Cores, DateTimeOffset Time)
{
    /// <summary>The setting of this moment and machine.</summary>
    /// <param name="load">The posts.</param>
    /// <param name="posts">How many.</param>
    /// <param name="model">The model.</param>
    /// <param name="broker">The broker.</param>
    public static Setting Of(PostLoad load, int posts, string model, string broker) => new(
#pragma warning disable CA1308 // It stands in a sentence.
        load.Kind.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
        posts, load.Users, model, broker, Environment.ProcessorCount, DateTimeOffset.UtcNow);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Load}: {Posts:N0} posts of {Users:N0} users, model {Model}; {Broker}; {Cores} cores; {Time:yyyy-MM-dd HH:mm} UTC");
}
