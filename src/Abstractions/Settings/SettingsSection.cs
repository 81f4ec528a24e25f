using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Moodstream.Abstractions.Settings;

/// <summary>
/// The settings of one section, read off the class that declares them (<see cref="SettingsSectionAttribute"/>): their
/// names, their values in a configuration, and what is wrong with those. It works by reflection and is for the start.
/// </summary>
public sealed class SettingsSection
{
    private readonly Func<object> _create;

    private SettingsSection(Type type, Func<object> create)
    {
        _create = create;
        Type = type;
        Name = type.GetCustomAttribute<SettingsSectionAttribute>()?.Name
            ?? throw new ArgumentException($"{type.Name} does not name its section: add [SettingsSection].", nameof(type));
        var defaults = create();
        Settings = [.. Paths(type, []).Select(path => new Setting(Name, path, defaults))];
    }

    /// <summary>Name of the section, such as <c>Kafka</c>.</summary>
    public string Name { get; }

    /// <summary>The class that declares it.</summary>
    public Type Type { get; }

    /// <summary>Its settings, in the order of their declaration.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>Describes the section that <typeparamref name="T"/> declares.</summary>
    /// <exception cref="ArgumentException">The class does not name its section.</exception>
    public static SettingsSection Of<T>()
        where T : class, new() => new(typeof(T), () => new T());

    /// <summary>Reads and checks the section that <typeparamref name="T"/> declares.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <exception cref="OptionsValidationException">Settings are impossible; there is one failure for each, a line that names it, its value and what it must be.</exception>
    public static T Read<T>(IConfiguration configuration)
        where T : class, new()
    {
        var section = Of<T>();
        var options = new T();
        section.Bind(configuration, options);
        section.Refuse(section.Faults(options));
        return options;
    }

    /// <summary>What is wrong with the section in a configuration.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <returns>A line for each impossible setting, which names it, its value and what it must be.</returns>
    public IReadOnlyList<string> Faults(IConfiguration configuration)
    {
        var options = _create();
        try
        {
            Bind(configuration, options);
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }

        return Faults(options);
    }

    /// <summary>What is wrong with the values of an instance of <see cref="Type"/>.</summary>
    /// <returns>As <see cref="Faults(IConfiguration)"/>.</returns>
    internal IReadOnlyList<string> Faults(object options)
    {
        var faults = Settings
            .Select(setting => (setting.Path, Fault: setting.Fault(options)))
            .Where(found => found.Fault is not null)
            .ToDictionary(found => found.Path, found => found.Fault!, StringComparer.Ordinal);
        var together = options is IValidatableObject validatable ? validatable.Validate(new ValidationContext(options)) : [];
        foreach (var result in together)
        {
            // A setting that is wrong by itself need not be measured against others.
            var path = result.MemberNames.First();
            faults.TryAdd(path, $"{Name}:{path} {result.ErrorMessage}.");
        }

        return [.. faults.Values];
    }

    /// <summary>Fills an instance of <see cref="Type"/> from the whole configuration.</summary>
    /// <exception cref="OptionsValidationException">Values cannot be read as their types; the failures name these and all other faults.</exception>
    internal void Bind(IConfiguration configuration, object options)
    {
        var section = configuration.GetSection(Name);
        var misread = Settings
            .Select(setting => (setting.Path, Fault: setting.Misreading(section[setting.Path])))
            .Where(found => found.Fault is not null)
            .ToDictionary(found => found.Path, found => found.Fault!, StringComparer.OrdinalIgnoreCase);
        if (misread.Count == 0)
        {
            section.Bind(options);
            return;
        }

        new ConfigurationBuilder()
            .AddInMemoryCollection(section.AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null && !misread.ContainsKey(pair.Key)))
            .Build()
            .Bind(options);
        Refuse([.. misread.Values, .. Faults(options)]);
    }

    private static IEnumerable<IReadOnlyList<PropertyInfo>> Paths(Type type, IReadOnlyList<PropertyInfo> above)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            IReadOnlyList<PropertyInfo> path = [.. above, property];
            if (property.CanWrite || Setting.IsOpenType(property.PropertyType))
            {
                yield return path;
            }
            else if (property.PropertyType.IsClass && property.PropertyType.Assembly == type.Assembly)
            {
                foreach (var below in Paths(property.PropertyType, path))
                {
                    yield return below;
                }
            }
        }
    }

    private void Refuse(IReadOnlyList<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(Name, Type, faults);
        }
    }
}
