using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Moodstream.Abstractions.Settings;
using Moodstream.Grains.Options;
using Moodstream.Inference.Options;
using Moodstream.Ingest.Options;
using Moodstream.Silo.Configuration;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Tests.Configuration;

[Trait("Category", "Unit")]
public sealed class KnownSettingsTests
{
    private static readonly HashSet<Type> Numbers = [typeof(int), typeof(long), typeof(double)];

    private static readonly List<Setting> Settings = [.. KnownSettings.Sections.SelectMany(section => section.Settings)];

    [Fact]
    public void Every_class_that_declares_settings_is_known()
    {
        Assembly[] assemblies =
        [
            typeof(SettingsSection).Assembly, typeof(InferenceOptions).Assembly, typeof(IngestOptions).Assembly, typeof(PartsOptions).Assembly,
            typeof(KnownSettings).Assembly,
        ];
        var declared = assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.GetCustomAttribute<SettingsSectionAttribute>() is not null);

        Assert.Equal(declared.ToHashSet(), KnownSettings.Sections.Select(section => section.Type).ToHashSet());
    }

    [Fact]
    public void Defaults_are_valid() => KnownSettings.CheckValues(new ConfigurationBuilder().Build());

    [Fact]
    public void Settings_of_nested_sections_are_known_and_what_is_computed_is_not()
    {
        Assert.Contains(Settings, setting => setting.Name == "Kafka:Embedded:PostsPartitions");
        Assert.Contains(Settings, setting => setting.Name == "Inference:Pictures:MaxPixels");
        Assert.DoesNotContain(Settings, setting => setting.Name.StartsWith("Cluster:ListeningAddress", StringComparison.Ordinal));
        Assert.DoesNotContain(Settings, setting => setting.Name == "Kafka:UsesEmbeddedBroker");
    }

    [Fact]
    public void Every_number_has_a_range_that_holds_its_default_and_neither_negative_nor_endless_values()
    {
        foreach (var setting in Settings.Where(setting => Numbers.Contains(setting.Property.PropertyType)))
        {
            var range = setting.Property.GetCustomAttribute<RangeAttribute>();
            Assert.True(range is not null, $"{setting.Name} has no [Range].");
            Assert.True(range.IsValid(setting.Default), $"The default of {setting.Name} is out of its range.");
            Assert.False(range.IsValid(-1), $"{setting.Name} may be negative.");
        }
    }

    [Theory]
    [InlineData("-0.5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("")]
    [InlineData("some")]
    public void No_number_may_be_absurd(string value)
    {
        foreach (var setting in Settings.Where(setting => Numbers.Contains(setting.Property.PropertyType)))
        {
            var error = Assert.Throws<StartupException>(() => KnownSettings.CheckValues(Configuration((setting.Name, value))));

            Assert.StartsWith($"{setting.Name} is ", error.Message, StringComparison.Ordinal);
            Assert.NotEqual(0, error.ExitCode);
        }
    }

    [Fact]
    public void Every_text_says_what_it_must_be()
    {
        // A text that nothing can be wrong with is one that may be left out, or that its class checks together with others.
        var free = Settings.Where(setting => setting.Property.PropertyType == typeof(string) && setting.Property.GetCustomAttributes<ValidationAttribute>().ToList() is []);

        Assert.Equal(
            ["Cluster:AdvertisedAddress", "Cluster:Redis", "Demo:Path", "Models:Path", "Postgres:ConnectionString", "Timeline:Path"],
            free.Select(setting => setting.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_faults_of_all_sections_are_told_in_one_line()
    {
        var error = Assert.Throws<StartupException>(() => KnownSettings.CheckValues(Configuration(
            ("Ingest:MaxIdLength", "0"), ("Ingest:MaxPosts", "many"), ("Live:MaxReaders", "0"), ("Ingest:Enabled", "perhaps"), ("Demo:PostsPerSecond", "NaN"))));

        Assert.Equal(
            "Ingest:Enabled is 'perhaps'; it must be true or false. "
            + "Ingest:MaxPosts is 'many'; it must be a whole number from 1 to 10000000. "
            + "Ingest:MaxIdLength is 0; it must be from 1 to 1000. "
            + "Live:MaxReaders is 0; it must be from 1 to 100000. "
            + "Demo:PostsPerSecond is NaN; it must be from 0.01 to 1000.",
            error.Message);
    }

    [Fact]
    public void All_names_that_do_not_exist_are_told()
    {
        var error = Assert.Throws<StartupException>(() => KnownSettings.CheckNames(["Kafak:GroupId", "urls", "Live:MaxReader", "Kafka:Client:sasl.username"]));

        Assert.Equal(
            "There is no setting Kafak:GroupId. Did you mean 'Kafka:GroupId'? There is no setting Live:MaxReader. Did you mean 'Live:MaxReaders'? See docs/operations.md.",
            error.Message);
        Assert.Equal(StartupException.Usage, error.ExitCode);
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
