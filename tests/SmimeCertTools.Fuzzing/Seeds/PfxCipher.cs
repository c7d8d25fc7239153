using System;
using System.Collections.Generic;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>
/// An encryption of PKCS#12, as a writer needs it, made with BouncyCastle alone. Salts are fixed and few iterations are asked
/// for: files are made quickly and always alike.
/// </summary>
public sealed class PfxCipher
{
    private const int Iterations = 2;
    private static readonly byte[] Salt = [1, 2, 3, 4, 5, 6, 7, 8];

    private readonly string _cipher;
    private readonly Func<string, ICipherParameters> _derive;
    private readonly Dictionary<string, ICipherParameters> _derived = [];

    private PfxCipher(string name, byte[] algorithm, string cipher, Func<string, ICipherParameters> derive)
    {
        Name = name;
        Algorithm = algorithm;
        _cipher = cipher;
        _derive = derive;
    }

    /// <summary>The encryption that today's programs write.</summary>
    public static PfxCipher Usual { get; } = Pbes2(
        "AES-256", "2.16.840.1.101.3.4.1.42", "AES", 32, 16, "SHA-256", "1.2.840.113549.2.9");

    /// <summary>Every encryption there is a writer for.</summary>
    public static IReadOnlyList<PfxCipher> All { get; } = [.. CreateAll()];

    /// <summary>What it is called in reports.</summary>
    public string Name { get; }

    /// <summary>The AlgorithmIdentifier in DER.</summary>
    public byte[] Algorithm { get; }

    /// <summary>Encrypts; a null password is the absent one.</summary>
    public byte[] Encrypt(byte[] plain, string? password)
    {
        lock (_derived)
        {
            var key = password ?? "\uFFFF";
            if (!_derived.TryGetValue(key, out var parameters))
            {
                _derived.Add(key, parameters = _derive(password ?? string.Empty));
            }

            var cipher = CipherUtilities.GetCipher(_cipher);
            cipher.Init(true, parameters);
            return cipher.DoFinal(plain);
        }
    }

    private static IEnumerable<PfxCipher> CreateAll()
    {
        yield return Usual;
        yield return Pkcs12("RC4-128", "1.2.840.113549.1.12.1.1", "RC4", 128, 0);
        yield return Pkcs12("RC4-40", "1.2.840.113549.1.12.1.2", "RC4", 40, 0);
        yield return Pkcs12("3DES", "1.2.840.113549.1.12.1.3", "DESEDE/CBC/PKCS7PADDING", 192, 64);
        yield return Pkcs12("two-key 3DES", "1.2.840.113549.1.12.1.4", "DESEDE/CBC/PKCS7PADDING", 128, 64);
        yield return Pkcs12("RC2-128", "1.2.840.113549.1.12.1.5", "RC2/CBC/PKCS7PADDING", 128, 64);
        yield return Pkcs12("RC2-40", "1.2.840.113549.1.12.1.6", "RC2/CBC/PKCS7PADDING", 40, 64);
        yield return Pkcs5("MD5 and DES", "1.2.840.113549.1.5.3", "MD5", "DES", 64);
        yield return Pkcs5("SHA-1 and RC2-64", "1.2.840.113549.1.5.11", "SHA-1", "RC2", 64);
        yield return Pbes2("AES-128", "2.16.840.1.101.3.4.1.2", "AES", 16, 16, "SHA-1", null);
        yield return Pbes2("AES-192", "2.16.840.1.101.3.4.1.22", "AES", 24, 16, "SHA-512", "1.2.840.113549.2.11");
        yield return Pbes2("AES-256", "2.16.840.1.101.3.4.1.42", "AES", 32, 16, "SHA3-256", "2.16.840.1.101.3.4.2.14");
        yield return Pbes2("AES-256", "2.16.840.1.101.3.4.1.42", "AES", 32, 16, "SHA-384", "1.2.840.113549.2.10");
        yield return Pbes2("3DES", "1.2.840.113549.3.7", "DESEDE", 24, 8, "SHA-224", "1.2.840.113549.2.8");
        yield return Pbes2("DES", "1.3.14.3.2.7", "DES", 8, 8, "SHA-512/256", "1.2.840.113549.2.13");
        yield return Pbes2("Camellia-256", "1.2.392.200011.61.1.1.1.4", "CAMELLIA", 32, 16, "SHA-256", "1.2.840.113549.2.9");
        yield return Pbes2("SEED", "1.2.410.200004.1.4", "SEED", 16, 16, "SHA-256", "1.2.840.113549.2.9");
        yield return Pbes2("CAST5", "1.2.840.113533.7.66.10", "CAST5", 16, 8, "SHA-1", null);
        yield return Pbes2("RC2", "1.2.840.113549.3.2", "RC2", 16, 8, "SHA-1", null);
        yield return Scrypt();
    }

