namespace Moodstream.Abstractions.Settings;

/// <summary>
/// Names the configuration section whose settings a class declares. Each public property that can be set is a setting; a
/// property without a setter whose class stands in the same assembly is a section within the section. What a setting may
/// be is said by validation attributes on the property, and by <see cref="System.ComponentModel.DataAnnotations.IValidatableObject"/>
/// on the class where settings depend on each other; what it means is the property's summary, which the documentation shows.
/// </summary>
/// <param name="name">Name of the section, such as <c>Kafka</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsSectionAttribute(string name) : Attribute
{
    /// <summary>Name of the section.</summary>
    public string Name { get; } = name;
}
