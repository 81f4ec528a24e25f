using System.Collections.Immutable;

namespace Moodstream.Trainer;

/// <summary>Settings of one training run.</summary>
internal sealed record Recipe
{
    /// <summary>Name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Width of the common space.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Most words that are read of a text.</summary>
    public int MaxWords { get; init; } = 64;

    /// <summary>Share of the pooled word components that training drops.</summary>
    public double WordDropout { get; init; } = 0.3;

    /// <summary>Share of the picture features that training drops.</summary>
    public double PictureDropout { get; init; } = 0.5;

    /// <summary>Weight of the contrastive loss beside the classification losses.</summary>
    public double AlignmentWeight { get; init; } = 0.3;

    /// <summary>Learning rate of AdamW.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Learning rate of embedding rows, which are not decayed.</summary>
    public double FastLearningRate { get; init; } = 1e-2;

    /// <summary>Weight decay of everything else.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Posts in a batch.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Passes over the training posts.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>Steps over which the learning rates rise from 0.</summary>
    public int WarmUpSteps { get; init; } = 50;

    /// <summary>Share of the old value that the moving average of the parameters keeps at each step.</summary>
    public double AverageDecay { get; init; } = 0.99;

    /// <summary>The default recipe.</summary>
    public static Recipe Modern { get; } = new() { Name = "modern" };

    /// <summary>All recipes, the default first.</summary>
    public static ImmutableArray<Recipe> All { get; } = [Modern];
}
