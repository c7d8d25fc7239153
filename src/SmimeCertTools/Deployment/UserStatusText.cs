using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;

namespace SmimeCertTools.Deployment;

/// <summary>A user's status as one screen of text, for a console of any width.</summary>
public static class UserStatusText
{
    private const int LeastWidth = 60;
    private const int MostWidth = 140;
    private const int Indent = 2;
    private const int Severity = 9;

    /// <summary>The screen.</summary>
    /// <param name="status">The status, a <see cref="SmimeUserStatus"/> as PowerShell hands it on.</param>
    /// <param name="width">The console's width in columns.</param>
    /// <param name="style">$PSStyle; null for no colours.</param>
    /// <param name="isRedirected">Whether the output goes to a file or a program.</param>
    public static string Text(SmimeUserStatus status, int width, object? style, bool isRedirected)
    {
        if (status is null)
        {
            return string.Empty;
        }

        var page = new Page(Math.Min(MostWidth, Math.Max(LeastWidth, width - 1)), style, isRedirected);
        page.Line(0, status.DisplayName is { Length: > 0 } name ? $"{status.UserPrincipalName}  ({name})"
            : status.UserPrincipalName);
        page.Line(0, Summary(status));
        Certificates(page, status);
        Devices(page, status);
        Profiles(page, status);
        page.Part("Mail clients",
            status.MailClients.Length == 0 ? "No profile for certificates or mail reaches the user." : null);
        foreach (var client in status.MailClients)
        {
            page.Hanging("- ", $"{ProfileName.Of(client.Platform)}: {client.Message}");
        }

        Findings(page, status);
        if (status.Unread.Length > 0)
        {
            page.Part("Not read", null);
            foreach (var unread in status.Unread)
            {
                page.Hanging(string.Empty, unread);
            }
        }

        return page.ToString();
    }

