using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SmimeCertTools.Core.Profiles;

/// <summary>The address of a directory where Outlook looks for recipients' certificates.</summary>
/// <remarks>
/// <c>host</c>, <c>host:port</c>, <c>ldaps://host</c> and <c>ldaps://host:port</c>, after "S/MIME for Outlook for iOS and
/// Android" of Exchange Online; LDAP without TLS is not among them. An IPv6 address stands in brackets (RFC 3986 section 3.2.2).
/// </remarks>
internal static class DirectoryAddress
{
    private const string Scheme = "ldaps://";

    /// <summary>The address as it is sent.</summary>
    /// <exception cref="ProfileException">It is none.</exception>
    public static string Check(string text)
    {
        var address = text.Trim();
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var isSecure = address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        if (scheme >= 0 && !isSecure)
        {
            throw Invalid(text, address.StartsWith("ldap://", StringComparison.OrdinalIgnoreCase)
                ? "is LDAP without TLS, which Outlook does not use. Write it as ldaps://host"
                : $"begins with {address.Substring(0, scheme + 3)}, and Outlook asks LDAP directories. Write it as ldaps://host");
        }

        var rest = isSecure ? address.Substring(Scheme.Length) : address;
        if (IsAddress6(rest))
        {
            throw Invalid(text, $"is an IPv6 address without brackets. Write it as [{rest}]");
        }

        return IsHostAndPort(rest)
            ? (isSecure ? Scheme : string.Empty) + rest
            : throw Invalid(text, "is no address of a directory. Write it as ldaps://host");
    }

    private static bool IsHostAndPort(string text)
    {
        var end = text.StartsWith("[", StringComparison.Ordinal) ? text.IndexOf(']') + 1 : text.IndexOf(':');
        var host = end < 0 ? text : text.Substring(0, end);
        var port = end < 0 ? string.Empty : text.Substring(end);
        var isHost = host.StartsWith("[", StringComparison.Ordinal)
            ? host.Length > 2 && IsAddress6(host.Substring(1, host.Length - 2))
            : PkcsIssuance.IsHost(host);
        return isHost && (port.Length == 0 || (port[0] == ':'
            && ushort.TryParse(port.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0));
    }

    private static bool IsAddress6(string text) => text.IndexOf(':') >= 0 && text.IndexOfAny(['[', ']', '%', '/']) < 0
        && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static ProfileException Invalid(string text, string problem) => ProfileErrors.Invalid(
        nameof(OutlookSettings.LdapHost), $"LdapHost '{text}' {problem}, ldaps://host:port, host or host:port.");
}
