using System.Collections.Immutable;

namespace Moodstream.Ingest.Sending;

/// <summary>What became of a file of posts.</summary>
/// <param name="Lines">Lines read, without empty ones.</param>
/// <param name="Delivered">Posts whose delivery the server confirmed.</param>
/// <param name="BadLineCount">Lines without a user id.</param>
/// <param name="BadLines">The first hundred of them.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record SendReport(long Lines, long Delivered, long BadLineCount, ImmutableArray<BadLine> BadLines, TimeSpan Elapsed);
