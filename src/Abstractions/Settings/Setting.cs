using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Moodstream.Abstractions.Settings;

/// <summary>One setting, as the property that declares it describes it.</summary>
public sealed class Setting
{
    private readonly IReadOnlyList<PropertyInfo> _path;
    private readonly IReadOnlyList<ValidationAttribute> _rules;
    private readonly bool _mayBeNull;

    internal Setting(string section, IReadOnlyList<PropertyInfo> path, object defaults)
    {
        _path = path;
        _rules = [.. Property.GetCustomAttributes<ValidationAttribute>()];
        _mayBeNull = new NullabilityInfoContext().Create(Property).ReadState == NullabilityState.Nullable;
        Path = string.Join(':', path.Select(property => property.Name));
        Name = $"{section}:{Path}";
        Default = ValueIn(defaults);
    }

    /// <summary>Full name, such as <c>Kafka:Embedded:PostsPartitions</c>.</summary>
    public string Name { get; }

    /// <summary>The property that declares it.</summary>
    public PropertyInfo Property => _path[^1];

    /// <summary>Its value where nobody sets it; null for none.</summary>
    public object? Default { get; }

    /// <summary>Whether it stands for any number of settings, with names of one's own below its name.</summary>
    public bool IsOpen => IsOpenType(Property.PropertyType);

    /// <summary>The values that it may have, such as <c>1–1000</c>; null where only the summary tells.</summary>
    public string? Allowed => _rules.Select(SettingRules.Allowed).FirstOrDefault(allowed => allowed is not null);

    /// <summary>Name within the section.</summary>
    internal string Path { get; }

    private Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    internal static bool IsOpenType(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));

    /// <summary>What is wrong with its value; null for nothing.</summary>
    internal string? Fault(object options)
    {
        var value = ValueIn(options);
        if (value is null && !_mayBeNull)
        {
            return $"{Name} is empty; give it a value, or leave it out.";
        }

        var broken = _rules.FirstOrDefault(rule => !SettingRules.Holds(rule, value));
        return broken is null ? null : $"{Name} {Told(value)}; {SettingRules.Demand(broken)}.";
    }

    /// <summary>What is wrong with a text that cannot be read as its type; null for nothing.</summary>
    internal string? Misreading(string? text)
    {
        if (text is null || IsOpen || (_mayBeNull && text.Length == 0))
        {
            return null;
        }

        try
        {
            TypeDescriptor.GetConverter(Type).ConvertFromInvariantString(text);
            return null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException)
        {
            return $"{Name} {Told(text)}; it must be {Kind()}.";
        }
    }

    private static string Told(object? value) => value switch
    {
        null => "is empty",
        string text when string.IsNullOrWhiteSpace(text) => "is empty",
        string text => $"is '{text}'",
        _ => $"is {SettingRules.Text(value)}",
    };

    private string Kind()
    {
        if (Type == typeof(bool))
        {
            return "true or false";
        }

        var number = Type == typeof(double) ? "a number" : "a whole number";
        return _rules.OfType<RangeAttribute>().FirstOrDefault() is { } range
            ? $"{number} from {SettingRules.Text(range.Minimum)} to {SettingRules.Text(range.Maximum)}"
            : number;
    }

    private object? ValueIn(object options) => _path.Aggregate((object?)options, (owner, property) => property.GetValue(owner));
}
