namespace Moodstream.Benchmarks.Measuring;

/// <summary>What one run of one competitor gave, in milliseconds from the moment at which a post was meant to be sent to its event's arrival.</summary>
/// <param name="Competitor">The competitor.</param>
/// <param name="Round">The round, from 1.</param>
/// <param name="P50">Half of the posts took at most this.</param>
/// <param name="P90">Nine in ten.</param>
/// <param name="P99">All but one in a hundred.</param>
/// <param name="Highest">The longest.</param>
/// <param name="LateP99">How late the sender itself was, all but one post in a hundred: what the benchmark could not keep up with.</param>
internal sealed record LatencyRun(string Competitor, int Round, double P50, double P90, double P99, double Highest, double LateP99);
