using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Pfx.Algorithms;

namespace SmimeCertTools.Core.Pfx.Inspection;

/// <summary>
/// What a PFX tells without a password (RFC 7292 section 4): its integrity check, the encryption of its parts, and the bags in
/// clear. Nothing is derived, so neither unknown algorithms nor iteration counts are refused.
/// </summary>
internal sealed class PfxStructure(PfxErrors errors, PfxParser parser, PfxBags bags)
{
    private readonly List<PfxEncryption> _encryptedParts = [];

    /// <summary>The integrity check and its iterations; null without one.</summary>
    public PfxEncryption? Mac { get; internal set; }

    /// <summary>The encryption of each part that only the password opens, in the file's order.</summary>
    public IReadOnlyList<PfxEncryption> EncryptedParts => _encryptedParts;

    /// <summary>How many parts are encrypted for a recipient's public key.</summary>
    public int RecipientParts { get; private set; }

    /// <summary>Whether its outer structure is written in the indefinite or constructed forms that DER forbids.</summary>
    public bool IsBer { get; private set; }

    /// <summary>How many bytes follow the structure.</summary>
    public int TrailingBytes { get; private set; }

    /// <summary>The bags in clear; of private keys the encryption alone.</summary>
    public PfxBags Bags => bags;

    /// <summary>Reads the structure.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="errors">Words the errors.</param>
    /// <param name="scratch">Receives what was rewritten, so that the caller can overwrite it.</param>
    /// <param name="withKeysInClear">Whether private keys in clear are collected too.</param>
    /// <exception cref="DerException">The structure is broken.</exception>
    /// <exception cref="PfxException">It is no PFX, or beyond the limits of any file.</exception>
    public static PfxStructure Read(
        ReadOnlyMemory<byte> file, PfxErrors errors, List<byte[]> scratch, bool withKeysInClear = false)
    {
        var options = new PfxReadOptions { CertificatesOnly = !withKeysInClear };
        using var deriver = new KeyDeriver(options.Limits, errors);
        var structure = new PfxStructure(errors, new PfxParser(scratch, deriver, errors), new PfxBags(options, deriver, errors));
        structure.ReadOuter(file, scratch);
        return structure;
    }

    private void ReadOuter(ReadOnlyMemory<byte> file, List<byte[]> scratch)
    {
        var rewritten = scratch.Count;
        var pfx = new DerReader(BerNormalizer.Normalize(file, scratch, out var consumed)).EnterSequence();
        IsBer = scratch.Count > rewritten;
        TrailingBytes = file.Length - consumed;
        if (pfx.ReadCount() != 3)
        {
            throw errors.Damaged("its version is not 3, the only one there is.");
        }

        var authSafe = pfx.EnterSequence();
        var type = authSafe.ReadIdentifier();
        var content = authSafe.Enter(DerTag.ContextConstructed(0));
        authSafe.Finish();
        if (!pfx.IsEmpty)
        {
            Mac = ProtectionNames.OfMac(pfx.EnterSequence());
        }

        pfx.Finish();
        switch (type)
        {
            case PfxParser.Data:
                ReadParts(content.Read(DerTag.OctetString));
                break;
            case PfxParser.SignedData:
                Mac = new PfxEncryption { Algorithm = "Signature" };
                ReadParts(SignedContent(content.EnterSequence()));
                break;
            default:
                throw errors.Damaged("its content is of an unknown type.");
        }
    }

    // SignedData of RFC 5652 section 5.1: version, digestAlgorithms, encapContentInfo.
    private static ReadOnlyMemory<byte> SignedContent(DerReader signed)
    {
        signed.ReadCount();
        signed.Read(DerTag.Set);
        var content = signed.EnterSequence();
        content.ReadIdentifier();
        return content.Enter(DerTag.ContextConstructed(0)).Read(DerTag.OctetString);
    }

    private void ReadParts(ReadOnlyMemory<byte> content)
    {
        var list = new DerReader(parser.NormalizeWhole(content)).EnterSequence();
        while (!list.IsEmpty)
        {
            var part = list.EnterSequence();
            var type = part.ReadIdentifier();
            var wrapper = part.Enter(DerTag.ContextConstructed(0));
            part.Finish();
            switch (type)
            {
                case PfxParser.Data:
                    Bags.Read(parser.NormalizeWhole(wrapper.Read(DerTag.OctetString)), null);
                    break;
                case PfxParser.EncryptedData:
                    ReadEncrypted(wrapper.EnterSequence());
                    break;
                case PfxParser.EnvelopedData:
                    RecipientParts++;
                    break;
                default:
                    throw errors.Damaged("a part of its content is of an unknown type.");
            }
        }
    }

    private void ReadEncrypted(DerReader encrypted)
    {
        encrypted.ReadCount();
        var info = encrypted.EnterSequence();
        info.ReadIdentifier();
        _encryptedParts.Add(ProtectionNames.OfEncryption(info.EnterSequence()));
    }
}
