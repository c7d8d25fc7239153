using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx.Keys;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx;

/// <summary>
/// Finds the private key of each certificate by computing the key's public half. The attributes of the bags (localKeyId) decide
/// nothing: programs write them wrong or not at all.
/// </summary>
internal static class PfxPairing
{
    // Every pair has a copy of its key, and one key may have thousands of certificates: what a small file asks for is not small.
    private const int MaxKeyCopies = 16 * 1024 * 1024;

    /// <summary>Builds the result from what was decrypted; the keys are copied.</summary>
    /// <exception cref="PfxException">A private key contradicts itself, or the keys take too much memory.</exception>
    /// <exception cref="OperationCanceledException">Somebody stopped it.</exception>
    public static PfxContents Pair(PfxBags bags, List<ReadOnlyMemory<byte>> keys, PfxProtection protection,
        bool hasUnreadableParts, PfxErrors errors, CancellationToken cancellationToken)
    {
        var certificates = WithoutDoubles(bags.Certificates);
        var indexOfKey = new Dictionary<string, int>();
        var unmatched = new List<int>();
        var unsupported = new List<string>();
        for (var i = 0; i < keys.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var proof = Prove(keys[i], errors);
            if (proof.Identity is null)
            {
                unsupported.Add(proof.UnsupportedKind!);
                unmatched.Add(i);
            }
            else if (!indexOfKey.ContainsKey(proof.Identity))
            {
                indexOfKey.Add(proof.Identity, i);
            }
        }

        var chains = new ChainBuilder(certificates);
        var pairs = new List<PfxKeyPair>();
        var used = new HashSet<string>();
        long copied = 0;
        foreach (var bag in certificates)
        {
            var identity = bag.Certificate.PublicKey.Identity;
            if (indexOfKey.TryGetValue(identity, out var index))
            {
                used.Add(identity);
                copied += keys[index].Length;
                if (copied > MaxKeyCopies)
                {
                    throw errors.LimitExceeded(
                        $"its private keys belong to so many certificates that they take more than {MaxKeyCopies >> 20} MiB.",
                        "Split it.");
                }

                var name = bag.FriendlyName ?? bags.Keys[index].FriendlyName;
                var key = SecretBytes.Copy(keys[index].Span);
                pairs.Add(new PfxKeyPair(bag.Certificate.Info, key, chains.Build(bag.Certificate), name));
            }
        }

        unmatched.AddRange(indexOfKey.Where(entry => !used.Contains(entry.Key)).Select(entry => entry.Value));

        unmatched.Sort();
        return new PfxContents(pairs, certificates.ConvertAll(bag => bag.Certificate.Info),
            unmatched.ConvertAll(index => SecretBytes.Copy(keys[index].Span)), protection)
        {
            Bags = bags.Certificates,
            UnsupportedKeys = unsupported,
            HasUnreadableParts = hasUnreadableParts,
        };
    }

    private static KeyProof Prove(ReadOnlyMemory<byte> key, PfxErrors errors)
    {
        try
        {
            var proof = PrivateKeyReader.Prove(key);
            return proof != KeyProof.Inconsistent
                ? proof : throw errors.Damaged("the numbers of a private key in it contradict each other.");
        }
        catch (DerException)
        {
            throw errors.Damaged("a private key in it cannot be read.");
        }
    }

    private static List<CertificateBag> WithoutDoubles(List<CertificateBag> bags)
    {
        var seen = new Dictionary<string, int>();
        var result = new List<CertificateBag>();
        foreach (var bag in bags)
        {
            var id = bag.Certificate.Info.ThumbprintSha256;
            if (!seen.TryGetValue(id, out var index))
            {
                seen.Add(id, result.Count);
                result.Add(bag);
            }
            else if (result[index].FriendlyName is null)
            {
                result[index] = bag;
            }
        }

        return result;
    }
}
