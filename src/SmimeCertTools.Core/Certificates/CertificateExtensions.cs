using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Certificates;

/// <summary>
/// The extensions that matter for mail (RFC 5280 section 4.2.1). One that is broken is taken as absent where that grants nothing;
/// a broken keyUsage or extKeyUsage counts as present and empty, which grants nothing either.
/// </summary>
internal sealed class CertificateExtensions
{
    // No mailbox has so many addresses and no certificate so many purposes; a list of more was made to waste memory.
    private const int MaxEntries = 10_000;

    // As many as are read, since none may come twice. An exception costs a kilobyte, and a broken extension takes nine bytes: a
    // file of 1 MB could ask for 100 MB.
    private const int MaxBroken = 7;

    private readonly List<string> _subjectAlternativeAddresses = [];
    private readonly List<string> _internationalAddresses = [];
    private readonly List<string> _principalNames = [];
    private int _broken;

    public CertificateKeyUsages? KeyUsage { get; private set; }

    public IReadOnlyList<string> ExtendedKeyUsage { get; private set; } = [];

    public IReadOnlyList<string> EmailAddresses { get; private set; } = [];

    public IReadOnlyList<string> AlternativeEmailAddresses { get; private set; } = [];

    public IReadOnlyList<string> UserPrincipalNames => _principalNames;

    public IReadOnlyList<string> CertificatePolicies { get; private set; } = [];

    public bool IsCertificateAuthority { get; private set; }

    public string? SubjectKeyId { get; private set; }

    public string? AuthorityKeyId { get; private set; }

    /// <summary>Reads the rest of a TBSCertificate from the extensions on, and the addresses in the subject.</summary>
    /// <exception cref="DerException">The list itself is broken, or more of what it holds than any mistake explains.</exception>
    public static CertificateExtensions Read(DerReader fields, ReadOnlyMemory<byte> subject)
    {
        var result = new CertificateExtensions();
        if (fields.TryRead(DerTag.ContextConstructed(3), out var wrapped))
        {
            var list = new DerReader(wrapped).EnterSequence();
            while (!list.IsEmpty)
            {
                var extension = list.EnterSequence();
                var identifier = extension.ReadIdentifier();
                extension.TryRead(DerTag.Boolean, out _);
                result.ReadExtension(identifier, extension.Read(DerTag.OctetString));
            }
        }

        fields.Finish();
        result.AlternativeEmailAddresses = Distinct(result._subjectAlternativeAddresses, result._internationalAddresses);
        result.EmailAddresses = Distinct(result.AlternativeEmailAddresses, ReadSubjectAddresses(subject));
        return result;
    }

    private static IEnumerable<string> ReadSubjectAddresses(ReadOnlyMemory<byte> subject)
    {
        var found = new List<string>();
        try
        {
            var sets = new DerReader(subject).EnterSequence();
            while (!sets.IsEmpty)
            {
                var attributes = sets.Enter(DerTag.Set);
                while (!attributes.IsEmpty)
                {
                    var attribute = attributes.EnterSequence();
                    var isEmail = attribute.ReadIdentifier() == "1.2.840.113549.1.9.1";
                    var value = attribute.Read();
                    if (isEmail)
                    {
                        Add(found, CertificateText.ReadString(value.Tag, value.Content.Span));
                    }
                }
            }
        }
        catch (DerException)
        {
            // The rest of an odd name has no addresses to offer.
        }

        return found;
    }

    private void ReadExtension(string identifier, ReadOnlyMemory<byte> value)
    {
        // Of all others nothing is wanted, their form included.
        if (identifier is not ("2.5.29.14" or "2.5.29.15" or "2.5.29.17" or "2.5.29.19"
            or "2.5.29.32" or "2.5.29.35" or "2.5.29.37"))
        {
            return;
        }

        try
        {
            BerNormalizer.Check(value.Span);
            var reader = new DerReader(value);
            switch (identifier)
            {
                case "2.5.29.14":
                    SubjectKeyId = DerReader.Hex(reader.Read(DerTag.OctetString).Span);
                    break;
                case "2.5.29.15":
                    KeyUsage = ReadKeyUsage(reader.Read(DerTag.BitString).Span);
                    break;
                case "2.5.29.17":
                    ReadAlternativeNames(reader.EnterSequence());
                    break;
                case "2.5.29.19":
                    var constraints = reader.EnterSequence();
                    IsCertificateAuthority = constraints.TryRead(DerTag.Boolean, out var flag)
                        && !flag.Span.SequenceEqual([(byte)0]);
                    break;
                case "2.5.29.32":
                    CertificatePolicies = ReadPolicies(reader.EnterSequence());
                    break;
                case "2.5.29.35":
                    var authority = reader.EnterSequence();
                    AuthorityKeyId = authority.TryRead(DerTag.Context(0), out var id) ? DerReader.Hex(id.Span) : null;
                    break;
                case "2.5.29.37":
                    ExtendedKeyUsage = ReadIdentifiers(reader.EnterSequence());
                    break;
            }
        }
        catch (DerException)
        {
            if (identifier == "2.5.29.15")
            {
                KeyUsage = CertificateKeyUsages.None;
            }
            else if (identifier == "2.5.29.37")
            {
                // "None" is no object identifier: it keeps a broken list from looking like an absent one.
                ExtendedKeyUsage = ["None"];
            }

            if (++_broken > MaxBroken)
            {
                throw;
            }
        }
    }

    private static CertificateKeyUsages ReadKeyUsage(ReadOnlySpan<byte> bits)
    {
        if (bits.IsEmpty)
        {
            throw new DerException();
        }

        var flags = bits.Length > 1 ? bits[1] : 0;
        flags |= bits.Length > 2 ? (bits[2] & 0x80) << 8 : 0;
        return (CertificateKeyUsages)flags;
    }

    private static List<string> ReadIdentifiers(DerReader list)
    {
        var identifiers = new List<string>();
        while (!list.IsEmpty)
        {
            identifiers.Add(identifiers.Count < MaxEntries ? list.ReadIdentifier() : throw new DerException());
        }

        return identifiers.Count > 0 ? identifiers : throw new DerException();
    }

    private static List<string> ReadPolicies(DerReader list)
    {
        var policies = new List<string>();
        while (!list.IsEmpty)
        {
            policies.Add(list.EnterSequence().ReadIdentifier());
        }

        return policies;
    }

    private void ReadAlternativeNames(DerReader names)
    {
        while (!names.IsEmpty)
        {
            var name = names.Read();
            if (name.Tag == DerTag.Context(1))
            {
                Add(_subjectAlternativeAddresses, CertificateText.Latin1(name.Content.Span));
            }
            else if (name.Tag == DerTag.ContextConstructed(0))
            {
                ReadOtherName(new DerReader(name.Content));
            }
        }
    }

    private void ReadOtherName(DerReader name)
    {
        var target = name.ReadIdentifier() switch
        {
            "1.3.6.1.4.1.311.20.2.3" => _principalNames,
            "1.3.6.1.5.5.7.8.9" => _internationalAddresses,
            _ => null,
        };
        if (target is not null)
        {
            var value = name.Enter(DerTag.ContextConstructed(0)).ReadFirst();
            Add(target, CertificateText.ReadString(value.Tag, value.Content.Span));
        }
    }

    private static void Add(List<string> list, string? text)
    {
        if (!string.IsNullOrEmpty(text) && list.Count < MaxEntries)
        {
            list.Add(text!);
        }
    }

    private static List<string> Distinct(IEnumerable<string> some, IEnumerable<string> others) =>
        [.. some.Concat(others).Distinct(StringComparer.OrdinalIgnoreCase)];
}
