namespace Moodstream.Trainer.Reports;

/// <summary>The look of the report, for light and dark, wide and narrow.</summary>
internal static class ReportStyle
{
    private const int MostColours = 32;

    private const string Rules =
        """
        :root { color-scheme: light dark; --ink: light-dark(#1c2430, #e6e9ef); --paper: light-dark(#ffffff, #14181f); --soft: light-dark(#5c6675, #9aa4b2); --line: light-dark(#d9dee6, #2c333e); --right: light-dark(#00704f, #4cc79b); }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1020px; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .2rem; } p { margin: .2rem 0 .8rem; color: var(--soft); }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .7rem .9rem; border: 1px solid var(--line); border-radius: 6px; font-size: 13px; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; } th { color: var(--soft); font-weight: 600; }
        th:first-child, td:first-child { text-align: left; }
        svg { width: 100%; height: auto; display: block; } svg text { font-size: 12px; fill: var(--ink); }
        .axis { stroke: var(--soft); } .guide { stroke: var(--line); } .rule { stroke: var(--ink); stroke-width: 1.5; } .plain { fill: var(--ink); }
        .heat { fill: light-dark(#1f5a9c, #5aa0ea); stroke: var(--line); } svg .on { fill: light-dark(#ffffff, #0b1016); }
        .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: 1.2rem; } .grid h3 { font-size: .95rem; margin: 0 0 .3rem; }
        .post { border: 1px solid var(--line); border-radius: 8px; padding: .7rem .8rem; overflow-wrap: anywhere; font-size: 14px; }
        .post img { float: right; margin: 0 0 .4rem .7rem; max-width: 112px; max-height: 112px; border-radius: 4px; }
        .post p { color: var(--ink); margin: 0 0 .5rem; line-height: 1.4; } .post dl { clear: both; display: grid; grid-template-columns: auto 1fr; gap: 0 .8rem; margin: 0; }
        .post dt { color: var(--soft); } .post dd { margin: 0; } .post .truth { color: var(--ink); font-weight: 600; } .post .right { color: var(--right); font-weight: 600; } .post .right::after { content: " ✓"; }
        @media (max-width: 540px) { .wide text { font-size: 15px; } }
        """;

    // Okabe and Ito's palette, which colour-blind readers can tell apart.
    private static readonly string[] Colours = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#b8a800", "#7f7f7f"];

    /// <summary>The style sheet.</summary>
    public static string Sheet { get; } = $"{Rules}\n{ColourRules()}";

    private static string ColourRules() => string.Concat(Enumerable.Range(0, MostColours).Select(place =>
        $".s{place} {{ fill: {Colours[place % Colours.Length]}; }} .l{place} {{ stroke: {Colours[place % Colours.Length]}; stroke-width: 2; }}\n"));
}
