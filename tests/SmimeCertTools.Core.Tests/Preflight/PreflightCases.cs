using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Tests.Preflight;

/// <summary>For each rule files that break it, and how severe that is.</summary>
internal static class PreflightCases
{
    private const SmimeFindingSeverity Info = SmimeFindingSeverity.Information;
    private const SmimeFindingSeverity Warning = SmimeFindingSeverity.Warning;
    private const SmimeFindingSeverity Error = SmimeFindingSeverity.Error;
    private const X509KeyUsageFlags Signing = X509KeyUsageFlags.DigitalSignature;
    private const X509KeyUsageFlags Encryption = X509KeyUsageFlags.KeyEncipherment;

    private static readonly PreflightOptions Unchanged = new() { Encryption = SmimePfxEncryption.Unchanged };

    // What a file says of itself is told also where it asks for more work than is allowed.
    private static readonly PreflightOptions Bounded = new() { MaxIterations = 300_000 };
    private static readonly DateTimeOffset Now = PreflightPki.Now;

    public static IReadOnlyList<PreflightCase> All { get; } = [.. Files(), .. Passwords(), .. Users(), .. Purposes(), .. Keys(),
        .. Validity(), .. Chains()];

    private static IEnumerable<PreflightCase> Files()
    {
        var trailing = new PreflightFile { Change = content => [.. content, 0, 0, 0] };
        yield return new("TrailingBytes", Info, trailing);
        yield return new("TrailingBytes", Warning, trailing with { Options = Unchanged });
        yield return new("BerEncoding", Info, new PreflightFile { HasMac = false, Change = ToIndefiniteLength });
        yield return new("NoIntegrityCheck", Info, new PreflightFile { HasMac = false });
        yield return new("NoIntegrityCheck", Warning, new PreflightFile { HasMac = false, Options = Unchanged });
        yield return new("PrivateKeyInClear", Warning, new PreflightFile { HasKeyInClear = true });
        yield return new("PrivateKeyInClear", Error, new PreflightFile { HasKeyInClear = true, Options = Unchanged });

        // Named in place of Triple DES: RC2-40 and an algorithm that nobody knows. What is told without opening is found even so.
        yield return new("WeakEncryption", Warning, new PreflightFile { Change = ToRc2, Options = Unchanged });
        yield return new("EncodingRare", Warning, new PreflightFile { Change = ToUnknown, Options = Unchanged });
        var aes = new PreflightFile { Encryption = PbeEncryptionAlgorithm.Aes256Cbc };
        yield return new("EncodingNotUniversal", Warning, aes with { Options = Unchanged });
        yield return new("EncodingNotUniversal", Warning, new PreflightFile
        {
            Options = new PreflightOptions { Encryption = SmimePfxEncryption.Aes256Sha256 },
        });
        yield return new("HighIterations", Info, new PreflightFile { Iterations = 300_001, Options = Bounded });
        yield return new("LowIterations", Warning, new PreflightFile { Iterations = 999, Options = Unchanged });
        yield return new("RecipientEncryptedPart", Warning, new PreflightFile { HasMac = false, Change = ToEnveloped });
        var two = new PreflightFile
        {
            People = [new(), new() { KeyUsage = Signing, MakeKey = () => RSA.Create(2048) }],
        };
        yield return new("MultipleKeyPairs", Info, two);
        yield return new("MultipleKeyPairs", Error, two with { Options = Unchanged });
        yield return new("UnmatchedPrivateKey", Info, new PreflightFile { HasStrangeKey = true });
        yield return new("UnmatchedPrivateKey", Warning, new PreflightFile { HasStrangeKey = true, Options = Unchanged });
        yield return new("DuplicateCertificate", Info, new PreflightFile { HasDoubles = true });
        yield return new("DuplicateCertificate", Warning, new PreflightFile { HasDoubles = true, Options = Unchanged });
    }

