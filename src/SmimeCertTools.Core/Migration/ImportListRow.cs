using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Migration;

/// <summary>What is known of one file of an archive that is to be imported.</summary>
public sealed record ImportListRow
{
    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>What became of it.</summary>
    public required SmimeImportListStatus Status { get; init; }

    /// <summary>Whose it is; null when that is not known.</summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>What it is for; null to follow the key usage of each of its certificates.</summary>
    public UserPfxPurpose? Purpose { get; init; }

    /// <summary>The certificates that have their keys in it.</summary>
    public IReadOnlyList<CatalogEntry> Certificates { get; init; } = [];

    /// <summary>The password that opens it; the search's. Null when it is not known.</summary>
    public SecretText? Password { get; init; }

    /// <summary>The file that the password stands in; null where it stands in none of its own.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Whether somebody was asked for the password, who can be asked again.</summary>
    public bool IsAsked { get; init; }

    /// <summary>Whether the certificate is taken although it names none of the user's addresses.</summary>
    public bool AllowOtherAddress { get; init; }

    /// <summary>The line of the list of passwords; null for one that came otherwise.</summary>
    public int? PasswordLine { get; init; }

    /// <summary>How many passwords were tried.</summary>
    public int Tried { get; init; }

    /// <summary>Why it is not in the list, in words; null when it is.</summary>
    public string? Message { get; init; }

    /// <summary>The error that says so; null when it is none of its own.</summary>
    public SmimeException? Error { get; init; }

    /// <summary>The certificates that may be used for mail.</summary>
    internal IEnumerable<CatalogEntry> ForMail =>
        Certificates.Where(certificate => certificate.Capability != SmimeCertCapability.None);
}
