using System;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Bulk;

/// <summary>One row of a bulk import: a file and its user, or what is wrong with the row.</summary>
public sealed class BulkRow : IDisposable
{
    /// <summary>The line in the manifest, or the place among the pipeline's rows; from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The user's principal name as given; empty when the row has none.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The PFX file's full path, or the text that stands for it when it is none; null when there is nothing.</summary>
    public required string? Path { get; init; }

    /// <summary>The purpose; null to follow the certificate's key usage.</summary>
    public UserPfxPurpose? IntendedPurpose { get; init; }

    /// <summary>The password, which goes with the row; null when the row has none and somebody is to be asked.</summary>
    public SecretText? Password { get; set; }

    /// <summary>What is wrong with the row; null when it can be used.</summary>
    public SmimeException? Error { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Password?.Dispose();
}
