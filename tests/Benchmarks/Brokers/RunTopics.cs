namespace Moodstream.Benchmarks.Brokers;

/// <summary>Where one run takes posts from and brings events to.</summary>
/// <param name="Bootstrap"><c>HOST:PORT</c> of the broker.</param>
/// <param name="Posts">The posts topic.</param>
/// <param name="Events">The events topic, empty.</param>
/// <param name="DeadLetters">The dead-letter topic, empty.</param>
/// <param name="Group">A consumer group that nobody has used.</param>
internal sealed record RunTopics(string Bootstrap, string Posts, string Events, string DeadLetters, string Group);
