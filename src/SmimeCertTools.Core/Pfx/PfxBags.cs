using System;
using System.Collections.Generic;
using System.Text;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx.Algorithms;

namespace SmimeCertTools.Core.Pfx;

/// <summary>The certificates and keys found in safe contents (RFC 7292 section 4.2), in the file's order.</summary>
internal sealed class PfxBags(PfxReadOptions options, KeyDeriver deriver, PfxErrors errors)
{
    private const int MaxCertificates = 10_000;
    private const int MaxKeys = 1_000;

    private static readonly PfxEncryption InClear = new() { Algorithm = "None" };

    private readonly List<PfxEncryption> _certificateEncryption = [];
    private readonly List<PfxEncryption> _keyEncryption = [];

    public List<CertificateBag> Certificates { get; } = [];

    public List<KeyBag> Keys { get; } = [];

    public IReadOnlyList<PfxEncryption> CertificateEncryption => _certificateEncryption;

    public IReadOnlyList<PfxEncryption> KeyEncryption => _keyEncryption;

    /// <summary>Reads the bags of one part.</summary>
    /// <param name="contents">Safe contents, normalized.</param>
    /// <param name="part">The encryption the part was under, or null.</param>
    /// <exception cref="DerException">The structure is broken.</exception>
    /// <exception cref="PfxException">A bag is broken, uses what is not supported, or asks for too much.</exception>
    public void Read(ReadOnlyMemory<byte> contents, PfxEncryption? part)
    {
        var before = Certificates.Count;
        ReadContents(new DerReader(contents), part ?? InClear);
        if (Certificates.Count > before)
        {
            _certificateEncryption.Add(part ?? InClear);
        }
    }

    // Nested contents recurse a few levels at most, because the normalizer bounds the depth of the whole.
    private void ReadContents(DerReader contents, PfxEncryption part)
    {
        var bags = contents.EnterSequence();
        contents.Finish();
        while (!bags.IsEmpty)
        {
            var bag = bags.EnterSequence();
            var type = bag.ReadIdentifier();
            var value = bag.Enter(DerTag.ContextConstructed(0));
            switch (type)
            {
                case "1.2.840.113549.1.12.10.1.1":
                    AddKey(new KeyBag(value.Read().Encoded, null, ReadFriendlyName(bag)), part);
                    break;
                case "1.2.840.113549.1.12.10.1.2":
                    ReadShroudedKey(value.EnterSequence(), bag);
                    break;
                case "1.2.840.113549.1.12.10.1.3":
                    ReadCertificate(value.EnterSequence(), bag);
                    break;
                case "1.2.840.113549.1.12.10.1.6":
                    ReadContents(value, part);
                    break;
            }
        }
    }

    private void ReadShroudedKey(DerReader key, DerReader bag)
    {
        var algorithm = key.EnterSequence();
        var data = key.Read(DerTag.OctetString);
        key.Finish();
        if (options.CertificatesOnly)
        {
            // The key is not opened, so neither its limits nor an unknown algorithm matter.
            _keyEncryption.Add(ProtectionNames.OfEncryption(algorithm));
            return;
        }

        var scheme = EncryptionScheme.Read(algorithm, deriver, errors);
        AddKey(new KeyBag(data, scheme, ReadFriendlyName(bag)), PfxEncryption.Of(scheme));
    }

    private void AddKey(KeyBag key, PfxEncryption encryption)
    {
        _keyEncryption.Add(encryption);
        if (options.CertificatesOnly)
        {
            return;
        }

        Keys.Add(Keys.Count < MaxKeys ? key : throw errors.LimitExceeded("it holds more than 1,000 private keys.", "Split it."));
    }

    private void ReadCertificate(DerReader certificate, DerReader bag)
    {
        if (certificate.ReadIdentifier() != "1.2.840.113549.1.9.22.1")
        {
            // An SDSI certificate, which nothing uses.
            return;
        }

        var octets = certificate.Enter(DerTag.ContextConstructed(0)).ReadFirst();
        certificate.Finish();
        if (octets.Tag != DerTag.OctetString)
        {
            throw new DerException();
        }

        if (Certificates.Count == MaxCertificates)
        {
            throw errors.LimitExceeded("it holds more than 10,000 certificates.", "Split it.");
        }

        try
        {
            Certificates.Add(new CertificateBag(ParsedCertificate.Read(octets.Content.ToArray()), ReadFriendlyName(bag)));
        }
        catch (DerException)
        {
            throw errors.Damaged("certificate number " + (Certificates.Count + 1) + " in it cannot be read.");
        }
    }

    // Attributes are decoration: a broken one is as good as none.
    private static string? ReadFriendlyName(DerReader bag)
    {
        try
        {
            if (bag.IsEmpty)
            {
                return null;
            }

            var attributes = bag.Enter(DerTag.Set);
            while (!attributes.IsEmpty)
            {
                var attribute = attributes.EnterSequence();
                if (attribute.ReadIdentifier() == "1.2.840.113549.1.9.20")
                {
                    var name = attribute.Enter(DerTag.Set).Read(DerTag.BmpString);
                    return name.IsEmpty || name.Length % 2 != 0
                        ? null : Encoding.BigEndianUnicode.GetString(name.ToArray()).TrimEnd('\0');
                }
            }
        }
        catch (DerException)
        {
        }

        return null;
    }
}

/// <summary>A certificate and its friendlyName.</summary>
internal sealed record CertificateBag(ParsedCertificate Certificate, string? FriendlyName);

/// <summary>A private key, encrypted by <paramref name="Scheme"/> or in clear, and its friendlyName.</summary>
internal sealed record KeyBag(ReadOnlyMemory<byte> Content, EncryptionScheme? Scheme, string? FriendlyName);
