using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Pfx.Algorithms;

namespace SmimeCertTools.Core.Pfx;

/// <summary>
/// Names how something is protected without deriving or opening anything: whatever the limits, and also algorithms that the
/// reader does not support. What is broken or unknown is named by its object identifier.
/// </summary>
internal static class ProtectionNames
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbmac1 = "1.2.840.113549.1.5.14";

    private static readonly PfxErrors Errors = new(null);
    private static readonly PfxReadOptions Unlimited = new() { MaxIterations = int.MaxValue };

    // Names of what the reader does not support; it has those of the others.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["1.2.840.113549.1.5.1"] = "PBES1 DES-CBC (MD2)",
        ["1.2.840.113549.1.5.4"] = "PBES1 RC2-CBC (MD2)",
        ["1.2.840.113549.1.5.12"] = "PBKDF2",
        ["1.3.6.1.4.1.11591.4.11"] = "scrypt",
        ["1.2.643.2.2.21"] = "GOST 28147-89",
        ["1.2.156.10197.1.104.2"] = "SM4-CBC",
        ["2.16.840.1.101.3.4.1.6"] = "AES-128-GCM",
        ["2.16.840.1.101.3.4.1.26"] = "AES-192-GCM",
        ["2.16.840.1.101.3.4.1.46"] = "AES-256-GCM",
    };

    /// <summary>Names an encryption by its AlgorithmIdentifier's content.</summary>
    public static PfxEncryption OfEncryption(DerReader algorithm) => Of(
        algorithm, (reader, deriver) => PfxEncryption.Of(EncryptionScheme.Read(reader, deriver, Errors)), NameEncryption);

    /// <summary>Names an integrity check by the content of MacData (RFC 7292 section 4).</summary>
    public static PfxEncryption OfMac(DerReader macData) => Of(macData, ReadMac, NameMac);

    private static PfxEncryption Of(
        DerReader reader, Func<DerReader, KeyDeriver, PfxEncryption> read, Func<DerReader, PfxEncryption> name)
    {
        using var deriver = new KeyDeriver(Unlimited.Limits, Errors);
        try
        {
            return read(reader, deriver);
        }
        catch (Exception e) when (e is PfxException or DerException)
        {
            return Try(reader, name);
        }
    }

    private static PfxEncryption ReadMac(DerReader macData, KeyDeriver deriver)
    {
        var mac = MacScheme.Read(macData, deriver, Errors);
        return new PfxEncryption { Algorithm = mac.Name, Iterations = mac.Iterations };
    }

    private static PfxEncryption Try(DerReader reader, Func<DerReader, PfxEncryption> name)
    {
        try
        {
            return name(reader);
        }
        catch (DerException)
        {
            return new PfxEncryption { Algorithm = "Unknown" };
        }
    }

    private static PfxEncryption NameEncryption(DerReader algorithm)
    {
        var identifier = algorithm.ReadIdentifier();
        if (identifier != Pbes2)
        {
            return new PfxEncryption { Algorithm = Name(identifier), Iterations = ReadIterations(algorithm) };
        }

        var parameters = algorithm.EnterSequence();
        var (derivation, iterations) = NameDerivation(parameters.EnterSequence());
        var cipher = parameters.EnterSequence().ReadIdentifier();
        var name = CipherKind.Find(cipher)?.Name ?? Name(cipher);
        return new PfxEncryption { Algorithm = "PBES2 " + name + " (" + derivation + ")", Iterations = iterations };
    }

    private static PfxEncryption NameMac(DerReader macData)
    {
        var algorithm = macData.EnterSequence().EnterSequence();
        var identifier = algorithm.ReadIdentifier();
        if (identifier != Pbmac1)
        {
            macData.Read(DerTag.OctetString);
            return new PfxEncryption
            {
                Algorithm = "HMAC-" + (DigestKind.FromHash(identifier)?.Name ?? Name(identifier)),
                Iterations = macData.NextIs(DerTag.Integer) ? Cap(macData.ReadCount()) : 1,
            };
        }

        var parameters = algorithm.EnterSequence();
        var (_, iterations) = NameDerivation(parameters.EnterSequence());
        var scheme = parameters.EnterSequence().ReadIdentifier();
        return new PfxEncryption { Algorithm = "PBMAC1 (" + NameHmac(scheme) + ")", Iterations = iterations };
    }

    private static (string Name, int Iterations) NameDerivation(DerReader algorithm)
    {
        var identifier = algorithm.ReadIdentifier();
        var parameters = algorithm.NextIs(DerTag.Sequence) ? algorithm.EnterSequence() : default;
        var iterations = ReadCountAfterSalt(ref parameters);
        if (identifier != "1.2.840.113549.1.5.12")
        {
            return (Name(identifier), iterations);
        }

        if (parameters.NextIs(DerTag.Integer))
        {
            parameters.Read();
        }

        var function = parameters.NextIs(DerTag.Sequence) ? NameHmac(parameters.EnterSequence().ReadIdentifier()) : "HMAC-SHA1";
        return (function, iterations);
    }

    private static string NameHmac(string identifier) =>
        DigestKind.FromHmac(identifier) is { } digest ? "HMAC-" + digest.Name : Name(identifier);

    // The parameters of PBES1 and of PBKDF2 begin alike: a salt, then the iterations.
    private static int ReadIterations(DerReader algorithm)
    {
        if (!algorithm.NextIs(DerTag.Sequence))
        {
            return 0;
        }

        var parameters = algorithm.EnterSequence();
        return ReadCountAfterSalt(ref parameters);
    }

    private static int ReadCountAfterSalt(ref DerReader parameters)
    {
        if (parameters.IsEmpty)
        {
            return 0;
        }

        parameters.Read();
        return parameters.NextIs(DerTag.Integer) ? Cap(parameters.ReadCount()) : 0;
    }

    private static int Cap(long iterations) => (int)Math.Min(Math.Max(iterations, 0), int.MaxValue);

    private static string Name(string identifier) => Names.TryGetValue(identifier, out var name) ? name : identifier;
}
