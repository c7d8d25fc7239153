using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>A SignerInfo taken apart (RFC 5652 section 5.3).</summary>
internal sealed class CmsSigner
{
    private const byte AttributesTag = 0xA0;

    /// <summary>What names the certificate.</summary>
    public required MessageCertificateId Id { get; init; }

    /// <summary>The digest of the content.</summary>
    public required string Digest { get; init; }

    /// <summary>The signature's AlgorithmIdentifier in DER.</summary>
    public required ReadOnlyMemory<byte> Algorithm { get; init; }

    /// <summary>Its object identifier.</summary>
    public required string AlgorithmOid { get; init; }

    /// <summary>The signature.</summary>
    public required byte[] Signature { get; init; }

    /// <summary>The signed attributes as they are signed, a SET in DER; null where the content itself is signed.</summary>
    public byte[]? Attributes { get; init; }

    /// <summary>The digest of the content that is signed; null without attributes.</summary>
    public byte[]? ContentDigest { get; private set; }

    /// <summary>The type of the content that is signed; null likewise.</summary>
    public string? ContentType { get; private set; }

    /// <summary>When it was signed; null where that is not told or is no time.</summary>
    public DateTimeOffset? SigningTime { get; private set; }

    /// <summary>
    /// Whether the attributes break RFC 5652 section 11: one that there may be one of is there twice or has several values, one
    /// that must be there is missing, or a time is none.
    /// </summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Reads a signer.</summary>
    /// <exception cref="DerException">It is broken.</exception>
    public static CmsSigner Read(DerValue info)
    {
        if (info.Tag != DerTag.Sequence)
        {
            throw new DerException();
        }

        var fields = new DerReader(info.Content);
        fields.ReadCount();
        var id = RecipientReader.ReadId(fields.Read());
        var digest = fields.EnterSequence().ReadIdentifier();
        byte[]? attributes = null;
        ReadOnlyMemory<byte> content = default;
        if (fields.NextIs(AttributesTag))
        {
            var value = fields.Read();
            content = value.Content;
            attributes = value.Encoded.ToArray();
            attributes[0] = DerTag.Set;
        }

        var algorithm = fields.Read();
        if (algorithm.Tag != DerTag.Sequence)
        {
            throw new DerException();
        }

        var signer = new CmsSigner
        {
            Id = id,
            Digest = digest,
            Algorithm = algorithm.Encoded,
            AlgorithmOid = new DerReader(algorithm.Content).ReadIdentifier(),
            Signature = fields.Read(DerTag.OctetString).ToArray(),
            Attributes = attributes,
        };
        signer.ReadAttributes(new DerReader(content));
        return signer;
    }

    /// <summary>The certificate among some that the signer names; null for none.</summary>
    public CertificateInfo? Find(IEnumerable<CertificateInfo> certificates) => certificates.FirstOrDefault(Id.Names);

    private void ReadAttributes(DerReader attributes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!attributes.IsEmpty)
        {
            var attribute = attributes.EnterSequence();
            var type = attribute.ReadIdentifier();
            var values = attribute.Enter(DerTag.Set);
            if (type is not (CmsNames.ContentTypeAttribute or CmsNames.DigestAttribute or CmsNames.TimeAttribute))
            {
                continue;
            }

            if (values.IsEmpty)
            {
                IsMalformed = true;
                continue;
            }

            var value = values.Read();
            IsMalformed |= !values.IsEmpty || !seen.Add(type);
            switch (type)
            {
                case CmsNames.ContentTypeAttribute when value.Tag == DerTag.ObjectIdentifier:
                    ContentType = new DerReader(value.Encoded).ReadIdentifier();
                    break;

                case CmsNames.DigestAttribute when value.Tag == DerTag.OctetString:
                    ContentDigest = value.Content.ToArray();
                    break;

                case CmsNames.TimeAttribute:
                    SigningTime = TimeOf(value);
                    IsMalformed |= SigningTime is null;
                    break;
            }
        }

        IsMalformed |= Attributes is not null && (ContentType is null || ContentDigest is null);
    }

    private static DateTimeOffset? TimeOf(DerValue value)
    {
        try
        {
            return CertificateText.ReadTime(value);
        }
        catch (DerException)
        {
            return null;
        }
    }
}
