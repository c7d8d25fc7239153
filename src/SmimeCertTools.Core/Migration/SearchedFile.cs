using System.Collections.Generic;
using SmimeCertTools.Core.Catalog;

namespace SmimeCertTools.Core.Migration;

/// <summary>What a search for passwords found of one file.</summary>
public sealed class SearchedFile
{
    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>The user whom the archive's list names; null when it names none.</summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>The certificates that have their keys in the file; empty when it was not opened.</summary>
    public IReadOnlyList<CatalogEntry> Certificates { get; init; } = [];

    /// <summary>
    /// The password that opens it, of which the caller disposes unless it is <see cref="Listed"/>; null when none does.
    /// </summary>
    public Secrets.SecretText? Password { get; init; }

    /// <summary>Where in the list of passwords it stands; null for one that came otherwise.</summary>
    public ListedPassword? Listed { get; init; }

    /// <summary>The file that the password stands in; null where it stands in none of its own.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Whether somebody was asked for the password, who can be asked again.</summary>
    public bool IsAsked { get; init; }

    /// <summary>What it is for, where the archive's list says so.</summary>
    public UserPfxPurpose? IntendedPurpose { get; init; }

    /// <summary>Whether the archive's list says that the certificate may have none of the user's addresses.</summary>
    public bool AllowOtherAddress { get; init; }

    /// <summary>
    /// Whether its certificates are known from a catalogue alone: nobody has opened it, and its password is not known.
    /// </summary>
    public bool IsOfCatalog { get; init; }

    /// <summary>How many passwords were tried.</summary>
    public int Tried { get; init; }

    /// <summary>
    /// Why it was not opened, or has nothing to be imported; null when neither is so, and where no password opens it.
    /// </summary>
    public SmimeException? Error { get; init; }
}
