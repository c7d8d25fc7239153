using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace SmimeCertTools.Core.Records;

/// <summary>Mail addresses and user principal names, as far as two of them are to be told apart.</summary>
public static class MailAddresses
{
    private const string MailPrefix = "smtp:";

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>
    /// Compares addresses as Exchange does: regardless of case on both sides of the @; and a domain name is the same in letters
    /// of any script as in the ASCII form of it (RFC 5891, "xn--").
    /// </summary>
    public static IEqualityComparer<string> Comparer { get; } = new AddressComparer();

    /// <summary>
    /// The mail address in one of the directory's proxyAddresses; null for one of another system, such as <c>sip:</c> or
    /// <c>x500:</c>. Without a prefix it is a mail address.
    /// </summary>
    public static string? OfProxy(string proxyAddress)
    {
        var text = Guard.NotNull(proxyAddress).Trim();
        return text.StartsWith(MailPrefix, StringComparison.OrdinalIgnoreCase) ? text.Substring(MailPrefix.Length)
            : text.IndexOf(':') >= 0 || text.Length == 0 ? null
            : text;
    }

    /// <summary>The one form of all spellings of an address that are the same.</summary>
    public static string Normalize(string address)
    {
        var text = Guard.NotNull(address).Trim().Normalize(NormalizationForm.FormC);
        var at = text.LastIndexOf('@');
        return (at < 0 ? text : text.Substring(0, at + 1) + Ascii(text.Substring(at + 1).TrimEnd('.'))).ToLowerInvariant();
    }

    private static string Ascii(string domain)
    {
        try
        {
            return Idn.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            // No domain name: it is the same as itself alone.
            return domain;
        }
    }

    private sealed class AddressComparer : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && Normalize(x) == Normalize(y));

        public int GetHashCode(string obj) => StringComparer.Ordinal.GetHashCode(Normalize(obj));
    }
}
