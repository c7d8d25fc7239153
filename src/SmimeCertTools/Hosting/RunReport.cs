using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using SmimeCertTools.Core;

namespace SmimeCertTools.Hosting;

/// <summary>
/// What a person reads at the end of a long run: counts, causes, where the results are, and what to type next. It goes to the
/// host by the information stream, as Write-Host does it: seen without asking, in the log of a job, and gone with 6&gt;$null.
/// </summary>
internal sealed class RunReport
{
    private const int Indent = 2;
    private readonly List<(string Text, ConsoleColor? Color)> _lines = [(string.Empty, null)];

    /// <param name="cmdlet">Whose host it is for.</param>
    public RunReport(PSCmdlet cmdlet) => Width = WidthOf(cmdlet.Host);

    /// <summary>How many characters a line of the host has.</summary>
    public int Width { get; }

    /// <summary>Adds a line, with what is not to be shown replaced.</summary>
    public void Add(string text, ConsoleColor? color = null) => _lines.Add((text.Visible(), color));

    /// <summary>Adds the counts that are not 0, below each other.</summary>
    /// <param name="counts">Each with what it counts.</param>
    /// <param name="nothing">What is said where all are 0.</param>
    public void AddCounts((int Count, string Text, ConsoleColor? Color)[] counts, string nothing)
    {
        var digits = counts.Max(one => Number(one.Count).Length);
        foreach (var (count, text, color) in counts.Where(one => one.Count > 0))
        {
            Add(new string(' ', Indent) + Number(count).PadLeft(digits) + " " + text, color);
        }

        if (counts.All(one => one.Count == 0))
        {
            Add(new string(' ', Indent) + nothing);
        }
    }

    /// <summary>Adds how long the service held the run back, where that was long enough to matter.</summary>
    public void AddThrottled(TimeSpan time)
    {
        if (time > TimeSpan.FromSeconds(1))
        {
            Add($"Graph held it back for {Time(time)} (throttling).");
        }
    }

    /// <summary>Adds what is to be typed on a line of its own, so that it can be copied.</summary>
    public void AddCommand(string purpose, string command)
    {
        Add(purpose);
        Add(new string(' ', Indent) + command, ConsoleColor.Cyan);
    }

    /// <summary>Writes it by the information stream.</summary>
    public void Write(PSCmdlet cmdlet)
    {
        foreach (var (text, color) in _lines)
        {
            var message = new HostInformationMessage { Message = text };
            if (color is not null)
            {
                message.ForegroundColor = color;
            }

            cmdlet.WriteInformation(message, ["PSHOST"]);
        }
    }

    /// <summary>Writes it to the host itself, where a command that was stopped has no streams any more.</summary>
    public void WriteTo(PSHost host)
    {
        foreach (var (text, _) in _lines)
        {
            host.UI?.WriteLine(text);
        }
    }

    /// <summary>A number as people write it.</summary>
    public static string Number(int number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A time in the largest units that say something.</summary>
    public static string Time(TimeSpan time) => time.TotalHours >= 1
        ? string.Format(CultureInfo.InvariantCulture, "{0}:{1:00}:{2:00}", (int)time.TotalHours, time.Minutes, time.Seconds)
        : time.TotalMinutes >= 1 ? string.Format(CultureInfo.InvariantCulture, "{0}:{1:00} min", time.Minutes, time.Seconds)
        : string.Format(CultureInfo.CurrentCulture, "{0:0.0} s", time.TotalSeconds);

    private static int WidthOf(PSHost host) => HostWidth.Of(host) is > 20 and var width ? Math.Min(width, 160) : 120;
}
