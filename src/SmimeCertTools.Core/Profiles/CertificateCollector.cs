using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Formats;
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
    public void Read(byte[] content, SecretText? password, CancellationToken cancellationToken)
    {
        using var found = RecognizedContent.Read(content, MaximumCertificates);
        if (found.Blocks.Count > MaximumCertificates)
        {
            throw NotRecognized($"holds more than {MaximumCertificates} PEM blocks.");
        }

        if (found.Kind == ContentKind.Pem)
        {
            ReadBlocks(found.Blocks);
        }
        else
        {
            ReadBinary(found.Kind, found.Bytes, password, cancellationToken);
        }
    }

    // Microsoft's tools have written PKCS#7 under the labels of certificates too.
    private void ReadBlocks(IReadOnlyList<RecognizedBlock> blocks)
    {
        var number = 0;
        foreach (var block in blocks.Where(block =>
            block.Label is "CERTIFICATE" or "X509 CERTIFICATE" or "X.509 CERTIFICATE" or "PKCS7" or "CMS"))
        {
            number++;
            try
            {
                if (block.Bytes is null)
                {
                    _unreadable.Add(Broken(number));
                }
                else if (block.Label is "PKCS7" or "CMS" || block.Kind is ContentKind.SignedData or ContentKind.Pkcs7)
                {
                    ReadSignedData(block.Bytes);
                }
                else
                {
                    _certificates.Add((byte[])block.Bytes.Clone());
                }
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

    private void ReadBinary(ContentKind kind, byte[] content, SecretText? password, CancellationToken cancellationToken)
    {
        try
        {
            switch (kind)
            {
                case ContentKind.Certificate or ContentKind.PublicKey or ContentKind.EncryptedPrivateKey:
                    _certificates.Add((byte[])content.Clone());
                    return;
                case ContentKind.SignedData or ContentKind.Pkcs7:
                    ReadSignedData(content);
                    return;
                case ContentKind.Pfx or ContentKind.PrivateKey:
                    ReadPfx(content, password, cancellationToken);
                    return;
                default:
                    throw NotRecognized(kind == ContentKind.Empty ? "is empty." : "is in no known form.");
            }
        }
        catch (DerException)
        {
            throw NotRecognized("is in no known form, or damaged.");
        }
    }

    private void ReadPfx(byte[] content, SecretText? password, CancellationToken cancellationToken)
    {
        IsPfx = true;
        using var none = SecretText.Absent();
        using var contents = PfxReader.Open(
            content, password ?? none, new PfxReadOptions { Path = path, CertificatesOnly = true }, cancellationToken);
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

    private ProfileException Broken(int number) => new(ProfileErrorKind.CertificateNotRecognized,
        $"{TrustedCertificate.Place(path)} has a certificate, number {number}, that is damaged. Export it again.", path);

    private ProfileException NotRecognized(string problem) => new(ProfileErrorKind.CertificateNotRecognized,
        $"{TrustedCertificate.Place(path)} {problem} Expected are certificates as PEM or DER, PKCS#7, or a PFX with its "
            + "chain.", path);
}
