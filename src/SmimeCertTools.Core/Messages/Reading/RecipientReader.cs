using System.Collections.Generic;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>Reads RecipientInfo (RFC 5652 section 6.2, RFC 9629 section 3).</summary>
internal static class RecipientReader
{
    private static readonly byte KeyIdTag = DerTag.Context(0);

    /// <summary>The recipients of one RecipientInfo: with key agreement there may be several.</summary>
    /// <exception cref="DerException">It is broken.</exception>
    public static IEnumerable<MessageRecipient> Read(DerValue info) => info.Tag switch
    {
        DerTag.Sequence => [KeyTransport(new DerReader(info.Content))],
        0xA1 => KeyAgreement(new DerReader(info.Content)),
        0xA2 => [SharedKey(new DerReader(info.Content))],
        0xA3 => [Password(new DerReader(info.Content))],
        0xA4 => [Other(new DerReader(info.Content))],
        _ => throw new DerException(),
    };

    /// <summary>
    /// SignerIdentifier, RecipientIdentifier or KeyAgreeRecipientIdentifier: IssuerAndSerialNumber, or [0] with a key identifier.
    /// </summary>
    public static MessageCertificateId ReadId(DerValue id)
    {
        if (id.Tag == KeyIdTag)
        {
            return new MessageCertificateId { KeyIdentifier = DerReader.Hex(id.Content.Span) };
        }

        if (id.Tag == DerTag.ContextConstructed(0))
        {
            // RecipientKeyIdentifier: the key's identifier, then an optional date and other attributes. Of the others some write
            // the tag around the string and not in its place.
            return new MessageCertificateId
            {
                KeyIdentifier = DerReader.Hex(new DerReader(id.Content).Read(DerTag.OctetString).Span),
            };
        }

        if (id.Tag != DerTag.Sequence)
        {
            throw new DerException();
        }

        var content = new DerReader(id.Content);
        var issuer = content.Read();
        var serial = content.Read(DerTag.Integer);
        return issuer.Tag == DerTag.Sequence && !serial.IsEmpty
            ? new MessageCertificateId
            {
                Issuer = DistinguishedName.Print(issuer.Encoded),
                SerialNumber = DerReader.Hex(serial.Span),
            }
            : throw new DerException();
    }

    private static MessageRecipient KeyTransport(DerReader info)
    {
        info.ReadCount();
        var id = ReadId(info.Read());
        return With(id, MessageRecipientKind.KeyTransport, info.EnterSequence());
    }

    private static IEnumerable<MessageRecipient> KeyAgreement(DerReader info)
    {
        info.ReadCount();
        var originator = Originator(info.Enter(DerTag.ContextConstructed(0)).ReadFirst());
        info.TryRead(DerTag.ContextConstructed(1), out _);
        var algorithm = info.EnterSequence();
        var keys = info.EnterSequence();
        List<MessageRecipient> recipients = [];
        while (!keys.IsEmpty)
        {
            var id = ReadId(keys.EnterSequence().ReadFirst());
            recipients.Add(With(id, MessageRecipientKind.KeyAgreement, algorithm) with { Originator = originator });
        }

        return recipients;
    }

    private static string Originator(DerValue originator)
    {
        if (originator.Tag == DerTag.ContextConstructed(1))
        {
            var algorithm = new DerReader(originator.Content).EnterSequence();
            var name = KnownNames.KeyAlgorithm(algorithm.ReadIdentifier());
            return algorithm.NextIs(DerTag.ObjectIdentifier) && name == KnownNames.Ec
                ? $"a key of the message ({KnownNames.Curve(algorithm.ReadIdentifier()).Name})"
                : $"a key of the message ({name})";
        }

        var id = ReadId(originator);
        return id.KeyIdentifier is { } key ? $"key {key}" : $"{id.SerialNumber} of {id.Issuer}";
    }

    private static MessageRecipient SharedKey(DerReader info)
    {
        info.ReadCount();
        var key = info.EnterSequence().Read(DerTag.OctetString);
        return With(new MessageCertificateId { KeyIdentifier = DerReader.Hex(key.Span) }, MessageRecipientKind.SharedKey,
            info.EnterSequence());
    }

    private static MessageRecipient Password(DerReader info)
    {
        info.ReadCount();
        info.TryRead(DerTag.ContextConstructed(0), out _);
        return With(new MessageCertificateId(), MessageRecipientKind.Password, info.EnterSequence());
    }

    private static MessageRecipient Other(DerReader info)
    {
        var type = info.ReadIdentifier();
        if (type != CmsNames.KemRecipient || !info.NextIs(DerTag.Sequence))
        {
            return new MessageRecipient
            {
                Kind = MessageRecipientKind.Other,
                KeyEncryption = CmsNames.Of(type),
            };
        }

        var kem = info.EnterSequence();
        kem.ReadCount();
        var id = ReadId(kem.Read());
        return With(id, MessageRecipientKind.KeyEncapsulation, kem.EnterSequence());
    }

    private static MessageRecipient With(MessageCertificateId id, MessageRecipientKind kind, DerReader algorithm)
    {
        var identifier = algorithm.ReadIdentifier();
        return new MessageRecipient
        {
            Issuer = id.Issuer,
            SerialNumber = id.SerialNumber,
            KeyIdentifier = id.KeyIdentifier,
            Kind = kind,
            KeyEncryption = CmsNames.OfKeyEncryption(identifier, algorithm),
        };
    }
}