    /// <summary>What the user can do today, and how much stands out.</summary>
    internal static string Summary(SmimeUserStatus status)
    {
        var signing = status.SigningUntil is { } end ? $"signing until {ViewText.Date(end)}"
            : status.SignsByProfile == true ? "signing by profile" : "no signing";
        var worst = status.Findings.GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key)
            .Select(group => string.Format(CultureInfo.InvariantCulture, "{0} {1}{2}", group.Count(),
                group.Key.ToString().ToLowerInvariant(), group.Count() == 1 ? string.Empty : "s"));
        var found = status.Findings.Length == 0 ? "nothing stands out" : string.Join(", ", worst);
        return (status.EncryptionUntil is { } until ? $"Encryption until {ViewText.Date(until)}" : "No encryption")
            + $"; {signing}; {found}.";
    }

    private static void Certificates(Page page, SmimeUserStatus status)
    {
        page.Part("Certificates", status.Certificates.Length == 0 ? "None in Intune." : null);
        foreach (var certificate in status.Certificates)
        {
            page.Cut(string.Format(CultureInfo.InvariantCulture, "{0,-10}  {1} to {2}  {3,6} d  {4}  {5}",
                ViewText.Purpose(certificate.Purpose), ViewText.Date(certificate.NotBefore), ViewText.Date(certificate.NotAfter),
                certificate.DaysLeft, page.Mark(certificate.State, 11), certificate.Thumbprint),
                page.Extra(certificate.State, 11));
            if (certificate.Note is not null)
            {
                page.Hanging("            ", certificate.Note);
            }
        }
    }

    private static void Devices(Page page, SmimeUserStatus status)
    {
        page.Part("Devices", status.Devices.Length == 0 ? "None reports a certificate of the user." : null);
        var longest = status.Devices.Select(device => (device.DeviceName ?? string.Empty).Length).DefaultIfEmpty(0).Max();
        var name = Math.Max(7, Math.Min(28, longest));
        foreach (var device in status.Devices)
        {
            var state = device.ErrorCode == 0 ? device.State ?? "no state"
                : string.Format(CultureInfo.InvariantCulture, "{0}, error 0x{1:X8}", device.State, device.ErrorCode);
            page.Cut(string.Format(CultureInfo.InvariantCulture, "{0}  {1,-10}  {2} {3}  {4}",
                Fit(device.DeviceName ?? "no name", name), ViewText.Purpose(device.Purpose),
                device.IsInstalled ? "ok" : device.IsFailed ? "!!" : "..", state, device.ProfileName), 0);
        }
    }

    // A line for each platform: what reaches the user there, then what does not.
    private static void Profiles(Page page, SmimeUserStatus status)
    {
        page.Part("Profiles", status.Profiles.Length == 0 ? "None reaches the user." : null);
        foreach (var platform in status.Profiles.SelectMany(profile => profile.Platform).Distinct().OrderBy(platform => platform))
        {
            var here = status.Profiles.Where(profile => profile.Platform.Contains(platform)).ToList();
            Tell("reached by", here.FindAll(profile => profile.Reaches && !profile.IsUncertain));
            Tell("reached, if a filter lets it, by", here.FindAll(profile => profile.Reaches && profile.IsUncertain));
            Tell("perhaps by", here.FindAll(profile => !profile.Reaches && profile.IsUncertain));
            Tell("NOT by", here.FindAll(profile => !profile.Reaches && !profile.IsUncertain));

            void Tell(string how, List<SmimeUserProfile> profiles)
            {
                if (profiles.Count > 0)
                {
                    page.Hanging("- ", $"{ProfileName.Of(platform)}: {how} " + string.Join(", ", profiles.Select(profile =>
                        profile.Through.Length == 0 ? profile.Name : $"{profile.Name} ({string.Join("; ", profile.Through)})")));
                }
            }
        }
    }

    // What is about the user in full; of what is about everybody what is wrong, in a sentence; notes are in the object.
    private static void Findings(Page page, SmimeUserStatus status)
    {
        var shown = status.Findings.Where(finding => finding.Severity == SmimeFindingSeverity.Error
            || (finding.IsOfUser && finding.Severity == SmimeFindingSeverity.Warning)).ToList();
        page.Part("Findings", status.Findings.Length == 0 ? "Nothing stands out." : null);
        foreach (var finding in shown)
        {
            page.Hanging(page.Mark(finding.Severity, Severity), $"{finding.Id}: {FirstSentence(finding.Message)}", Severity);
            if (finding.NextStep is not null)
            {
                page.Step(Severity, finding.NextStep);
            }
        }

        if (status.Findings.Length > shown.Count)
        {
            page.Line(Indent, string.Format(CultureInfo.InvariantCulture,
                "{0} of less weight for this user; (Get-SmimeUserStatus {1}).Findings has {2}.",
                status.Findings.Length - shown.Count,
                CommandText.Quote(status.UserPrincipalName), status.Findings.Length - shown.Count == 1 ? "it" : "them"));
        }
    }

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text.Substring(0, end + 1);
    }

    private static string Fit(string text, int width) =>
        text.Length <= width ? text.PadRight(width) : text.Substring(0, width - 1) + "…";

    private sealed class Page(int width, object? style, bool isRedirected)
    {
        private readonly StringBuilder _text = new();

        public void Line(int indent, string text)
        {
            foreach (var line in Wrap(text, width - indent))
            {
                _text.Append(' ', indent).Append(line).Append('\n');
            }
        }

        public void Part(string heading, string? nothing)
        {
            _text.Append('\n').Append(heading).Append('\n');
            if (nothing is not null)
            {
                Line(Indent, nothing);
            }
        }

        // A line that is cut at its end, where what matters least stands.
        public void Cut(string text, int unseen)
        {
            var most = width - Indent + unseen;
            _text.Append(' ', Indent).Append(text.Length <= most ? text : text.Substring(0, most - 1) + "…").Append('\n');
        }

        public void Hanging(string start, string text, int? seen = null)
        {
            var hang = seen ?? start.Length;
            var first = true;
            foreach (var line in Wrap(text, width - Indent - hang))
            {
                _text.Append(' ', Indent).Append(first ? start : new string(' ', hang)).Append(line).Append('\n');
                first = false;
            }
        }

        // Broken so that it can be copied.
        public void Step(int indent, string step)
        {
            foreach (var line in TextWrap.Command(step, width - Indent - indent))
            {
                _text.Append(' ', Indent + indent).Append(line).Append('\n');
            }
        }

        public string Mark(object value, int columns = 0)
        {
            var plain = value.ToString()!;
            return ViewText.Mark(value, style, isRedirected) + new string(' ', Math.Max(0, columns - plain.Length));
        }

        // How many characters of a mark take no column.
        public int Extra(object value, int columns) => Mark(value, columns).Length - Math.Max(columns, value.ToString()!.Length);

        public override string ToString() => _text.ToString().TrimEnd('\n');

        private static IEnumerable<string> Wrap(string text, int columns)
        {
            var rest = text;
            while (rest.Length > columns)
            {
                var at = rest.LastIndexOf(' ', columns);
                var end = at > 0 ? at : columns;
                yield return rest.Substring(0, end);
                rest = rest.Substring(end).TrimStart(' ');
            }

            yield return rest;
        }
    }
}
