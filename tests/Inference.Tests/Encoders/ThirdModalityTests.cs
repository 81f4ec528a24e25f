using Moodstream.Inference.Bundles;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Tests.Bundles;
using Moodstream.Inference.Text;

namespace Moodstream.Inference.Tests.Encoders;

public sealed class ThirdModalityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_modality_is_a_name_an_encoder_and_a_registration()
    {
        var registry = new EncoderRegistry(WordsEncoder.Kind, new EncoderKind("community", UsesDevice: false, [], context => new CommunityEncoder(context.Modality.Name)));
        var draft = TinyModel.Draft(image: false);
        draft = draft with
        {
            Modalities = [.. draft.Modalities, new ModalityManifest { Name = "source", Encoder = "community", Settings = draft.Modalities[0].Settings }],
            Golden = [new() { Text = "good", Source = "reddit" }],
        };

        await using var model = await BundleWriter.WriteAsync(_folder.Path, draft, registry, TinyModel.Cpu, null, Token);

        var prediction = Assert.Single(await model.PredictAsync([new() { Text = "bad", Source = "reddit" }], cancellationToken: Token));
        Assert.Equal(["text", "source"], model.Info.Modalities);
        Assert.Equal(["text", "source"], prediction.Classification!.Opinions.Select(opinion => opinion.Modality));
    }

    private sealed class CommunityEncoder(string modality) : IModalityEncoder
    {
        public string Modality => modality;

        public bool Applies(PostContent content) => content.Source is not null;

        public Task<IReadOnlyList<EncodedContent>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<EncodedContent>>(
                [.. contents.Select(content => new EncodedContent(new float[] { content.Source!.Length, 1, 0, 0 }, null, 0, 0))]);
    }
}
