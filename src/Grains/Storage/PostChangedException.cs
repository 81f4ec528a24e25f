using Moodstream.Grains.Interfaces.Faults;

namespace Moodstream.Grains.Storage;

/// <summary>
/// A post in parts has changed since it was read: another silo took it over. Nothing was written; whoever reads it anew goes on from there.
/// </summary>
[GenerateSerializer, Alias("moodstream.PostChangedException")]
internal sealed class PostChangedException() : PassingFaultException("Another silo wrote this post meanwhile; it is read anew.");
