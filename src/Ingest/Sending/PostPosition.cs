namespace Moodstream.Ingest.Sending;

/// <summary>Where on the posts topic a sent post stands.</summary>
/// <param name="Partition">Partition, from 0.</param>
/// <param name="Offset">Offset in it.</param>
public readonly record struct PostPosition(int Partition, long Offset);
