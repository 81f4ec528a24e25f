using Moodstream.Silo.Tests.Api;

namespace Moodstream.Silo.Tests.DeadLetters;

/// <summary>A host in which a post with a broken picture becomes a dead letter, whatever words it has.</summary>
public sealed class RefusingHost : HostFixture
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Inference:UnreadPictures", "refuse")];
}
