using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Import;

/// <summary>Turns a PFX file into a protected record, without network.</summary>
public static class UserPfxPreparer
{
    /// <summary>
    /// Reads and opens the file, proves its key pair, chooses the purpose and protects the password. What can be refused without
    /// opening the file (user principal name, purpose, password) is refused first. CPU work and file access happen on the thread
    /// pool.
    /// </summary>
    /// <param name="source">The file and the user.</param>
    /// <param name="protection">The connector's key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>One record for each key pair of the file, in its order.</returns>
    /// <exception cref="PfxException">The file cannot be read or used.</exception>
    /// <exception cref="KeyProtectionException">The password cannot be protected.</exception>
    /// <exception cref="ImportException">
    /// No purpose was given and the certificate allows several or none, the given one is not supported, the private key is not
    /// encrypted in the file, or the user principal name is not one.
    /// </exception>
    public static Task<IReadOnlyList<PreparedUserPfx>> PrepareAsync(
        UserPfxSource source, UserPfxProtection protection, CancellationToken cancellationToken) =>
        PrepareAsync(source, protection, TimeProvider.System, cancellationToken);

    /// <summary>The same at another clock's time.</summary>
    internal static async Task<IReadOnlyList<PreparedUserPfx>> PrepareAsync(
        UserPfxSource source, UserPfxProtection protection, TimeProvider clock, CancellationToken cancellationToken)
    {
        Guard.NotNull(source);
        Guard.NotNull(protection);
        UserPrincipalNames.Validate(source.UserPrincipalName);
        PurposeChoice.ValidateGiven(source);
        protection.Protector.Validate(source.Password, source.Path);

        var options = new PfxReadOptions { Path = source.Path };
        var content = await PfxFile.ReadAsync(source.Path, options, cancellationToken).ConfigureAwait(false);
        return await Task
            .Run<IReadOnlyList<PreparedUserPfx>>(() => [Prepare(source, protection, content, options, clock.GetUtcNow(), cancellationToken)], cancellationToken)
            .ConfigureAwait(false);
    }

    private static PreparedUserPfx Prepare(
        UserPfxSource source,
        UserPfxProtection protection,
        byte[] content,
        PfxReadOptions options,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        using var contents = PfxReader.Open(content, source.Password, options);
        var certificate = PfxKeyPairs.Single(contents, source.Path).Certificate;
        RefuseKeyInClear(contents.Protection, source, content);
        var purpose = PurposeChoice.Choose(source, certificate);

        cancellationToken.ThrowIfCancellationRequested();
        var password = protection.Protector.Protect(source.Password, source.Path);
        return new PreparedUserPfx
        {
            Record = new UserPfxRecord
            {
                UserPrincipalName = source.UserPrincipalName,
                Thumbprint = certificate.Thumbprint,
                IntendedPurpose = purpose,
                StartDateTime = certificate.NotBefore,
                ExpirationDateTime = certificate.NotAfter,
                ProviderName = protection.ProviderName,
                KeyName = protection.KeyName,
                PaddingScheme = protection.Protector.Padding,
                EncryptedPfxBlob = content,
                EncryptedPfxPassword = Convert.ToBase64String(password),
            },
            Certificate = certificate,
            Path = source.Path,
            Warnings = PurposeChoice.Warn(source, certificate, purpose, now),
        };
    }

    private static void RefuseKeyInClear(PfxProtection protection, UserPfxSource source, byte[] content)
    {
        foreach (var encryption in protection.KeyEncryption)
        {
            if (encryption.Algorithm == "None")
            {
                SecretBytes.Zero(content);
                throw new ImportException(
                    ImportErrorKind.PrivateKeyUnprotected,
                    $"The file '{source.Path}' holds its private key in clear, whatever its password is for. Uploaded as it is, "
                    + $"it would give the key of {source.UserPrincipalName} away. Export the PFX again with encryption of the "
                    + "private key.",
                    source.Path);
            }
        }
    }
}

/// <summary>A record that is ready to be uploaded, and what is known of its certificate.</summary>
public sealed class PreparedUserPfx
{
    /// <summary>The record.</summary>
    public required UserPfxRecord Record { get; init; }

    /// <summary>The certificate in it; null when the record came from a file made elsewhere.</summary>
    public CertificateInfo? Certificate { get; init; }

    /// <summary>The PFX file; null when there is none.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// What an administrator should know although it stops nothing: sentences that name the file. Empty when there is nothing.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
