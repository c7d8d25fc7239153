using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>Turns a PFX file into a protected record, without network.</summary>
public static class UserPfxPreparer
{
    /// <summary>
    /// Reads and opens the file, proves its key pair, chooses the purpose and protects the password. CPU work and file access happen on
    /// the thread pool.
    /// </summary>
    /// <exception cref="PfxException">The file cannot be read or used.</exception>
    /// <exception cref="KeyProtectionException">The password cannot be protected.</exception>
    /// <exception cref="ImportException">No purpose was given and the certificate allows several or none.</exception>
    public static Task<PreparedUserPfx> PrepareAsync(UserPfxSource source, UserPfxProtection protection, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

/// <summary>A record that is ready to be uploaded, and what is known of its certificate.</summary>
public sealed class PreparedUserPfx
{
    /// <summary>The record.</summary>
    public required UserPfxRecord Record { get; init; }

    /// <summary>The certificate in it; null when the record came from a file made elsewhere.</summary>
    public Certificates.CertificateInfo? Certificate { get; init; }

    /// <summary>The PFX file; null when there is none.</summary>
    public string? Path { get; init; }

    /// <summary>What is legal and yet likely to disappoint, as sentences; empty when there is nothing.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