    private static IEnumerable<PreflightCase> Passwords()
    {
        foreach (var (id, password) in new[]
        {
            ("PasswordEmpty", string.Empty), ("PasswordNotAscii", "pässword"), ("PasswordTooLong", new string('x', 127)),
        })
        {
            yield return new(id, Info, new PreflightFile { Password = password });
            yield return new(id, Error, new PreflightFile { Password = password, Options = Unchanged });
        }
    }

    private static IEnumerable<PreflightCase> Users()
    {
        yield return new("UserPrincipalNameInvalid", Error, User("anna", "anna@contoso.com"));
        yield return new("AddressMissing", Warning, Of(new() { Address = null }));
        yield return new("AddressOnlyInSubject", Warning, Of(new() { Address = null, Subject = "CN=Anna, E=anna@contoso.com" }));
        yield return new("AddressDiffers", Warning, User("bob@contoso.com"));
        yield return new("AddressDiffers", Error, User("anna@contoso.com", "bob@contoso.com", "berta@contoso.com"));
    }

    private static IEnumerable<PreflightCase> Purposes()
    {
        yield return new("PurposeRequired", Warning, Of(new() { KeyUsage = Signing | Encryption }));
        yield return new("PurposeNotSupported", Error, For(UserPfxPurpose.Vpn, new()));
        yield return new("CaCertificate", Error, Of(new() { IsAuthority = true }));
        yield return new("CaCertificate", Error, Of(new() { KeyUsage = Encryption | X509KeyUsageFlags.KeyCertSign }));
        yield return new("EkuNotForMail", Error, Of(new() { Purposes = ["1.3.6.1.5.5.7.3.2"] }));
        yield return new("EkuNotStated", Warning, Of(new() { Purposes = [] }));
        yield return new("EkuNotStated", Warning, Of(new() { Purposes = ["2.5.29.37.0"] }));
        yield return new("KeyUsageNotForMail", Error, Of(new() { KeyUsage = X509KeyUsageFlags.KeyAgreement }));
        yield return new("KeyUsageNotForPurpose", Error, For(UserPfxPurpose.SmimeSigning, new()));
        yield return new("KeyUsageNotForPurpose", Error, For(UserPfxPurpose.SmimeEncryption, new() { KeyUsage = Signing }));
        yield return new("KeyUsageNotStated", Warning, For(UserPfxPurpose.SmimeEncryption, new() { KeyUsage = null }));
    }