    private static PfxCipher Pkcs12(string name, string identifier, string cipher, int keyBits, int ivBits)
    {
        var algorithm = Der.Sequence(Der.Identifier(identifier), Der.Sequence(Der.Octets(Salt), Der.Integer(Iterations)));
        return new("PBES1 " + name, algorithm, cipher, password =>
        {
            var generator = new Pkcs12ParametersGenerator(DigestUtilities.GetDigest("SHA-1"));
            generator.Init(PfxPassword.ToBmp(password), Salt, Iterations);
            return ivBits == 0
                ? generator.GenerateDerivedParameters("RC4", keyBits)
                : generator.GenerateDerivedParameters(
                    name.StartsWith("RC2", StringComparison.Ordinal) ? "RC2" : "DESEDE", keyBits, ivBits);
        });
    }

    private static PfxCipher Pkcs5(string name, string identifier, string digest, string cipher, int keyBits)
    {
        var algorithm = Der.Sequence(Der.Identifier(identifier), Der.Sequence(Der.Octets(Salt), Der.Integer(Iterations)));
        return new("PBES1 of PKCS#5 " + name, algorithm, cipher + "/CBC/PKCS7PADDING", password =>
        {
            var generator = new Pkcs5S1ParametersGenerator(DigestUtilities.GetDigest(digest));
            generator.Init(Encoding.UTF8.GetBytes(password), Salt, Iterations);
            return generator.GenerateDerivedParameters(cipher, keyBits, 64);
        });
    }

    private static PfxCipher Pbes2(
        string name, string identifier, string cipher, int keyLength, int blockLength, string digest, string? function)
    {
        byte[] pseudoRandom = function is null ? [] : Der.Sequence(Der.Identifier(function), Der.Null);
        var derivation = Der.Sequence(
            Der.Identifier("1.2.840.113549.1.5.12"),
            Der.Sequence(Der.Octets(Salt), Der.Integer(Iterations), Der.Integer(keyLength), pseudoRandom));
        return Pbes2(name + " by " + digest, derivation, identifier, cipher, blockLength, password =>
        {
            var generator = new Pkcs5S2ParametersGenerator(DigestUtilities.GetDigest(digest));
            generator.Init(Encoding.UTF8.GetBytes(password), Salt, Iterations);
            return ((KeyParameter)generator.GenerateDerivedMacParameters(keyLength * 8)).GetKey();
        });
    }

    private static PfxCipher Scrypt()
    {
        var derivation = Der.Sequence(
            Der.Identifier("1.3.6.1.4.1.11591.4.11"),
            Der.Sequence(Der.Octets(Salt), Der.Integer(16), Der.Integer(2), Der.Integer(1), Der.Integer(32)));
        return Pbes2("AES-256 by scrypt", derivation, "2.16.840.1.101.3.4.1.42", "AES", 16, password =>
            SCrypt.Generate(Encoding.UTF8.GetBytes(password), Salt, 16, 2, 1, 32));
    }

    private static PfxCipher Pbes2(
        string name, byte[] derivation, string identifier, string cipher, int blockLength, Func<string, byte[]> derive)
    {
        var iv = new byte[blockLength];
        Array.Fill(iv, (byte)0x5A);
        var parameters = cipher switch
        {
            "RC2" => Der.Sequence(Der.Integer(58), Der.Octets(iv)),
            "CAST5" => Der.Sequence(Der.Octets(iv), Der.Integer(128)),
            _ => Der.Octets(iv),
        };
        var algorithm = Der.Sequence(
            Der.Identifier("1.2.840.113549.1.5.13"),
            Der.Sequence(derivation, Der.Sequence(Der.Identifier(identifier), parameters)));
        return new("PBES2 " + name, algorithm, cipher + "/CBC/PKCS7PADDING", password =>
        {
            var key = derive(password);
            return new ParametersWithIV(cipher == "RC2" ? new RC2Parameters(key, 128) : new KeyParameter(key), iv);
        });
    }
}

/// <summary>Passwords as PKCS#12 takes them.</summary>
internal static class PfxPassword
{
    /// <summary>UTF-16, big-endian, with its terminator (RFC 7292 appendix B.1).</summary>
    public static byte[] ToBmp(string password)
    {
        var bytes = new byte[(2 * password.Length) + 2];
        for (var i = 0; i < password.Length; i++)
        {
            bytes[2 * i] = (byte)(password[i] >> 8);
            bytes[(2 * i) + 1] = (byte)password[i];
        }

        return bytes;
    }
}
