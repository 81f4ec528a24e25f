namespace Moodstream.Trainer.Datasets;

/// <summary>What a post is used for.</summary>
internal enum Split
{
    /// <summary>Learning.</summary>
    Train,

    /// <summary>Choosing: settings, the best of several seeds, the calibration temperature.</summary>
    Dev,

    /// <summary>The figures that are reported; never used for a choice.</summary>
    Test,
}
