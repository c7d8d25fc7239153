using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Import;

/// <summary>Turns a PFX file into protected records, without network.</summary>
public static class UserPfxPreparer
{
    // The password is random and has 190 bits: no count makes guessing it any harder, so what counts is that every reader takes
    // it. For PBKDF2 that is the least that FIPS modules insist on (NIST SP 800-132 section 5.2). The derivation of PKCS#12 has
    // no least, RFC 7292 leaves the count free, and it is the larger part of what a record costs.
    private const int IterationsOfPbkdf2 = 1_000;
    private const int IterationsOfPkcs12 = 100;

    /// <summary>
    /// Reads and opens the file, proves its key pairs, chooses the purpose of each, writes each anew under a random password,
    /// unless <see cref="UserPfxProtection.Encryption"/> is <see cref="SmimePfxEncryption.Unchanged"/>, and protects the
    /// password. What can be refused without opening the file (user principal name, purpose, password) is refused first. CPU work
    /// and file access happen on the thread pool.
    /// </summary>
    /// <param name="row">The file and the user, with a password.</param>
    /// <param name="protection">The connector's key, and how files are written anew.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A record or a failure for each key pair of the file.</returns>
    /// <remarks>
    /// A purpose that was given applies to the pair of a file with one. In a file with several it settles those that leave a
    /// choice; a pair whose certificate allows only the other mail use keeps its own purpose, with a warning.
    /// </remarks>
    /// <exception cref="PfxException">
    /// The file cannot be read or used; or it is to be uploaded unchanged and holds several key pairs.
    /// </exception>
    /// <exception cref="KeyProtectionException">The password cannot be protected.</exception>
    /// <exception cref="ImportException">
    /// The given purpose is not supported, the user principal name is not one, or the file is to be uploaded unchanged and its
    /// private key is not encrypted.
    /// </exception>
    public static Task<PreparedUserPfxFile> PrepareAsync(
        ImportRow row, UserPfxProtection protection, CancellationToken cancellationToken) =>
        RunAsync(row, protection, isWritten: true, expected: null, TimeProvider.System, cancellationToken);

