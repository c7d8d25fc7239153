using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
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
    /// where <see cref="UserPfxProtection.Encryption"/> says so, and protects the password. What can be refused without opening
    /// the file (user principal name, purpose, password) is refused first. CPU work and file access happen on the thread pool.
    /// </summary>
    /// <param name="source">The file and the user.</param>
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
        UserPfxSource source, UserPfxProtection protection, CancellationToken cancellationToken) =>
        PrepareAsync(source, protection, TimeProvider.System, cancellationToken);

    /// <summary>The same at another clock's time.</summary>
    internal static async Task<PreparedUserPfxFile> PrepareAsync(
        UserPfxSource source, UserPfxProtection protection, TimeProvider clock, CancellationToken cancellationToken)
    {
        ValidateGiven(source, protection);
        var options = new PfxReadOptions { Path = source.Path };
        var content = source.Content ?? await PfxFile.ReadAsync(source.Path, options, cancellationToken).ConfigureAwait(false);
        return await Task
            .Run(() => Prepare(source, protection, content, options, clock.GetUtcNow(), cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Finds out what <see cref="PrepareAsync(UserPfxSource, UserPfxProtection, CancellationToken)"/> would make of the file by
    /// the same rules, without writing it anew or protecting a password.
    /// </summary>
    /// <param name="source">The file and the user.</param>
    /// <param name="protection">The connector's key, and how files are written anew.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The certificates that records would be made of, and a failure for each other key pair.</returns>
    /// <exception cref="PfxException">As there.</exception>
    /// <exception cref="KeyProtectionException">As there.</exception>
    /// <exception cref="ImportException">As there.</exception>
    public static async Task<CheckedUserPfxFile> CheckAsync(
        UserPfxSource source, UserPfxProtection protection, CancellationToken cancellationToken)
    {
        ValidateGiven(source, protection);
        var options = new PfxReadOptions { Path = source.Path };
        var content = source.Content ?? await PfxFile.ReadAsync(source.Path, options, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Check(source, protection, content, options), cancellationToken).ConfigureAwait(false);
    }

    private static void ValidateGiven(UserPfxSource source, UserPfxProtection protection)
    {
        Guard.NotNull(source);
        Guard.NotNull(protection);
        UserPrincipalNames.Validate(source.UserPrincipalName);
        PurposeChoice.ValidateGiven(source);
        if (protection.Encryption == SmimePfxEncryption.Unchanged)
        {
            protection.Protector.Validate(source.Password, source.Path);
        }
    }

    private static CheckedUserPfxFile Check(
        UserPfxSource source, UserPfxProtection protection, byte[] content, PfxReadOptions options)
    {
        try
        {
            using var contents = PfxReader.Open(content, source.Password, options);
            var pairs = ChoosePairs(contents, source, protection);
            var thumbprints = new List<string>();
            var failures = new List<UserPfxFailure>();
            foreach (var pair in pairs)
            {
                try
                {
                    PurposeChoice.Choose(source, pair, pairs);
                    thumbprints.Add(pair.Certificate.Thumbprint);
                }
                catch (ImportException e)
                {
                    failures.Add(new UserPfxFailure { Certificate = pair.Certificate, Error = e });
                }
            }

            return new CheckedUserPfxFile { Thumbprints = thumbprints, Failures = failures };
        }
        catch (Exception e) when (PlatformCryptography.IsFailure(e))
        {
            throw new PfxErrors(source.Path).Refused("check it", e);
        }
        finally
        {
            SecretBytes.Zero(content);
        }
    }

    private static PreparedUserPfxFile Prepare(
        UserPfxSource source,
        UserPfxProtection protection,
        byte[] content,
        PfxReadOptions options,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var isKept = false;
        try
        {
            using var contents = PfxReader.Open(content, source.Password, options);
            var pairs = ChoosePairs(contents, source, protection);
            var records = new List<PreparedUserPfx>();
            var failures = new List<UserPfxFailure>();
            foreach (var pair in pairs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    var purpose = PurposeChoice.Choose(source, pair, pairs);
                    records.Add(Prepare(source, protection, content, pair, purpose, now));
                }
                catch (ImportException e)
                {
                    failures.Add(new UserPfxFailure { Certificate = pair.Certificate, Error = e });
                }
            }

            isKept = records.Count > 0;
            return new PreparedUserPfxFile
            {
                Path = source.Path,
                Protection = contents.Protection,
                Records = records,
                Failures = failures,
            };
        }
        catch (Exception e) when (PlatformCryptography.IsFailure(e))
        {
            throw new PfxErrors(source.Path).Refused("write it anew", e);
        }
        finally
        {
            if (protection.Encryption != SmimePfxEncryption.Unchanged || !isKept)
            {
                // Nobody needs the source any more, and its key may stand in it in clear.
                SecretBytes.Zero(content);
            }
        }
    }

    private static IReadOnlyList<PfxKeyPair> ChoosePairs(PfxContents contents, UserPfxSource source, UserPfxProtection protection)
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
        UserPfxSource source,
        UserPfxProtection protection,
        byte[] content,
        PfxKeyPair pair,
        UserPfxPurpose purpose,
        DateTimeOffset now)
    {
        var certificate = pair.Certificate;
        var (blob, password) = protection.Encryption == SmimePfxEncryption.Unchanged
            ? (content, protection.Protector.Protect(source.Password, source.Path))
            : WriteAnew(pair, protection.Encryption, protection.Protector, source.Path);
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
            Path = source.Path,
            Warnings = PurposeChoice.Warn(source, certificate, purpose, now),
        };
    }

    // The pair and its chain. Friendly names serve nobody on a device and may tell things about other people.
    private static (byte[] Content, byte[] Password) WriteAnew(
        PfxKeyPair pair, SmimePfxEncryption encryption, PasswordProtector protector, string path)
    {
        var options = new PfxWriteOptions
        {
            Encryption = encryption,
            Iterations = encryption == SmimePfxEncryption.TripleDesSha1 ? IterationsOfPkcs12 : IterationsOfPbkdf2,
            IncludeFriendlyNames = false,
        };
        using var password = RandomPassword.Create();
        return (PfxWriter.Write([pair], pair.Chain, password, options), protector.Protect(password, path));
    }

    private static void RefuseKeyInClear(PfxProtection protection, UserPfxSource source)
    {
        foreach (var encryption in protection.KeyEncryption)
        {
            if (encryption.Algorithm == "None")
            {
                throw new ImportException(
                    ImportErrorKind.PrivateKeyUnprotected,
                    $"The file '{source.Path}' holds its private key in clear, whatever its password is for. Uploaded as it is, "
                    + $"it would give the key of {source.UserPrincipalName} away. Have it encrypted anew.",
                    source.Path);
            }
        }
    }
}
