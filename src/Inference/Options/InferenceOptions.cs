using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Inference.Options;

/// <summary>Devices, and how they are used.</summary>
[SettingsSection(Section)]
public sealed class InferenceOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Inference";

    /// <summary>
    /// Devices to run on: <c>auto</c> (every CUDA device that works, else one CPU device), <c>cpu</c>, or a list such as
    /// <c>cuda:0,cuda:1</c> or <c>cpu:0,cpu:1</c>. CPU devices share the processor's cores evenly. <c>none</c>: this silo offers no device, and
    /// sends what needs one to other silos.
    /// </summary>
    [DeviceList(ErrorMessage = DeviceListAttribute.Demand)]
    public string Devices { get; set; } = "auto";

    /// <summary>Whether this silo offers devices to the cluster.</summary>
    public bool OffersDevices => !Devices.Trim().Equals(DeviceListAttribute.None, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a device that was asked for and not got is replaced by the CPU; otherwise that is an error at start.</summary>
    public bool AllowCpuFallback { get; set; }

    /// <summary>Most pictures in one micro-batch.</summary>
    [Range(1, 256)]
    public int MaxBatchSize { get; set; } = 8;

    /// <summary>How long the oldest waiting picture may wait for company, in milliseconds.</summary>
    [Range(0.0, 1_000)]
    public double MaxBatchDelayMs { get; set; } = 2;

    /// <summary>Most pictures that may wait for one device; callers beyond wait for room.</summary>
    [Range(1, 100_000)]
    public int MaxQueuedPictures { get; set; } = 64;

    /// <summary>Folder of the networks that come with the program; relative to the program's own folder.</summary>
    [Required]
    public string Networks { get; set; } = "networks";

    /// <summary>
    /// What becomes of a text that the model cannot read, or only in part: <c>flag</c> (it is classified with low confidence, and event and
    /// answer say how much was read), <c>unknown</c> (what was not read counts for an emotion of that name), or <c>refuse</c> (a post in a
    /// language that the model does not read goes to the dead letters).
    /// </summary>
    [OneOf("flag", "unknown", "refuse")]
    public string UnreadTexts { get; set; } = "flag";

    /// <summary>
    /// What becomes of a post whose picture cannot be read: <c>flag</c> (it is classified by what else it brings, and event and answer say so; one
    /// that brings nothing else goes to the dead letters), or <c>refuse</c> (it goes to the dead letters).
    /// </summary>
    [OneOf(Options.UnreadPictures.Flag, Options.UnreadPictures.Refuse)]
    public string UnreadPictures { get; set; } = Options.UnreadPictures.Flag;

    /// <summary>What a picture may cost.</summary>
    public PictureOptions Pictures { get; } = new();

    /// <summary>Says that <see cref="Devices"/> is malformed, and how to put it.</summary>
    internal static string MalformedDevices(string value) => $"{Section}:{nameof(Devices)} is '{value}'; {DeviceListAttribute.Demand}.";
}
