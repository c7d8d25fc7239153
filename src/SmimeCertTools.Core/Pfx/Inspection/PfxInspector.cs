using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Inspection;

/// <summary>Shows what is in PKCS#12 content (RFC 7292) and how it is protected, as far as a password allows.</summary>
public static class PfxInspector
{
    /// <summary>Inspects a file as <see cref="Inspect"/> does. CPU work and file access happen on the thread pool.</summary>
    /// <param name="path">The full path; it labels errors, whatever <paramref name="options"/> say.</param>
    /// <param name="password">The password; null when none is at hand.</param>
    /// <param name="options">Limits; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative.</exception>
    /// <exception cref="PfxException">
    /// The file cannot be read, is no PFX, is broken, or <paramref name="password"/> is wrong.
    /// </exception>
    public static async Task<PfxInspection> InspectAsync(
        string path, SecretText? password, PfxReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var labelled = (options ?? PfxReadOptions.Default) with { Path = path, CertificatesOnly = false };
        var content = await PfxFile.ReadAsync(path, labelled, cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Inspect(content, password, labelled, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            // A private key may stand in it in clear.
            SecretBytes.Zero(content);
        }
    }

    /// <summary>Inspects a PFX.</summary>
    /// <param name="content">The file's bytes; not kept.</param>
    /// <param name="password">The password. Null when none is at hand: the content is then opened if it needs none.</param>
    /// <param name="options">Limits and labels; the defaults when null. Limits bound what is derived, not what is told.</param>
    /// <param name="cancellationToken">Ends the call, a key derivation too.</param>
    /// <returns>
    /// What was found. Without a password for encrypted content, or when an algorithm is not supported or the limits forbid to
    /// open it, what the format tells in clear.
    /// </returns>
    /// <exception cref="PfxException">The content is no PFX, is broken, or <paramref name="password"/> is wrong.</exception>
    public static PfxInspection Inspect(ReadOnlyMemory<byte> content, SecretText? password, PfxReadOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= PfxReadOptions.Default;
        var errors = new PfxErrors(options.Path);
        if (content.Length > options.MaxFileSize)
        {
            throw errors.TooLarge(options.MaxFileSize);
        }

        PfxSniffer.RefuseOther(content.Span, errors);
        var scratch = new List<byte[]>();
        try
        {
            var structure = PfxStructure.Read(content, errors, scratch);
            return Open(content, password, options, structure, errors, scratch, cancellationToken);
        }
        catch (DerException e)
        {
            throw errors.From(e, "its structure");
        }
        finally
        {
            SecretBytes.Zero(scratch);
        }
    }

    private static PfxInspection Open(ReadOnlyMemory<byte> content, SecretText? password, PfxReadOptions options,
        PfxStructure structure, PfxErrors errors, List<byte[]> scratch, CancellationToken cancellationToken)
    {
        PfxException? problem = null;
        try
        {
            using var absent = SecretText.Absent();
            using var contents = PfxReader.Open(content, password ?? absent, options, cancellationToken);
            return Describe(structure, contents);
        }
        catch (PfxException e) when (IsTold(e.Kind, password is null))
        {
            problem = e;
        }
        catch (PfxException e) when (e.Kind == PfxErrorKind.PasswordIncorrect && password is null)
        {
        }

        if (structure.EncryptedParts.Count == 0 && structure.Bags.KeyEncryption.All(encryption => encryption.Algorithm == "None"))
        {
            // Only the integrity check needs the password: all contents are there to see.
            var bags = PfxStructure.Read(content, errors, scratch, withKeysInClear: true).Bags;
            var keys = bags.Keys.ConvertAll(bag => bag.Content);
            using var contents = PfxPairing.Pair(
                bags, keys, ProtectionOf(structure), structure.RecipientParts > 0, errors, cancellationToken);
            return Describe(structure, contents, problem);
        }

        return Describe(structure, null, problem);
    }

    // What keeps it closed whatever the password is. Without one, whose account the file is for is worth telling too.
    private static bool IsTold(PfxErrorKind kind, bool isWithoutPassword) =>
        kind is PfxErrorKind.Unsupported or PfxErrorKind.LimitExceeded or PfxErrorKind.IntegrityWeak
        || (kind == PfxErrorKind.ProtectedToAccount && isWithoutPassword);

    private static PfxInspection Describe(PfxStructure structure, PfxContents? contents, PfxException? problem = null)
    {
        var pairs = new Dictionary<string, PfxKeyPair>();
        foreach (var pair in contents?.KeyPairs ?? [])
        {
            pairs[pair.Certificate.ThumbprintSha256] = pair;
        }

        return new PfxInspection
        {
            IsOpened = contents is not null,
            OpenError = problem,
            Protection = contents?.Protection ?? ProtectionOf(structure),
            UnopenedParts = contents is null ? structure.EncryptedParts : [],
            RecipientParts = structure.RecipientParts,
            IsBer = structure.IsBer,
            TrailingBytes = structure.TrailingBytes,
            Certificates = List(
                contents?.Bags ?? structure.Bags.Certificates, pairs, contents is not null && structure.RecipientParts == 0),
            KeyPairCount = contents?.KeyPairs.Count,
            UnmatchedKeyCount = contents?.UnmatchedKeys.Count,
        };
    }

    private static PfxProtection ProtectionOf(PfxStructure structure) => new()
    {
        MacAlgorithm = structure.Mac?.Algorithm,
        MacIterations = structure.Mac?.Iterations ?? 0,
        CertificateEncryption = structure.Bags.CertificateEncryption,
        KeyEncryption = structure.Bags.KeyEncryption,
    };

    private static List<PfxInspectedCertificate> List(
        IReadOnlyList<CertificateBag> bags, Dictionary<string, PfxKeyPair> pairs, bool isComplete)
    {
        var certificates = bags.GroupBy(bag => bag.Certificate.Info.ThumbprintSha256).ToList();
        var chains = new ChainBuilder(certificates.Select(doubles => doubles.First()));
        var result = new List<PfxInspectedCertificate>();
        foreach (var doubles in certificates)
        {
            var first = doubles.First();
            pairs.TryGetValue(doubles.Key, out var pair);
            result.Add(new PfxInspectedCertificate
            {
                Certificate = first.Certificate.Info,
                FriendlyName = pair?.FriendlyName
                    ?? doubles.Select(bag => bag.FriendlyName).FirstOrDefault(name => name is not null),
                HasPrivateKey = pair is not null ? true : isComplete ? false : null,
                Chain = chains.Build(first.Certificate),
            });
        }

        return result;
    }
}
