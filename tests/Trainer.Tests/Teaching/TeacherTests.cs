using Moodstream.Inference.Bundles;
using Moodstream.TestKit;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Teaching;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Tests.Teaching;

[Trait("Category", "Training")]
public sealed class TeacherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_learns_what_its_teacher_says_even_against_its_labels()
    {
        var teacher = _folder.File("teacher");
        var plan = ToyPosts.Plan(_folder, ToyPosts.WriteTable(_folder, 64, withPictures: false), withPictures: false, 1);
        await ExportAsync(plan, teacher);
        // The same words with labels that say nothing: what can be learnt is the teacher's alone.
        var table = _folder.File("posts.csv");
        string[] lines = File.ReadAllLines(table);
        File.WriteAllLines(table, lines.Take(1).Concat(lines.Skip(1).Select((line, i) => (i / 2 % 2 == 0) == (i % 2 == 0) ? Swapped(line) : line)));
        var untaught = plan with { Recipe = plan.Recipe with { TeacherWeight = 20 } };

        var taught = await RunAsync(untaught with { Teacher = teacher });

        var joy = taught.Test.Logits.Zip(taught.Test.Posts).Count(pair => (pair.First[0] < pair.First[1]) == (pair.Second % 2 == 0));
        Assert.InRange(joy, taught.Test.Posts.Length - 1, taught.Test.Posts.Length);
    }

    [Fact]
    public async Task What_a_model_says_of_its_training_texts_is_kept_for_those_whom_it_teaches()
    {
        var teacher = _folder.File("teacher");
        var plan = ToyPosts.Plan(_folder, ToyPosts.WriteTable(_folder, 32, withPictures: false), withPictures: false, 1);
        TrainingSession session = new(plan);
        var corpus = session.ReadCorpus();
        var data = await session.PrepareAsync(corpus, null, Token);
        var run = session.Train(data, _ => null, Token)[0];
        await using var bundle = await BundleWriter.WriteAsync(teacher, BundleExport.Draft("teacher", run, data), cancellationToken: Token);
        var asked = await Teacher.TeachAsync(teacher, corpus, _folder.File("asked"), null, Token);

        Opinions.Keep(_folder.File("kept"), bundle.Info, run, data);

        var files = Directory.GetFiles(_folder.File("kept"), "*.features", SearchOption.AllDirectories);
        var kept = await Teacher.TeachAsync(teacher, corpus, _folder.File("kept"), null, Token);
        Assert.Equal(files, Directory.GetFiles(_folder.File("kept"), "*.features", SearchOption.AllDirectories));
        Assert.All(asked, text => Assert.All(text.Value.Zip(kept[text.Key]), pair => Assert.Equal(pair.First, pair.Second, 1e-3f)));
    }

    [Fact]
    public async Task A_teacher_with_other_labels_is_refused()
    {
        var teacher = _folder.File("teacher");
        await (await BundleWriter.WriteAsync(teacher, TinyModel.Draft(image: false), TinyModel.Cpu, cancellationToken: Token)).DisposeAsync();
        var plan = ToyPosts.Plan(_folder, ToyPosts.WriteTable(_folder, 32, withPictures: false), withPictures: false, 1);

        var error = await Assert.ThrowsAsync<TrainerException>(() => RunAsync(plan with { Teacher = teacher }));

        Assert.StartsWith("--teacher: ", error.Message, StringComparison.Ordinal);
    }

    private static string Swapped(string line) =>
        line.Contains(",joy,", StringComparison.Ordinal) ? line.Replace(",joy,", ",fear,", StringComparison.Ordinal) : line.Replace(",fear,", ",joy,", StringComparison.Ordinal);

    private static async Task ExportAsync(TrainingPlan plan, string folder)
    {
        TrainingSession session = new(plan);
        var data = await session.PrepareAsync(session.ReadCorpus(), null, Token);
        await (await BundleWriter.WriteAsync(folder, BundleExport.Draft("teacher", session.Train(data, _ => null, Token)[0], data), cancellationToken: Token)).DisposeAsync();
    }

    private static async Task<SeedRun> RunAsync(TrainingPlan plan)
    {
        TrainingSession session = new(plan);
        var data = await Teacher.PrepareAsync(plan, session.ReadCorpus(), null, Token);
        return session.Train(data, _ => null, Token)[0];
    }
}
