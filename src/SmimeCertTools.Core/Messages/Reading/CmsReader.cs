using System;
using System.Collections.Generic;
using System.IO;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>
/// Reads the outermost structure of CMS (RFC 5652) from a source: who it is for or who signed it. Content is passed over, and
/// opened anew for whoever wants it.
/// </summary>
internal sealed class CmsReader(ByteSource source, ReadingBudget budget, string? outerType = null)
{
    private const byte Explicit = 0xA0;

    /// <summary>Reads the structure to its end.</summary>
    /// <exception cref="DerException">It is broken; <see cref="DerFault.Truncated"/> also where all but the content was
    /// read.</exception>
    /// <exception cref="MessageException">A limit was passed.</exception>
    public CmsStructure Read(Action<CmsStructure> onHead)
    {
        using var ber = new BerStream(source.Open(), budget);
        var type = Begin(ber);
        var structure = type switch
        {
            CmsNames.EnvelopedData or CmsNames.AuthEnvelopedData => ReadEnveloped(ber, type),
            CmsNames.SignedData => ReadSigned(ber),
            _ => new CmsStructure { Type = type },
        };
        onHead(structure);

        // To the end, which says whether all of it came.
        while (ber.Depth > 0)
        {
            ber.Leave();
        }

        return structure;
    }

    /// <summary>Opens the content of SignedData or CompressedData; the caller disposes of it.</summary>
    /// <exception cref="DerException">It is broken.</exception>
    public Stream OpenContent()
    {
        var ber = new BerStream(source.Open(), budget);
        try
        {
            // Version, then the algorithms: of signed content a SET, of compressed content a SEQUENCE.
            Begin(ber);
            ber.Enter(DerTag.Sequence);
            ber.Skip();
            ber.Skip();
            ber.Enter(DerTag.Sequence);
            ber.Skip();
            ber.Enter(Explicit);
            var opened = new OctetStream(ber);
            ber = null!;
            return opened;
        }
        finally
        {
            ber?.Dispose();
        }
    }

    // ContentInfo; content that stands without it has its type from outside.
    private string Begin(BerStream ber)
    {
        if (outerType is not null)
        {
            return outerType;
        }

        ber.Enter(DerTag.Sequence);
        var type = Identifier(ber);
        if (ber.NextIs(Explicit))
        {
            ber.Enter(Explicit);
        }

        return type;
    }

    private CmsStructure ReadEnveloped(BerStream ber, string type)
    {
        ber.Enter(DerTag.Sequence);
        ber.ReadElement();
        List<CertificateInfo> certificates = [];
        if (ber.NextIs(Explicit))
        {
            ber.Enter(Explicit);
            ReadCertificates(ber, certificates);
            ber.Leave();
        }

        List<MessageRecipient> recipients = [];
        ber.Enter(DerTag.Set);
        while (ber.Peek() is not null)
        {
            foreach (var recipient in RecipientReader.Read(ber.ReadElement()))
            {
                budget.AddRecipient();
                recipients.Add(recipient);
            }
        }

        ber.Leave();
        ber.Enter(DerTag.Sequence);
        var contentType = Identifier(ber);
        var algorithm = new DerReader(ber.ReadElement().Content).ReadIdentifier();
        return new CmsStructure
        {
            Type = type,
            ContentType = contentType,
            ContentEncryption = algorithm,
            Recipients = recipients,
            Certificates = certificates,
        };
    }

    private CmsStructure ReadSigned(BerStream ber)
    {
        ber.Enter(DerTag.Sequence);
        ber.ReadElement();
        ber.ReadElement();
        ber.Enter(DerTag.Sequence);
        var contentType = Identifier(ber);
        var (hasContent, isOctets) = (false, false);
        if (ber.NextIs(Explicit))
        {
            hasContent = true;
            ber.Enter(Explicit);
            isOctets = ber.Peek() is DerTag.OctetString or DerTag.ConstructedOctetString;
            ber.Leave();
        }

        ber.Leave();
        List<CertificateInfo> certificates = [];
        ReadCertificates(ber, certificates);
        List<CmsSigner> signers = [];
        ber.Enter(DerTag.Set);
        while (ber.Peek() is not null)
        {
            signers.Add(CmsSigner.Read(ber.ReadElement()));
            if (signers.Count > ReadingBudget.MaxSigners)
            {
                throw budget.Exceeded("it has more than 100 signers in one part");
            }
        }

        return new CmsStructure
        {
            Type = CmsNames.SignedData,
            ContentType = contentType,
            HasContent = hasContent,
            HasOctets = isOctets,
            Certificates = certificates,
            Signers = signers,
        };
    }

    // CertificateSet and RevocationInfoChoices; certificates of other kinds and revocation lists are passed over.
    private static void ReadCertificates(BerStream ber, List<CertificateInfo> certificates)
    {
        if (ber.NextIs(Explicit))
        {
            ber.Enter(Explicit);
            while (ber.Peek() is { } tag)
            {
                if (tag != DerTag.Sequence)
                {
                    ber.Skip();
                    continue;
                }

                try
                {
                    certificates.Add(ParsedCertificate.Read(ber.ReadElement().Encoded.ToArray()).Info);
                }
                catch (DerException e) when (e.Fault != DerFault.Truncated)
                {
                    // A certificate that cannot be read names nobody; the others do.
                    continue;
                }
            }

            ber.Leave();
        }

        if (ber.NextIs(DerTag.ContextConstructed(1)))
        {
            ber.Skip();
        }
    }

    private static string Identifier(BerStream ber) => new DerReader(ber.ReadElement().Encoded).ReadIdentifier();
}

/// <summary>The outermost structure of CMS, without its content.</summary>
internal sealed class CmsStructure
{
    /// <summary>The type of the structure.</summary>
    public required string Type { get; init; }

    /// <summary>The type of its content.</summary>
    public string? ContentType { get; init; }

    /// <summary>The algorithm of encrypted content.</summary>
    public string? ContentEncryption { get; init; }

    /// <summary>The recipients of encrypted content.</summary>
    public IReadOnlyList<MessageRecipient> Recipients { get; init; } = [];

    /// <summary>Whether signed content is inside.</summary>
    public bool HasContent { get; init; }

    /// <summary>Whether it is an OCTET STRING, as it is but in PKCS#7 1.5 for other purposes than mail.</summary>
    public bool HasOctets { get; init; }

    /// <summary>The certificates it carries.</summary>
    public IReadOnlyList<CertificateInfo> Certificates { get; init; } = [];

    /// <summary>The signers.</summary>
    public IReadOnlyList<CmsSigner> Signers { get; init; } = [];
}
