using Moodstream.Inference.Manifest;
using Moodstream.Inference.Tags;
using Moodstream.Inference.Reading;
using Moodstream.Inference.Text;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Numerics;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Modalities.Tags;

/// <summary>Tags: the mean of learned rows.</summary>
internal sealed class TagTower : ModalityTower
{
    /// <summary>Numbers in a row.</summary>
    public const int Dimension = 32;

    private const string RowsFile = "tags.bin";
    private static readonly Scalar FirstDeviation = 0.1;

    private readonly TagVocabulary _vocabulary;
    private Parameter _rows;

    /// <summary>Makes the tower with random rows.</summary>
    /// <param name="vocabulary">The tags.</param>
    /// <param name="projection">The layers over the mean.</param>
    public TagTower(TagVocabulary vocabulary, LayerStack projection)
        : base(TagPreparation.Name, projection)
    {
        _vocabulary = vocabulary;
        _rows = new Parameter(torch.randn(vocabulary.Tags.Length, Dimension) * FirstDeviation);
        RegisterComponents();
    }

    /// <inheritdoc />
    public override IReadOnlyList<Parameter> FastParameters => [_rows];

    /// <summary>Rounds every row to half precision, which is how they are stored.</summary>
    public override void Finish()
    {
        using var noGradient = torch.no_grad();
        _rows = new Parameter(_rows.RoundedToHalf(), requires_grad: false);
    }

    /// <inheritdoc />
    public override ModalityManifest Export(int width, IDictionary<string, byte[]> files)
    {
        string projection = $"{Modality}.onnx";
        files[RowsFile] = new WordVectors(new Vocabulary(_vocabulary.Tags), _rows.Numbers(), Dimension).ToBytes();
        files[projection] = ExportProjection(Dimension, width, (_, features) => features);
        return new ModalityManifest
        {
            Name = new(Modality),
            Encoder = TagsSettings.Encoder,
            Settings = new TagsSettings { Vectors = RowsFile, Projection = projection, Reading = WordTokenizer.Version }.ToJson(),
        };
    }

    /// <summary>Takes shares [posts, tags] to means of rows [posts, dimension].</summary>
    protected override torch.Tensor Features(torch.Tensor input) => input.matmul(_rows);
}
