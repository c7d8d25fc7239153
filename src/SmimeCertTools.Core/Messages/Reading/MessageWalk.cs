using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using MimeKit;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>Goes through one message and gathers what is encrypted or signed in it, the outer before the inner.</summary>
internal sealed class MessageWalk(
    string? path, MessageReadOptions options, ReadingBudget budget, CancellationToken cancellationToken)
{
    private readonly List<MessageLayer> _layers = [];
    private readonly List<MessageException> _problems = [];
    private MimeNode? _first;
    private int _depth;
    private bool _hasTnef;
    private bool _hasPgp;
    private bool _isCompressed;
    private int _listedCertificates;

    /// <summary>Reads the message.</summary>
    /// <exception cref="MessageException">There is nothing to tell; the error says why.</exception>
    public MessageContents Read(ByteSource source)
    {
        var start = source.Start(512);
        if (MessageForm.IsCompoundFile(start))
        {
            throw MessageErrors.OutlookItem(path);
        }

        if (MessageForm.IsMailbox(start))
        {
            throw MessageErrors.Mailbox(path);
        }

        if (TnefParts.IsTnef(start))
        {
            ReadTnef(source, "the file");
            return _layers.Count > 0 ? Result() : throw Nothing(null);
        }

        var (kind, inner) = MessageForm.Of(source);
        switch (kind)
        {
            case MessageFormKind.Ber:
                ReadCms(inner, "the file", null, null);
                break;

            case MessageFormKind.Mail:
                if (!ReadMail(source, null))
                {
                    throw MessageErrors.NotRecognized(path, MessageForm.Describe(start));
                }

                break;

            default:
                throw MessageErrors.NotRecognized(path, MessageForm.Describe(start));
        }

        return _layers.Count > 0 ? Result() : throw Nothing(kind == MessageFormKind.Ber && _problems.Count == 1
            && _problems[0].Kind == MessageErrorKind.Damaged ? MessageForm.Describe(inner.Start(4096)) : null);
    }

    private MessageContents Result() => new()
    {
        Path = path,
        Subject = Header("subject").Visible(),
        From = SenderOf(Header("from")),
        Date = Header("date") is { } text && MimeKit.Utils.DateUtils.TryParse(text, out var date) ? date : null,
        Layers = _layers,
        Problems = _problems,
    };

    // A certificate or a PFX is a structure too, and not a damaged message.
    private MessageException Nothing(string? other) =>
        other is not null && other.StartsWith("it is a", StringComparison.Ordinal) ? MessageErrors.NotRecognized(path, other)
        : _problems.Count > 0 ? _problems[0]
        : _hasTnef ? MessageErrors.Tnef(path)
        : _hasPgp ? MessageErrors.Pgp(path)
        : _listedCertificates > 0 ? MessageErrors.CertificatesOnly(path, _listedCertificates)
        : MessageErrors.NotSmime(path, _isCompressed ? "a compressed message" : null);

    private string? Header(string name) => _first?.Headers.TryGetValue(name, out var text) == true ? text : null;

    private static string? SenderOf(string? text) =>
        text is not null && InternetAddressList.TryParse(text, out var addresses)
            ? addresses.Mailboxes.FirstOrDefault()?.Address.Visible() : null;

    private bool ReadMail(ByteSource source, string? place)
    {
        Descend();
        var mail = MimeMap.Read(source, budget, cancellationToken);
        if (mail is not null)
        {
            _first ??= mail.Children.FirstOrDefault() ?? mail;
            Walk(mail, source, place);
        }

        _depth--;
        return mail is not null;
    }

    private void Descend()
    {
        if (++_depth > ReadingBudget.MaxDepth)
        {
            throw budget.TooDeep();
        }
    }

    private void Walk(MimeNode node, ByteSource source, string? place)
    {
        if (node.Kind == MimeNodeKind.Part)
        {
            ReadPart(node, source, place);
            return;
        }

        var children = node.Children;
        _hasPgp |= node.MediaType == "multipart/encrypted"
            || node.Parameter("protocol")?.StartsWith("application/pgp", StringComparison.OrdinalIgnoreCase) == true;
        if (node.MediaType == "multipart/signed" && children.Count > 1 && MimeParts.IsDetachedSignature(children[1]))
        {
            var signed = source.Slice(children[0].Begin, children[0].End - children[0].Begin);
            var signature = MimeParts.ContentOf(children[1], source);
            ReadCms(signature, Place(children[1], place), signed, null);
            Walk(children[0], source, place);
            return;
        }

        if (node.MediaType.StartsWith("message/", StringComparison.Ordinal))
        {
            place = Place(node, place);
        }

        foreach (var child in children)
        {
            Walk(child, source, place);
        }
    }

    private void ReadPart(MimeNode part, ByteSource source, string? place)
    {
        _hasPgp |= part.MediaType.StartsWith("application/pgp", StringComparison.Ordinal);
        if (MimeParts.IsTnef(part))
        {
            ReadTnef(MimeParts.ContentOf(part, source), Place(part, place));
        }
        else if (MimeParts.IsCms(part))
        {
            ReadCms(MimeParts.ContentOf(part, source), Place(part, place), null, null);
        }
        else if (part.MediaType is "message/rfc822" or "message/global" || part.IsNamed(".eml"))
        {
            ReadMail(MimeParts.ContentOf(part, source), Place(part, place));
        }
    }

    // Exchange wraps what was S/MIME as one file; others have files that are none of ours.
    private void ReadTnef(ByteSource source, string place)
    {
        _hasTnef = true;
        Descend();
        try
        {
            foreach (var (name, content) in TnefParts.Read(source, budget))
            {
                ReadInner(content, Place(name is { Length: > 0 } ? name : "a file", place), CmsNames.Data);
            }
        }
        catch (DerException e)
        {
            _problems.Add(MessageErrors.BrokenTnef(path, place, e));
        }

        _depth--;
    }

    private static string Place(MimeNode node, string? outer) =>
        Place(node.FileName is { } name ? name : node.MediaType, outer);

    private static string Place(string name, string? outer) =>
        outer is null ? name.Visible() : $"{name.Visible()} in {outer}";

    // What is wrong with one structure leaves the others readable.
    private void ReadCms(ByteSource source, string place, ByteSource? detached, string? type)
    {
        budget.AddStructure();
        Descend();
        try
        {
            var structure = type is null ? MessageForm.Of(source) is (MessageFormKind.Ber, var ber) ? ber : source : source;
            new CmsReader(structure, budget, type).Read(head => Add(head, structure, place, detached, type));
        }
        catch (DerException e)
        {
            _problems.Add(MessageErrors.Broken(path, place, e));
        }
        finally
        {
            _depth--;
        }
    }

    private void Add(CmsStructure structure, ByteSource source, string place, ByteSource? detached, string? type)
    {
        switch (structure.Type)
        {
            case CmsNames.EnvelopedData or CmsNames.AuthEnvelopedData:
                _layers.Add(new EncryptedLayer
                {
                    Number = _layers.Count + 1,
                    Place = place,
                    Certificates = structure.Certificates,
                    ContentEncryption = CmsNames.Of(structure.ContentEncryption!),
                    Recipients = structure.Recipients,
                });
                break;

            case CmsNames.SignedData when structure.Signers.Count == 0 && !structure.HasContent && detached is null:
                _listedCertificates += structure.Certificates.Count;
                break;

            case CmsNames.SignedData:
                AddSigned(structure, source, place, detached, type);
                break;

            case CmsNames.CompressedData:
                _isCompressed = true;
                ReadInner(new CompressedContent(new InnerContent(source, budget, type), budget), place, null);
                break;

            default:
                _problems.Add(MessageErrors.Unsupported(path, place, CmsNames.Of(structure.Type)));
                break;
        }
    }

    private void AddSigned(CmsStructure structure, ByteSource source, string place, ByteSource? detached, string? type)
    {
        // What lies beside the signature is what people read, whatever else the signature brings.
        var inside = detached is null && structure is { HasContent: true, HasOctets: true }
            ? new InnerContent(source, budget, type) : null;
        IReadOnlyList<Func<Stream>>? forms = inside is not null ? [inside.Open]
            : detached is null ? null : [() => new CanonicalText(detached.Open()), detached.Open];
        _layers.Add(new SignedLayer
        {
            Number = _layers.Count + 1,
            Place = place,
            Certificates = structure.Certificates,
            Signers = [.. structure.Signers.Select(signer => SignatureCheck.Of(signer, structure, forms, options))],
        });
        if (inside is not null)
        {
            ReadInner(inside, place, structure.ContentType);
        }
    }

    // What is signed or compressed may be encrypted, and so on; a plain text says nothing more.
    private void ReadInner(ByteSource content, string place, string? type)
    {
        if (type is CmsNames.EnvelopedData or CmsNames.SignedData or CmsNames.AuthEnvelopedData)
        {
            ReadCms(content, place, null, type);
            return;
        }

        try
        {
            var (kind, structure) = MessageForm.Of(content);
            switch (kind)
            {
                case MessageFormKind.Ber when type is null or CmsNames.Data && MessageForm.IsStructure(structure):
                    ReadCms(content, place, null, null);
                    break;

                case MessageFormKind.Mail:
                    ReadMail(content, place);
                    break;

                default:
                    break;
            }
        }
        catch (DerException e)
        {
            _problems.Add(MessageErrors.Broken(path, place, e));
        }
        catch (InvalidDataException)
        {
            _problems.Add(MessageErrors.Broken(path, place, new DerException()));
        }
    }
}