    private static IEnumerable<PreflightCase> Keys()
    {
        yield return new("KeyTooSmall", Warning, Of(new() { MakeKey = () => RSA.Create(1024) }));
        yield return new("CurveUnusual", Warning, Of(new()
        {
            KeyUsage = Signing,
            MakeKey = () => ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1),
        }));
        yield return new("KeyTypeSupport", Warning, Of(new()
        {
            KeyUsage = Signing,
            MakeKey = () => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        }));
        yield return new("SignatureWeak", Warning, Of(new() { IsSha1 = true }));
        yield return new("SignatureUnusual", Warning, Of(new() { IsPss = true }));
    }

    private static IEnumerable<PreflightCase> Validity()
    {
        var old = new PreflightPerson { NotBefore = Now.AddDays(-465), NotAfter = Now.AddDays(-100) };
        yield return new("Expired", Info, Of(old));
        yield return new("Expired", Error, Of(old with { KeyUsage = Signing }));
        yield return new("Expired", Warning, Of(old with { KeyUsage = Signing | Encryption }));
        yield return new("ExpiresSoon", Warning, Of(new() { NotAfter = Now.AddDays(30) }));
        yield return new("NotYetValid", Warning, Of(new() { NotBefore = Now.AddHours(1) }));

        var start = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        yield return new("ValidityTooLong", Warning, Of(Long(start, 826, "2.23.140.1.5.1.2")));
        yield return new("ValidityTooLong", Warning, Of(Long(start, 826, "2.23.140.1.5.2.3")));
        yield return new("ValidityTooLong", Warning, Of(Long(start, 1186, "2.23.140.1.5.3.1")));
        yield return new("ValidityTooLong", Info, Of(Long(start, 1186, null)));
        yield return new("LegacyGeneration", Warning, Of(new() { Policy = "2.23.140.1.5.4.1" }));
    }

    private static IEnumerable<PreflightCase> Chains()
    {
        yield return new("SelfSigned", Warning, Of(new() { IsSelfSigned = true }));
        yield return new("ChainMissing", Warning, new PreflightFile { Others = [] });
        yield return new("ChainMissing", Warning, new PreflightFile { Others = [PreflightPki.Root] });
        yield return new("ChainRootMissing", Info, new PreflightFile { Others = [PreflightPki.Issuing] });
        yield return new("ChainSignatureInvalid", Error, Of(new() { SigningKey = PreflightPki.Root }));
        var unmarked = PreflightPki.Authority("CN=No CA", null, Now.AddYears(5), isMarked: false);
        yield return new("ChainIssuerNotCa", Warning, Under(unmarked));
        var expired = PreflightPki.Authority("CN=Old", null, Now.AddDays(-1));
        yield return new("ChainIssuerExpired", Info, Under(expired));
        yield return new("ChainIssuerExpired", Warning, Under(expired, Signing));
        yield return new("ChainOrder", Info, new PreflightFile { IsReversed = true });
        yield return new("ChainOrder", Warning, new PreflightFile { IsReversed = true, Options = Unchanged });
        yield return new("ExtraCertificate", Info, new PreflightFile
        {
            Others = [PreflightPki.Issuing, PreflightPki.Root, PreflightPki.Authority("CN=Stranger", null, Now.AddYears(5))],
        });
    }

    private static PreflightFile Of(PreflightPerson person) => new() { People = [person] };

    private static PreflightFile For(UserPfxPurpose purpose, PreflightPerson person) =>
        Of(person) with { Options = new PreflightOptions { IntendedPurpose = purpose } };

    private static PreflightFile User(string name, params string[] addresses) => new()
    {
        Options = new PreflightOptions { UserPrincipalName = name, EmailAddresses = addresses },
    };

    private static PreflightFile Under(X509Certificate2 issuer, X509KeyUsageFlags usage = Encryption) => new()
    {
        People = [new() { Issuer = issuer, KeyUsage = usage }],
        Others = [issuer],
    };

    // The last second of the period is part of it.
    private static PreflightPerson Long(DateTimeOffset start, int days, string? policy) =>
        new() { NotBefore = start, NotAfter = start.AddDays(days).AddSeconds(-1), Policy = policy };

    private static byte[] ToRc2(byte[] content) => Rename(content, 6);

    private static byte[] ToUnknown(byte[] content) => Rename(content, 99);

    private static byte[] Rename(byte[] content, byte number) =>
        Replace(content, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01, 0x03], number);

    // Calls encrypted parts enveloped ones, which no reader with a password looks into.
    private static byte[] ToEnveloped(byte[] content) =>
        Replace(content, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x06], 3);

    private static byte[] Replace(byte[] content, ReadOnlySpan<byte> identifier, byte last)
    {
        var copy = (byte[])content.Clone();
        for (var at = copy.AsSpan().IndexOf(identifier); at >= 0; at = copy.AsSpan().IndexOf(identifier))
        {
            copy[at + identifier.Length - 1] = last;
        }

        return copy;
    }

    // The outermost SEQUENCE, whose length takes two bytes, in the indefinite form.
    private static byte[] ToIndefiniteLength(byte[] content) => [content[0], 0x80, .. content.Skip(4), 0, 0];
}

/// <summary>A file, and what is to be found in it.</summary>
internal sealed record PreflightCase(string Id, SmimeFindingSeverity Severity, PreflightFile File);
