namespace Moodstream.Architecture.Tests.Projects;

/// <summary>Who may refer to whom.</summary>
internal static class ProjectArrows
{
    /// <summary>The projects that each project may refer to; what is not named here may not exist.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Projects = new Dictionary<string, string[]>
    {
        ["Abstractions"] = [],
        ["Inference"] = ["Abstractions"],
        ["Grains.Interfaces"] = ["Abstractions"],
        ["Grains"] = ["Abstractions", "Grains.Interfaces", "Inference"],
        ["Ingest"] = ["Abstractions", "Grains.Interfaces"],
        ["Trainer"] = ["Abstractions", "Inference"],
        ["Silo"] = ["Abstractions", "Grains.Interfaces", "Inference", "Grains", "Ingest"],
    };

    /// <summary>Technologies that stay where they belong: the beginning of package and assembly names, and the projects that may use them.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Technologies = new Dictionary<string, string[]>
    {
        ["Confluent."] = ["Ingest"],
        ["Microsoft.ML.OnnxRuntime"] = ["Inference"],
        ["OnnxSharp"] = ["Inference", "Trainer"],
        ["SixLabors."] = ["Inference", "Trainer"],
        ["TorchSharp"] = ["Trainer"],
        ["libtorch"] = ["Trainer"],
        ["Npgsql"] = ["Grains"],
        ["RocksDB"] = ["Grains"],
        ["RocksDbSharp"] = ["Grains"],
        ["Microsoft.AspNetCore"] = ["Silo"],
        ["Spectre.Console"] = ["Silo", "Trainer"],
        ["System.CommandLine"] = ["Silo", "Trainer"],
    };

    /// <summary>Names every reference that breaks a rule.</summary>
    public static IEnumerable<string> Violations(IEnumerable<ProjectFacts> projects)
    {
        foreach (var project in projects)
        {
            if (!Projects.TryGetValue(project.Name, out var mayReferTo))
            {
                yield return $"{project.Name} has no rule";
                continue;
            }

            foreach (var reference in project.Projects.Except(mayReferTo))
            {
                yield return $"{project.Name} refers to the project {reference}";
            }

            foreach (var library in project.Libraries)
            {
                foreach (var (technology, owners) in Technologies)
                {
                    if (library.StartsWith(technology, StringComparison.OrdinalIgnoreCase) && !owners.Contains(project.Name))
                    {
                        yield return $"{project.Name} uses {library}";
                    }
                }
            }
        }
    }
}
