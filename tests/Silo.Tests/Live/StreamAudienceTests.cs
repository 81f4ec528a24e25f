using System.Collections.Immutable;
using Moodstream.Silo.Live;
using Orleans.Metadata;

namespace Moodstream.Silo.Tests.Live;

[Trait("Category", "Unit")]
public sealed class StreamAudienceTests
{
    [Theory]
    [InlineData("binding.attr-0.pattern", "namespace:emotions", true)]
    [InlineData("binding.attr-0.pattern", "namespace:orders", false)]
    [InlineData("binding.attr-0.pattern", "ctor:AnyPredicate", true)]
    [InlineData("type-name", "namespace:emotions", false)]
    public void A_class_of_grains_subscribes_where_its_pattern_may_match_the_stream(string key, string value, bool subscribes) =>
        Assert.Equal(subscribes, StreamAudience.Subscribes(new GrainProperties(ImmutableDictionary.Create<string, string>(StringComparer.Ordinal).Add(key, value))));
}