    /// <summary>The same at another clock's time, of a file that was seen before, or without making the records.</summary>
    /// <param name="row">The file and the user, with a password.</param>
    /// <param name="protection">The connector's key, and how files are written anew.</param>
    /// <param name="isWritten">Whether records are made; the rules are the same.</param>
    /// <param name="expected">What the file was when it was checked; null for any.</param>
    /// <param name="clock">Tells what has expired.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ImportException">It is not the file that was checked.</exception>
    internal static async Task<PreparedUserPfxFile> RunAsync(
        ImportRow row,
        UserPfxProtection protection,
        bool isWritten,
        Digest128? expected,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        ValidateGiven(row, protection);
        var options = new PfxReadOptions { Path = row.Path };
        var content = row.Content ?? await PfxFile.ReadAsync(row.Path!, options, cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        return await Task.Run(
            () =>
            {
                var isKept = false;
                try
                {
                    var digest = Digest128.Of(content);
                    if (expected is not null && expected != digest)
                    {
                        throw Changed(row);
                    }

                    using var contents = PfxReader.Open(content, row.Password!, options, cancellationToken);
                    var file = Prepare(row, protection, content, contents, isWritten, now, cancellationToken);
                    isKept = protection.Encryption == SmimePfxEncryption.Unchanged && file.Records.Count > 0;
                    return new PreparedUserPfxFile
                    {
                        Protection = contents.Protection,
                        Thumbprints = [.. file.Certificates.Select(certificate => certificate.Thumbprint)],
                        Certificates = file.Certificates,
                        Records = file.Records,
                        Failures = file.Failures,
                        Digest = digest,
                    };
                }
                catch (Exception e) when (PlatformCryptography.IsFailure(e))
                {
                    throw new PfxErrors(row.Path).Refused(isWritten ? "write it anew" : "check it", e);
                }
                finally
                {
                    if (!isKept)
                    {
                        // Nobody needs the source any more, and its key may stand in it in clear.
                        SecretBytes.Zero(content);
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sees that a file is still the one that was checked.</summary>
    /// <exception cref="ImportException">It is not (<see cref="ImportErrorKind.FileChanged"/>).</exception>
    /// <exception cref="PfxException">It cannot be read any more.</exception>
    internal static async Task CompareAsync(ImportRow row, Digest128 expected, CancellationToken cancellationToken)
    {
        var options = new PfxReadOptions { Path = row.Path };
        var content = await PfxFile.ReadAsync(row.Path!, options, cancellationToken).ConfigureAwait(false);
        var digest = Digest128.Of(content);
        SecretBytes.Zero(content);
        if (digest != expected)
        {
            throw Changed(row);
        }
    }

    private static ImportException Changed(ImportRow row) => new(
        ImportErrorKind.FileChanged,
        $"The file '{row.Path}' is not the one that was checked: it was changed meanwhile. Nothing of it was uploaded for "
        + $"{row.Recipient}. Leave files alone during an import and run the command again; what is done is not sent "
        + "twice.",
        row.Path);

    private static void ValidateGiven(ImportRow row, UserPfxProtection protection)
    {
        Guard.NotNull(row);
        Guard.NotNull(protection);
        Guard.NotNull(row.Password);
        if (row.UserPrincipalName.Length > 0)
        {
            UserPrincipalNames.Validate(row.UserPrincipalName);
        }

        PurposeChoice.ValidateGiven(row);
        if (protection.Encryption == SmimePfxEncryption.Unchanged)
        {
            protection.Protector.Validate(row.Password!, row.Path!);
        }
    }

    private static (List<CertificateInfo> Certificates, List<PreparedUserPfx> Records, List<UserPfxFailure> Failures) Prepare(
        ImportRow row,
        UserPfxProtection protection,
        byte[] content,
        PfxContents contents,
        bool isWritten,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var pairs = ChoosePairs(contents, row, protection);
        var (certificates, records, failures) =
            (new List<CertificateInfo>(), new List<PreparedUserPfx>(), new List<UserPfxFailure>());
        foreach (var pair in pairs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var purpose = PurposeChoice.Choose(row, pair, pairs);
                if (isWritten)
                {
                    records.Add(Prepare(row, protection, content, pair, purpose, now, cancellationToken));
                }

                certificates.Add(pair.Certificate);
            }
            catch (ImportException e)
            {
                failures.Add(new UserPfxFailure { Certificate = pair.Certificate, Error = e });
            }
        }

        return (certificates, records, failures);
    }

    private static IReadOnlyList<PfxKeyPair> ChoosePairs(PfxContents contents, ImportRow source, UserPfxProtection protection)
    {
        if (protection.Encryption != SmimePfxEncryption.Unchanged)
        {
            return PfxKeyPairs.All(contents, source.Path);
        }

        var pair = PfxKeyPairs.SingleOrAdvise(
            contents,
            source.Path,
            "Have each uploaded as a record of its own, or split the file.");
        RefuseKeyInClear(contents.Protection, source);
        return [pair];
    }

    private static PreparedUserPfx Prepare(
        ImportRow source,
        UserPfxProtection protection,
        byte[] content,
        PfxKeyPair pair,
        UserPfxPurpose purpose,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var certificate = pair.Certificate;
        var (blob, password) = protection.Encryption == SmimePfxEncryption.Unchanged
            ? (content, protection.Protector.Protect(source.Password!, source.Path!))
            : WriteAnew(pair, protection.Encryption, protection.Protector, source.Path!, cancellationToken);
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
                EncryptedPfxBlob = blob,
                EncryptedPfxPassword = Convert.ToBase64String(password),
            },
            Certificate = certificate,
            Warnings =
            [
                .. PurposeChoice.Warn(source, certificate, purpose, now),
                .. source.UserPrincipalName.Length > 0
                    && AddressCheck.WarnOfNone(certificate, source.UserPrincipalName, source.Path) is { } warning
                        ? new[] { warning } : [],
            ],
        };
    }

    // The pair and its chain. Friendly names serve nobody on a device and may tell things about other people.
    private static (byte[] Content, byte[] Password) WriteAnew(
        PfxKeyPair pair, SmimePfxEncryption encryption, PasswordProtector protector, string path,
        CancellationToken cancellationToken)
    {
        var options = new PfxWriteOptions
        {
            Encryption = encryption,
            Iterations = encryption == SmimePfxEncryption.TripleDesSha1 ? IterationsOfPkcs12 : IterationsOfPbkdf2,
            IncludeFriendlyNames = false,
        };
        using var password = RandomPassword.Create();
        return (PfxWriter.Write([pair], pair.Chain, password, options, cancellationToken), protector.Protect(password, path));
    }

    private static void RefuseKeyInClear(PfxProtection protection, ImportRow source)
    {
        foreach (var encryption in protection.KeyEncryption)
        {
            if (encryption.Algorithm == "None")
            {
                throw new ImportException(
                    ImportErrorKind.PrivateKeyUnprotected,
                    $"The file '{source.Path}' holds its private key in clear, whatever its password is for. Uploaded as it is, "
                    + $"it would give the key of {source.Recipient} away. Have it encrypted anew.",
                    source.Path);
            }
        }
    }
}
