using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Profiles;

/// <summary>Subject alternative names and extended key usages as people write them.</summary>
internal static class PkcsTexts
{
    private static readonly Dictionary<string, SubjectAlternativeNameKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Email"] = SubjectAlternativeNameKind.EmailAddress,
        ["EmailAddress"] = SubjectAlternativeNameKind.EmailAddress,
        ["UPN"] = SubjectAlternativeNameKind.UserPrincipalName,
        ["UserPrincipalName"] = SubjectAlternativeNameKind.UserPrincipalName,
        ["DNS"] = SubjectAlternativeNameKind.DomainNameService,
        ["DomainNameService"] = SubjectAlternativeNameKind.DomainNameService,
        ["URI"] = SubjectAlternativeNameKind.UniversalResourceIdentifier,
        ["CustomAzureADAttribute"] = SubjectAlternativeNameKind.CustomAzureADAttribute,
        ["AzureADAttribute"] = SubjectAlternativeNameKind.CustomAzureADAttribute,
        ["UniversalResourceIdentifier"] = SubjectAlternativeNameKind.UniversalResourceIdentifier,
    };

    private static readonly Dictionary<string, ExtendedKeyUsageEntry> Usages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EmailProtection"] = ExtendedKeyUsageEntry.EmailProtection,
        ["SecureEmail"] = ExtendedKeyUsageEntry.EmailProtection,
        ["ClientAuthentication"] = Usage("Client Authentication", "1.3.6.1.5.5.7.3.2"),
        ["SmartCardLogon"] = Usage("Smart Card Logon", "1.3.6.1.4.1.311.20.2.2"),
        ["DocumentSigning"] = Usage("Document Signing", "1.3.6.1.4.1.311.10.3.12"),
        ["EncryptingFileSystem"] = Usage("Encrypting File System", "1.3.6.1.4.1.311.10.3.4"),
        ["AnyPurpose"] = Usage("Any Purpose", "2.5.29.37.0"),
    };

    /// <summary>The purposes that have names, with what each name stands for.</summary>
    public static IEnumerable<KeyValuePair<string, string>> KnownUsages =>
        Usages.Where(usage => usage.Key != "SecureEmail").Select(usage => new KeyValuePair<string, string>(
            usage.Key, $"{usage.Value.Name} ({usage.Value.ObjectIdentifier})"));

    /// <summary>'Email', 'UPN', 'DNS=…', 'URI=…': a kind, with a value where the usual one is not meant.</summary>
    /// <exception cref="ProfileException">The kind is none.</exception>
    public static SubjectAlternativeName AlternativeName(string text)
    {
        var (word, value) = Split(text);
        return Kinds.TryGetValue(Letters(word), out var kind)
            ? new SubjectAlternativeName { Kind = kind, Value = value }
            : throw Invalid("SubjectAlternativeName",
                $"'{word}' is no kind of subject alternative name. Use Email, UPN, DNS, URI or CustomAzureADAttribute, with a "
                + "value after an equals sign where the usual one is not meant: 'Email={{EmailAddress}}'.");
    }

    /// <summary>A name such as EmailProtection, an object identifier, or 'Name=identifier'.</summary>
    /// <exception cref="ProfileException">The name is not known.</exception>
    public static ExtendedKeyUsageEntry KeyUsage(string text)
    {
        var (word, identifier) = Split(text);
        if (identifier is not null)
        {
            return Usage(word, identifier);
        }

        if (Usages.TryGetValue(Letters(word), out var known))
        {
            return known;
        }

        // Core checks the identifier's form; the portal shows it where there is no name.
        return word.Length > 0 && char.IsDigit(word[0])
            ? Usages.Values.FirstOrDefault(usage => usage.ObjectIdentifier == word) ?? Usage(word, word)
            : throw Invalid("ExtendedKeyUsage", $"'{word}' is no extended key usage that is known by name. Use one of "
                + $"{string.Join(", ", KnownUsages.Select(usage => usage.Key))}, an object identifier, or 'Name=identifier'.");
    }

    private static (string Word, string? Value) Split(string text)
    {
        var at = text.IndexOf('=');
        return at < 0 ? (text.Trim(), null) : (text.Substring(0, at).Trim(), text.Substring(at + 1).Trim());
    }

    // "Secure Email", "e-mail" and "EmailAddress" are the same words.
    private static string Letters(string word) => new([.. word.Where(char.IsLetterOrDigit)]);

    private static ExtendedKeyUsageEntry Usage(string name, string identifier) =>
        new() { Name = name, ObjectIdentifier = identifier };

    private static ProfileException Invalid(string option, string message) =>
        new(ProfileErrorKind.OptionInvalid, message, option);
}
