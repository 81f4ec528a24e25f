using Moodstream.Grains.Options;
using Moodstream.TestKit;

namespace Moodstream.Grains.Tests;

/// <summary>Where a test's timelines lie.</summary>
internal static class TimelineFolder
{
    extension(TemporaryFolder folder)
    {
        public TimelineOptions Options => new() { Path = folder.File("timeline") };
    }
}
