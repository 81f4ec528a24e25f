using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Text;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Encoders;

[Trait("Category", "Unit")]
public sealed class ThirdModalityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_modality_is_a_name_an_encoder_and_a_registration()
    {
        var registry = new EncoderRegistry(WordsEncoder.Kind, new EncoderKind("source", [], context => new SourceEncoder(context.Maker)));
        var draft = TinyModel.Draft(image: false);
        draft = draft with
        {
            Modalities = [.. draft.Modalities, new ModalityManifest { Name = new("source"), Encoder = "source", Settings = draft.Modalities[0].Settings }],
            Golden = [new() { Text = "good", Source = "reddit" }],
        };

        await using var model = await BundleWriter.WriteAsync(_folder.Path, draft, registry, TinyModel.Cpu, null, Token);

        var prediction = Assert.Single(await model.PredictAsync([new() { Text = "bad", Source = "reddit" }], cancellationToken: Token));
        Assert.Equal([Modality.Text, new("source")], model.Info.Modalities);
        Assert.Equal([Modality.Text, new("source")], prediction.Verdict!.Opinions.Select(opinion => opinion.Modality));
    }

    private sealed class SourceEncoder(EmbeddingMaker maker) : IModalityEncoder
    {
        public Modality Modality => maker.Modality;

        public InferenceDevice? Device => null;

        public bool Applies(PostContent content) => content.Source is not null;

        public PostContent Part(PostContent content) => new() { Source = content.Source };

        public Task<ImmutableArray<Embedding>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default) =>
            Task.FromResult<ImmutableArray<Embedding>>([.. contents.Select(content => maker.Make([content.Source!.Length, 1, 0, 0], 0, 0))]);
    }
}
