using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Core;

namespace SmimeCertTools.Hosting;

/// <summary>
/// What views and ToString make of values: the same text in every culture and for every value, and nothing that a terminal takes
/// for a command. Nothing here throws, since a view that throws shows nothing.
/// </summary>
public static class ViewText
{
    private const string DayFormat = "yyyy-MM-dd";

    private static readonly HashSet<string> Errors = new(StringComparer.Ordinal)
    {
        "Fail", "Failed", "Error", "Inactive", "installFailed", "deleteFailed",
        "DeliveryFailed", "NotFound", "SignatureInvalid", "SignerNotValid",
    };

    private static readonly HashSet<string> Warnings = new(StringComparer.Ordinal)
    {
        "Warning", "Outdated", "NotAttempted", "Unknown", "Expired", "Incomplete", "Missing",
        "InArchiveOnly", "InArchive", "RootNotDeployed", "SignatureNotChecked",
    };

    /// <summary>A text, or the elements of a list with ", " between them.</summary>
    public static string Text(object? value) => Join(value, ", ");

    /// <summary>The elements of a list, each on a line of its own.</summary>
    public static string Lines(object? value) => Join(value, Environment.NewLine);

    /// <summary>A text broken between words for a column that takes the rest of the console's width.</summary>
    /// <param name="text">The text; null for none.</param>
    /// <param name="host">$Host, whose console it is.</param>
    /// <param name="taken">The width that other columns take, with the spaces between.</param>
    public static string Paragraph(string? text, object? host, int taken) =>
        string.Join(Environment.NewLine, TextWrap.Words(Text(text), TextWrap.WidthOf(host) - taken));

    /// <summary>
    /// A command broken between its parts, with the sign at the ends of lines that makes PowerShell read on: it can be copied as
    /// it stands.
    /// </summary>
    /// <param name="command">The command; null for none.</param>
    /// <param name="host">$Host, whose console it is.</param>
    /// <param name="taken">The width that other columns take, with the spaces between.</param>
    public static string Command(string? command, object? host, int taken) =>
        string.Join(Environment.NewLine, TextWrap.Command(Text(command), TextWrap.WidthOf(host) - taken));

    /// <summary>The day in the Gregorian calendar, as ISO 8601 writes it; empty for null.</summary>
    public static string Date(DateTime? moment) => Moment(moment, DayFormat);

    /// <summary>Day and time in the Gregorian calendar, to the second; empty for null.</summary>
    public static string Moment(DateTime? moment) => Moment(moment, "yyyy-MM-dd HH:mm:ss");

    /// <summary>A moment in a form of .NET, in the Gregorian calendar; empty for null.</summary>
    public static string Moment(DateTime? moment, string format) =>
        moment?.ToString(format, CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>A moment with its offset from UTC, to the second; empty for null.</summary>
    public static string Moment(DateTimeOffset? moment) =>
        moment?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>A purpose as tables write it: Encryption, Signing.</summary>
    public static string Purpose(UserPfxPurpose? purpose) => purpose switch
    {
        null => string.Empty,
        UserPfxPurpose.SmimeEncryption => "Encryption",
        UserPfxPurpose.SmimeSigning => "Signing",
        _ => purpose.Value.ToString(),
    };

    /// <summary>
    /// A status or a severity, in the console's colours for errors and warnings where it has them and shows them.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="style">$PSStyle; null in Windows PowerShell.</param>
    /// <param name="isRedirected">Whether what is written reaches a file or a program rather than a person.</param>
    public static string Mark(object? value, object? style, bool isRedirected)
    {
        var text = Text(value);
        var member = Errors.Contains(text) ? "Error" : Warnings.Contains(text) ? "Warning" : null;
        return member is not null && ShowsColours(style, isRedirected)
            && Member(Member(style, "Formatting"), member) is string start
                ? $"{start}{text}{Member(style, "Reset")}"
                : text;
    }

    private static bool ShowsColours(object? style, bool isRedirected) => Member(style, "OutputRendering")?.ToString() switch
    {
        // Asked for by name: colours whatever they are written to.
        "Ansi" => true,
        null or "PlainText" => false,
        _ => !isRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    };

    private static object? Member(object? of, string name) =>
        of is null ? null : PSObject.AsPSObject(of).Properties[name]?.Value;

    private static string Join(object? value, string separator) => value switch
    {
        null => string.Empty,
        string text => text.Visible(),
        PSObject wrapped => Join(wrapped.BaseObject is PSCustomObject ? wrapped.ToString() : wrapped.BaseObject, separator),
        DateTime moment => Moment(moment),
        DateTimeOffset moment => Moment(moment),
        IEnumerable items => string.Join(separator, items.Cast<object?>().Select(item => Join(item, separator))),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => (value.ToString() ?? string.Empty).Visible(),
    };
}
