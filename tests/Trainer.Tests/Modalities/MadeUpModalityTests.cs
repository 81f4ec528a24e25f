using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Manifest;
using Moodstream.TestKit;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Recipes;
using Moodstream.Trainer.Training;
using TorchSharp;

namespace Moodstream.Trainer.Tests.Modalities;

/// <summary>A fourth modality, the length of the text, that only these tests register.</summary>
[Trait("Category", "Training")]
public sealed class MadeUpModalityTests : IDisposable
{
    private static readonly TrainableModality Length = new("length", _ => new LengthPreparation());

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_registration_is_all_that_another_modality_needs()
    {
        var plan = ToyPosts.Tagged(_folder, ToyPosts.WriteTable(_folder, 24, withPictures: true), "text", "image", "tags", "length");
        PreparationOptions options = new() { Modalities = plan.Model.Modalities, NeedsAll = true, Cache = plan.Cache };
        DataPreparer preparer = new(options, [.. BuiltInModalities.All, Length]);
        var data = await preparer.PrepareAsync(new CorpusBuilder(plan.Data).Build(), null, TestContext.Current.CancellationToken);

        var run = new SeedTrainer(plan.Model, plan.Recipe with { Epochs = 2 }, torch.CPU).Run(data, 1, null, TestContext.Current.CancellationToken);

        Assert.Equal(plan.Model.Modalities, run.TestByModality.Keys);
        Assert.Equal(plan.Model.Modalities, BundleExport.Draft("four", run, data).Modalities.Select(modality => modality.Name.Name));
    }

    private sealed class LengthPreparation : IModalityPreparation
    {
        public bool IsIn(LabelledPost post) => post.Text is not null;

        public IPreparedModality Learn(IReadOnlyCollection<LabelledPost> train) => new PreparedLength();
    }

    private sealed class PreparedLength : IPreparedModality
    {
        public string Name => "length";

        public IEnumerable<string> Vocabulary => [];

        public IEnumerable<PostContent> Golden => [new PostContent { Text = "four" }];

        public IFeatureSet Features(ImmutableArray<LabelledPost> posts) => new LengthFeatureSet(posts);

        public int WidthOf(Recipe recipe) => 1;

        public double DropoutOf(Recipe recipe) => 0;

        public ModalityTower MakeTower(Recipe recipe, LayerStack projection) => new LengthTower(projection);
    }

    private sealed class LengthFeatureSet(ImmutableArray<LabelledPost> all) : IFeatureSet
    {
        public string Modality => "length";

        public bool Has(int post) => all[post].Text is not null;

        public torch.Tensor Batch(IReadOnlyList<int> posts) => torch.tensor([.. posts.Select(post => all[post].Text!.Length / 100f)], posts.Count, 1);
    }

    private sealed class LengthTower : ModalityTower
    {
        public LengthTower(LayerStack projection)
            : base("length", projection) => RegisterComponents();

        public override ModalityManifest Export(int width, IDictionary<string, byte[]> files)
        {
            files["length.onnx"] = ExportProjection(1, width, (_, features) => features);
            return new ModalityManifest { Name = new(Modality), Encoder = "length", Settings = default };
        }

        protected override torch.Tensor Features(torch.Tensor input) => input;
    }
}
