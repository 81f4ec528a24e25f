using System.ComponentModel.DataAnnotations;

namespace Moodstream.Inference.Options;

/// <summary>The setting must be <c>auto</c>, <c>none</c> or a list of distinct devices, such as <c>cuda:0,cuda:1</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DeviceListAttribute() : ValidationAttribute
{
    /// <summary>No device.</summary>
    public const string None = "none";

    /// <summary>What the setting must be.</summary>
    public const string Demand = "it must be 'auto', 'none', 'cpu', or a list of distinct devices such as 'cuda:0,cuda:1' or 'cpu:0,cpu:1'";

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is string list && (list.Trim().ToLowerInvariant() is "auto" or None || DeviceName.TryParseList(list, out _));
}
