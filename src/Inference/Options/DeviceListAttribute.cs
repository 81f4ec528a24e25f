using System.ComponentModel.DataAnnotations;

namespace Moodstream.Inference.Options;

/// <summary>The setting must be <c>auto</c> or a list of distinct devices, such as <c>cuda:0,cuda:1</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DeviceListAttribute() : ValidationAttribute
{
    /// <summary>What the setting must be.</summary>
    public const string Demand = "it must be 'auto', 'cpu', or a list of distinct devices such as 'cuda:0,cuda:1' or 'cpu:0,cpu:1'";

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is string list && (list.Trim().Equals("auto", StringComparison.OrdinalIgnoreCase) || DeviceName.TryParseList(list, out _));
}
