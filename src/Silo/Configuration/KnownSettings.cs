using System.Collections;
using System.Reflection;
using Moodstream.Grains.Hosting;
using Moodstream.Grains.Models;
using Moodstream.Grains.Posts;
using Moodstream.Grains.Storage;
using Moodstream.Inference.Options;
using Moodstream.Ingest.Options;
using Moodstream.Silo.Clustering;
using Moodstream.Silo.Demo;
using Moodstream.Silo.Http;
using Moodstream.Silo.Live;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Configuration;

/// <summary>The settings that exist, read off the options classes, so that a mistyped one is an error and not silence.</summary>
internal static class KnownSettings
{
    /// <summary>Addresses of the HTTP server.</summary>
    public const string Urls = "urls";

    /// <summary>Sections of the framework, whose keys are open.</summary>
    private static readonly string[] Open = ["Logging", "Kestrel", "AllowedHosts"];

    private static readonly Dictionary<string, Type> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        [KafkaOptions.Section] = typeof(KafkaOptions),
        [IngestOptions.Section] = typeof(IngestOptions),
        [InferenceOptions.Section] = typeof(InferenceOptions),
        [ModelsOptions.Section] = typeof(ModelsOptions),
        [GrainsOptions.Section] = typeof(GrainsOptions),
        [FusionOptions.Section] = typeof(FusionOptions),
        [TimelineOptions.Section] = typeof(TimelineOptions),
        [ClusteringOptions.Section] = typeof(ClusteringOptions),
        [HttpOptions.Section] = typeof(HttpOptions),
        [LiveOptions.Section] = typeof(LiveOptions),
        [DemoOptions.Section] = typeof(DemoOptions),
    };

    private static readonly List<string> Names =
    [
        Urls,
        .. Sections.SelectMany(section => Leaves(section.Key, section.Value)).Select(leaf => leaf.Name),
    ];

    private static readonly List<string> Prefixes =
    [
        .. Open,
        .. Sections.SelectMany(section => Leaves(section.Key, section.Value)).Where(leaf => leaf.IsOpen).Select(leaf => leaf.Name),
    ];

    /// <summary>Checks names of settings.</summary>
    /// <param name="keys">Configuration keys, such as <c>Kafka:BootstrapServers</c>.</param>
    /// <exception cref="StartupException">One of them does not exist.</exception>
    public static void Check(IEnumerable<string> keys)
    {
        var unknown = keys.FirstOrDefault(key => !Exists(key));
        if (unknown is not null)
        {
            throw new StartupException(
                $"There is no setting {unknown}.{Suggestion.For(unknown, Names)} See docs/operations.md.", StartupException.Usage);
        }
    }

    private static bool Exists(string key) =>
        Names.Contains(key, StringComparer.OrdinalIgnoreCase)
        || Prefixes.Any(prefix => key.StartsWith(prefix + ":", StringComparison.OrdinalIgnoreCase)
            || key.Equals(prefix, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<(string Name, bool IsOpen)> Leaves(string prefix, Type options)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = $"{prefix}:{property.Name}";
            var type = property.PropertyType;
            if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
            {
                yield return (name, true);
            }
            else if (type.IsClass && type != typeof(string))
            {
                foreach (var leaf in Leaves(name, type))
                {
                    yield return leaf;
                }
            }
            else if (property.CanWrite)
            {
                yield return (name, false);
            }
        }
    }
}
