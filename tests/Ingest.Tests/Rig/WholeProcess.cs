namespace Moodstream.Ingest.Tests.Rig;

/// <summary>Tests of what is one for the whole process, such as who listens to spans: they run by themselves, after the others.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;
