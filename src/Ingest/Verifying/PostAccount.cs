using System.Runtime.InteropServices;

namespace Moodstream.Ingest.Verifying;

/// <summary>What the topic of events says of one post, in digests: some 60 bytes, since there are millions of them.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PostAccount
{
    /// <summary>Digest of the first revision; 0 before that was seen.</summary>
    public ulong First;

    /// <summary>Digest of the latest revision.</summary>
    public ulong Latest;

    /// <summary>What the latest revision was worked out from, a bit for each modality.</summary>
    public ulong Modalities;

    /// <summary>Offset of the last event.</summary>
    public long Offset;

    /// <summary>Kafka's time of the last event, in milliseconds since 1970.</summary>
    public long At;

    /// <summary>The latest revision.</summary>
    public int Revision;

    /// <summary>How many different revisions there are.</summary>
    public int Revisions;

    /// <summary>Whether it counts among the posts that its author's timeline has to show.</summary>
    public bool IsKept;

    /// <summary>Whether the latest revision is the last.</summary>
    public bool IsFinal;
}
