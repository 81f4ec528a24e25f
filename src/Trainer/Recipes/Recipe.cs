using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Moodstream.Inference.Sentence;

namespace Moodstream.Trainer.Recipes;

/// <summary>Settings of one training run.</summary>
internal sealed record Recipe
{
    /// <summary>Name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Width of the space where modalities meet; 0 for that of the word vectors, so that words need no projection and pictures get a
    /// linear one.
    /// </summary>
    [Range(0, 4_096)]
    public int Width { get; init; } = 256;

    /// <summary>Width of the head's hidden layer.</summary>
    [Range(1, 4_096)]
    public int Hidden { get; init; } = 256;

    /// <summary>Whether the hidden layer has a ReLU; without it the head is of low rank.</summary>
    public bool HasRelu { get; init; } = true;

    /// <summary>Most words that are pooled at once; a longer text is read in pieces.</summary>
    [Range(1, 4_096)]
    public int MaxWords { get; init; } = 64;

    /// <summary>Whether texts are read as sentences (MiniLM), too, not only as words.</summary>
    public bool ReadsSentences { get; init; }

    /// <summary>Layers of MiniLM that are computed, the lowest of them; fewer are faster and know less.</summary>
    [Range(1, SentenceNetwork.AllLayers)]
    public int SentenceLayers { get; init; } = SentenceNetwork.AllLayers;

    /// <summary>Rank of the updates by which MiniLM is trained, too; 0 leaves it as it is.</summary>
    [Range(0, 384)]
    public int SentenceRank { get; init; }

    /// <summary>
    /// Whether MiniLM is trained in bfloat16: twice as fast on processors that multiply in it (AVX512-BF16, AMX), slower on others.
    /// </summary>
    public bool UsesBFloat16 { get; init; }

    /// <summary>How the rows of a text's words become one vector.</summary>
    public WordPooling WordPooling { get; init; } = WordPooling.MaxAndMean;

    /// <summary>How the vectors of a post's modalities become one: sum, mean or max.</summary>
    public string Pooling { get; init; } = "sum";

    /// <summary>Whether a learned vector stands in for a modality that a post lacks.</summary>
    public bool LearnsMissing { get; init; } = true;

    /// <summary>Whether picture features are brought to mean 0 and deviation 1, after a square root.</summary>
    public bool ScalesPictures { get; init; } = true;

    /// <summary>Share of the embedding rows' components that training drops right after the lookup.</summary>
    [Range(0.0, 0.95)]
    public double RowDropout { get; init; }

    /// <summary>Share of the pooled word components, and of the sentence vector, that training drops.</summary>
    [Range(0.0, 0.95)]
    public double WordDropout { get; init; } = 0.5;

    /// <summary>Which features of the picture network are read, joined by <c>+</c>: its last layer's, and an earlier one's; maybe <c>faces</c>, what faces say.</summary>
    public string PictureFeatures { get; init; } = "layer4-mean+layer3-mean+layer3-max";

    /// <summary>Share of the picture features that training drops.</summary>
    [Range(0.0, 0.95)]
    public double PictureDropout { get; init; } = 0.5;

    /// <summary>Width of the hidden layer between the picture features and the space where modalities meet; 0 for none.</summary>
    [Range(0, 4_096)]
    public int PictureHidden { get; init; } = 256;

    /// <summary>Share of that hidden layer that training drops.</summary>
    [Range(0.0, 0.95)]
    public double PictureHiddenDropout { get; init; } = 0.3;

    /// <summary>Weight of the classification of all modalities together; λ in the paper's common space.</summary>
    [Range(0.0, 1_000)]
    public double FusedWeight { get; init; } = 1;

    /// <summary>Weight of the classification from each modality alone, in the common-space model.</summary>
    [Range(0.0, 1_000)]
    public double AloneWeight { get; init; } = 1;

    /// <summary>Weight of the contrastive loss, in the common-space model.</summary>
    [Range(0.0, 1_000)]
    public double ContrastWeight { get; init; } = 0.3;

    /// <summary>Weight of the ranking loss over drawn negatives, in the common-space model.</summary>
    [Range(0.0, 1_000)]
    public double RankingWeight { get; init; }

    /// <summary>Weight of a teacher's opinions of the texts, in the common-space model where there is a teacher.</summary>
    [Range(0.0, 1_000)]
    public double TeacherWeight { get; init; } = 1;

    /// <summary>Negatives that the ranking loss draws for each post; g in the paper.</summary>
    [Range(1, 1_000)]
    public int Negatives { get; init; } = 3;

    /// <summary>Learning rate.</summary>
    [Range(0.0, 10)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Learning rate of embedding rows, which are not decayed.</summary>
    [Range(0.0, 10)]
    public double FastLearningRate { get; init; } = 1e-2;

    /// <summary>Weight decay of everything else.</summary>
    [Range(0.0, 1)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Posts in a batch.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Passes over the training posts.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 12;

    /// <summary>Steps over which the learning rates rise from 0.</summary>
    [Range(0, 1_000_000)]
    public int WarmUpSteps { get; init; } = 50;

    /// <summary>Whether the learning rates fall along a cosine after the warm-up; otherwise they stay.</summary>
    public bool HasCosine { get; init; } = true;

    /// <summary>Share of the old value that the moving average of the parameters keeps at each step; 0 for no average.</summary>
    [Range(0.0, 0.9999)]
    public double AverageDecay { get; init; } = 0.99;

    /// <summary>Whether the head's bias is fitted on dev, each source counting the same, so that no label is given more often than it occurs there.</summary>
    public bool FitsPrior { get; init; }

    /// <summary>The default: one model without regret, whatever a post has.</summary>
    public static Recipe Modern { get; } = new() { Name = "modern" };

    /// <summary>
    /// Settings of Duong, Lebret and Aberer (2017), Table 3: λ = 3, g = 3, maximum for words and for modalities, low rank 100, dropout
    /// 0.25 right after the lookup, learning rate 0.01. What the paper leaves open (optimizer, batch, epochs) is ours.
    /// </summary>
    public static Recipe Paper { get; } = new()
    {
        Name = "paper",
        Width = 0,
        Hidden = 100,
        HasRelu = false,
        WordPooling = WordPooling.Max,
        Pooling = "max",
        LearnsMissing = false,
        ScalesPictures = false,
        PictureFeatures = "layer4-mean",
        PictureHidden = 0,
        RowDropout = 0.25,
        WordDropout = 0,
        PictureDropout = 0,
        FusedWeight = 3,
        AloneWeight = 0,
        ContrastWeight = 0,
        RankingWeight = 1,
        LearningRate = 0.01,
        FastLearningRate = 0.01,
        WeightDecay = 0,
        Epochs = 10,
        WarmUpSteps = 0,
        HasCosine = false,
        AverageDecay = 0,
    };

    /// <summary>All recipes, the default first.</summary>
    public static ImmutableArray<Recipe> All { get; } = [Modern, Paper];
}
