using System;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Types;

namespace SmimeCertTools.Core.Import;

/// <summary>
/// One row of what is to be imported, from reading to result: a PFX and its user, a record that was made before, or what is
/// wrong with the row.
/// </summary>
public sealed record ImportRow : IDisposable
{
    /// <summary>The line in the list, or the place among the pipeline's rows; from 1.</summary>
    public int Number { get; init; }

    /// <summary>The full path of the list that the row stands in; null for what came otherwise.</summary>
    public string? List { get; init; }

    /// <summary>The line in the list; null for what came otherwise.</summary>
    public int? Line => List is null ? null : Number;

    /// <summary>
    /// The user's principal name as given; empty when the row has none, and its certificates are to lead to the user.
    /// </summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The user in words.</summary>
    public string Recipient => UserPrincipalName.Length > 0 ? UserPrincipalName : "its user";

    /// <summary>
    /// The PFX file's full path, or the text that stands for it when it is none; with <see cref="Content"/>, what messages call
    /// it; null when there is nothing.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The PFX itself, so that nothing is read; null to read the file. It may be overwritten.</summary>
    public byte[]? Content { get; init; }

    /// <summary>A record that was made before, in place of a file.</summary>
    public UserPfxRecord? Record { get; init; }

    /// <summary>The certificate that a record names; null for a file, whose certificates are not known yet.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The purpose; null to follow the certificate's key usage.</summary>
    public UserPfxPurpose? IntendedPurpose { get; init; }

    /// <summary>Whether a certificate is taken although it names none of the user's addresses.</summary>
    public bool AllowOtherAddress { get; init; }

    /// <summary>The password, which goes with the row; null when the row has none and somebody is to be asked.</summary>
    public SecretText? Password { get; set; }

    /// <summary>The file that the password was read from, as the row names it; null for a password that came otherwise.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>What is wrong with the row; null when it can be used.</summary>
    public SmimeException? Error { get; set; }

    /// <summary>What came of its file; null while it was not opened.</summary>
    public PreparedUserPfxFile? File { get; set; }

    /// <summary>Whether everything in the row can be delivered, as far as it was checked.</summary>
    public bool IsGood => Error is null && File is not { Failures.Count: > 0 };

    /// <summary>What an error about this row is about.</summary>
    public string Target => string.IsNullOrEmpty(Path) ? UserPrincipalName : Path!;

    /// <inheritdoc/>
    public void Dispose() => Password?.Dispose();
}
