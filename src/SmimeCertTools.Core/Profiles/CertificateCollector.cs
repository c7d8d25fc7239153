using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Profiles;

/// <summary>Tells the forms of a certificate file apart and takes the certificates out.</summary>
/// <param name="path">The file, for messages; null for none.</param>
internal sealed class CertificateCollector(string? path)
{
    // A bundle of all public roots has some 150 certificates.
    private const int MaximumCertificates = 1000;

    // id-signedData, RFC 5652 section 5.1.
    private const string SignedData = "1.2.840.113549.1.7.2";

    private readonly List<byte[]> _certificates = [];
    private readonly List<ProfileException> _unreadable = [];

    /// <summary>The certificates in DER, in the file's order.</summary>
    public IReadOnlyList<byte[]> Certificates => _certificates;

    /// <summary>An error for each part that says it is a certificate and is none.</summary>
    public IReadOnlyList<ProfileException> Unreadable => _unreadable;

    /// <summary>Whether the file is a PFX.</summary>
    public bool IsPfx { get; private set; }

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="ProfileException">It holds no certificate in a known form.</exception>
    /// <exception cref="PfxException">It is a PFX that cannot be opened.</exception>
    public void Read(byte[] content, SecretText? password)
    {
        if (content.Length > 0 && content[0] == DerTag.Sequence)
        {
            ReadBinary(content, password);
            return;
        }

        using var text = KeyText.Decode(content);
        var blocks = text.Blocks().Take(MaximumCertificates + 1).ToList();
        if (blocks.Count > MaximumCertificates)
        {
            throw NotRecognized($"holds more than {MaximumCertificates} PEM blocks.");
        }

        if (blocks.Count > 0)
        {
            ReadBlocks(text, blocks);
        }
        else if (text.TryReadBase64() is { Length: > 0 } decoded)
        {
            ReadBinary(decoded, password);
            SecretBytes.Zero(decoded);
        }
        else
        {
            throw NotRecognized(content.Length == 0 ? "is empty." : "is in no known form.");
        }
    }

    private void ReadBlocks(KeyText text, List<PemBlock> blocks)
    {
        var number = 0;
        foreach (var block in blocks.Where(block =>
            block.Label is "CERTIFICATE" or "X509 CERTIFICATE" or "X.509 CERTIFICATE" or "PKCS7" or "CMS"))
        {
            number++;
            try
            {
                var der = text.Read(block);
                if (block.Label is "PKCS7" or "CMS")
                {
                    ReadSignedData(der);
                }
                else
                {
                    // Microsoft's tools have written PKCS#7 under this label too.
                    AddBlock(der);
                }
            }
            catch (FormatException)
            {
                _unreadable.Add(Broken(number));
            }
            catch (DerException)
            {
                _unreadable.Add(Broken(number));
            }
        }

        if (number == 0)
        {
            throw NotRecognized("holds no certificate, but "
                + $"{string.Join(", ", blocks.Select(block => block.Label).Distinct())}.");
        }
    }

    private void AddBlock(byte[] der)
    {
        if (FirstTag(der) == DerTag.ObjectIdentifier)
        {
            ReadSignedData(der);
        }
        else
        {
            _certificates.Add(der);
        }
    }

    private void ReadBinary(byte[] content, SecretText? password)
    {
        try
        {
            switch (FirstTag(content))
            {
                case DerTag.Sequence:
                    _certificates.Add((byte[])content.Clone());
                    return;
                case DerTag.ObjectIdentifier:
                    ReadSignedData(content);
                    return;
                case DerTag.Integer:
                    ReadPfx(content, password);
                    return;
                default:
                    throw NotRecognized("is in no known form.");
            }
        }
        catch (DerException)
        {
            throw NotRecognized("is in no known form, or damaged.");
        }
    }

    private void ReadPfx(byte[] content, SecretText? password)
    {
        IsPfx = true;
        using var none = SecretText.Absent();
        using var contents = PfxReader.Open(
            content, password ?? none, new PfxReadOptions { Path = path, CertificatesOnly = true });
        _certificates.AddRange(contents.Certificates.Select(certificate => certificate.RawData));
    }

    // ContentInfo { signedData, [0] { version, digestAlgorithms, encapContentInfo, [0] certificates … } }
    private void ReadSignedData(byte[] content)
    {
        var scratch = new List<byte[]>();
        var info = new DerReader(BerNormalizer.Normalize(content, scratch, out _)).EnterSequence();
        if (info.ReadIdentifier() != SignedData)
        {
            throw NotRecognized("is PKCS#7 of another kind than a list of certificates.");
        }

        var data = info.Enter(DerTag.ContextConstructed(0)).EnterSequence();
        data.Read(DerTag.Integer);
        data.Read(DerTag.Set);
        data.Read(DerTag.Sequence);
        if (!data.TryRead(DerTag.ContextConstructed(0), out var list))
        {
            throw NotRecognized("is PKCS#7 without certificates.");
        }

        var certificates = new DerReader(list);
        while (!certificates.IsEmpty)
        {
            // Other tags are attribute certificates and the like, RFC 5652 section 10.2.2.
            var item = certificates.Read();
            if (item.Tag == DerTag.Sequence)
            {
                _certificates.Add(_certificates.Count < MaximumCertificates
                    ? item.Encoded.ToArray()
                    : throw NotRecognized($"holds more than {MaximumCertificates} certificates."));
            }
        }

        if (_certificates.Count == 0)
        {
            throw NotRecognized("is PKCS#7 without certificates.");
        }
    }

    // The tag of what comes first inside: BER may leave the length open, so the header is skipped by hand.
    private static byte FirstTag(byte[] content)
    {
        var at = content.Length < 2 || content[0] != DerTag.Sequence ? content.Length
            : content[1] <= 0x80 ? 2 : 2 + (content[1] & 0x7F);
        return at < content.Length ? content[at] : throw new DerException(DerFault.Truncated);
    }

    private ProfileException Broken(int number) => new(ProfileErrorKind.CertificateNotRecognized,
        $"{TrustedCertificate.Place(path)} has a certificate, number {number}, that is damaged. Export it again.", path);

    private ProfileException NotRecognized(string problem) => new(ProfileErrorKind.CertificateNotRecognized,
        $"{TrustedCertificate.Place(path)} {problem} Expected are certificates as PEM or DER, PKCS#7, or a PFX with its "
            + "chain.", path);
}
