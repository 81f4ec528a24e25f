using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Moodstream.Ingest.Redriving;

/// <summary>A dead letter whose post is to be sent again.</summary>
/// <param name="Partition">Its partition of the dead-letter topic.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="Bytes">Bytes of the post.</param>
/// <param name="Post">Where the post stood.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChosenLetter(int Partition, long Offset, long Bytes, TopicPartitionOffset Post);
