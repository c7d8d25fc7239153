using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Pfx.Algorithms;

namespace SmimeCertTools.Core.Pfx;

/// <summary>
/// Walks the structure of a PFX (RFC 7292 section 4) without a password: the integrity check, the encrypted parts, and the bags
/// in clear.
/// </summary>
internal sealed class PfxParser(List<byte[]> scratch, KeyDeriver deriver, PfxErrors errors)
{
    internal const string Data = "1.2.840.113549.1.7.1";
    internal const string SignedData = "1.2.840.113549.1.7.2";
    internal const string EnvelopedData = "1.2.840.113549.1.7.3";
    internal const string EncryptedData = "1.2.840.113549.1.7.6";

    /// <summary>Whether there are parts that are encrypted for a recipient's public key.</summary>
    public bool HasUnreadableParts { get; private set; }

    /// <summary>Reads the outermost structure: what the integrity check covers, and the check itself or null.</summary>
    /// <exception cref="DerException">The structure is broken.</exception>
    /// <exception cref="PfxException">It uses what is not supported, or asks for too much.</exception>
    public (ReadOnlyMemory<byte> Content, MacScheme? Mac) ReadOuter(ReadOnlyMemory<byte> file)
    {
        // Bytes after the structure are ignored, as all other readers do: transfers pad files.
        var pfx = new DerReader(BerNormalizer.Normalize(file, scratch, out _)).EnterSequence();
        if (pfx.ReadCount() != 3)
        {
            throw errors.Damaged("its version is not 3, the only one there is.");
        }

        var authSafe = pfx.EnterSequence();
        var type = authSafe.ReadIdentifier();
        if (type == SignedData)
        {
            throw errors.Unsupported("a signature as integrity check");
        }

        if (type != Data)
        {
            throw errors.Damaged("its content is of an unknown type.");
        }

        var content = ReadOctets(authSafe.Enter(DerTag.ContextConstructed(0)));
        authSafe.Finish();
        var mac = pfx.IsEmpty ? null : MacScheme.Read(pfx.EnterSequence(), deriver, errors);
        pfx.Finish();
        return (content, mac);
    }

    /// <summary>Reads AuthenticatedSafe: its parts in order.</summary>
    /// <exception cref="DerException">The structure is broken.</exception>
    /// <exception cref="PfxException">It uses what is not supported, or asks for too much.</exception>
    public List<PfxPart> ReadParts(ReadOnlyMemory<byte> content)
    {
        var parts = new List<PfxPart>();
        var list = new DerReader(NormalizeWhole(content)).EnterSequence();
        while (!list.IsEmpty)
        {
            var part = list.EnterSequence();
            switch (part.ReadIdentifier())
            {
                case Data:
                    parts.Add(new PfxPart(ReadOctets(part.Enter(DerTag.ContextConstructed(0))), null));
                    break;
                case EncryptedData:
                    parts.Add(ReadEncrypted(part.Enter(DerTag.ContextConstructed(0)).EnterSequence()));
                    break;
                case EnvelopedData:
                    // Encrypted for a recipient's public key: no password opens it. Other parts may still be what is wanted.
                    part.Read();
                    HasUnreadableParts = true;
                    break;
                default:
                    throw errors.Damaged("a part of its content is of an unknown type.");
            }

            part.Finish();
        }

        return parts;
    }

    /// <summary>
    /// Returns <paramref name="content"/> in definite form; nothing may follow it. What ends too early inside a complete file is
    /// damaged, not cut off.
    /// </summary>
    /// <exception cref="DerException">The structure is broken.</exception>
    public ReadOnlyMemory<byte> NormalizeWhole(ReadOnlyMemory<byte> content)
    {
        try
        {
            var normalized = BerNormalizer.Normalize(content, scratch, out var consumed);
            return consumed == content.Length ? normalized : throw new DerException();
        }
        catch (DerException e) when (e.Fault == DerFault.Truncated)
        {
            throw new DerException();
        }
    }

    private static ReadOnlyMemory<byte> ReadOctets(DerReader wrapper)
    {
        var octets = wrapper.Read(DerTag.OctetString);
        wrapper.Finish();
        return octets;
    }

    // EncryptedData and EncryptedContentInfo of RFC 5652 sections 8 and 6.1.
    private PfxPart ReadEncrypted(DerReader encrypted)
    {
        encrypted.ReadCount();
        var info = encrypted.EnterSequence();
        if (info.ReadIdentifier() != Data)
        {
            throw new DerException();
        }

        var scheme = EncryptionScheme.Read(info.EnterSequence(), deriver, errors);
        if (info.TryRead(DerTag.Context(0), out var octets))
        {
            return new PfxPart(octets, scheme);
        }

        // The implicit tag hides from the normalizer that this is an OCTET STRING in segments.
        return new PfxPart(Join(info.Enter(DerTag.ContextConstructed(0))), scheme);
    }

    private ReadOnlyMemory<byte> Join(DerReader segments)
    {
        var list = new List<ReadOnlyMemory<byte>>();
        var length = 0;
        while (!segments.IsEmpty)
        {
            list.Add(segments.Read(DerTag.OctetString));
            length += list[list.Count - 1].Length;
        }

        var joined = new byte[length];
        var at = 0;
        foreach (var segment in list)
        {
            segment.CopyTo(joined.AsMemory(at));
            at += segment.Length;
        }

        return joined;
    }
}

/// <summary>One ContentInfo of the AuthenticatedSafe: safe contents in clear, or encrypted by a scheme.</summary>
internal sealed record PfxPart(ReadOnlyMemory<byte> Content, EncryptionScheme? Scheme);
