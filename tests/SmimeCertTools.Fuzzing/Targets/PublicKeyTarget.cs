using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Fuzzing.Mutation;
using SmimeCertTools.Fuzzing.Seeds;

namespace SmimeCertTools.Fuzzing.Targets;

/// <summary><see cref="ConnectorPublicKey.Parse"/>.</summary>
public sealed class PublicKeyTarget : IFuzzTarget
{
    private const int MostChanges = 4;
    private readonly IReadOnlyList<byte[]> _inner;

    /// <summary>Makes a key of 2048 bits, which takes a moment.</summary>
    public PublicKeyTarget()
    {
        var seed = SeedKey.Create("rsa-2048", "Connector");
        var key = (RsaKeyParameters)PublicKeyFactory.CreateKey(
            new X509CertificateParser().ReadCertificate(seed.Certificate).CertificateStructure.SubjectPublicKeyInfo);
        var info = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key);
        _inner = [info.GetEncoded(), info.PublicKey.GetBytes(), seed.Certificate, Blob(key)];
    }

    /// <inheritdoc/>
    public string Name => "publickey";

    /// <inheritdoc/>
    public FuzzInput Create(FuzzRandom random)
    {
        var form = random.Next(_inner.Count);
        var log = new List<string>();
        var content = _inner[form];
        if (!random.OneIn(3))
        {
            content = Change(content, random, log);
        }

        content = Encode(content, form, random);
        return new(random.OneIn(3) ? Change(content, random, log) : content, null, "form " + form, log);
    }

    /// <inheritdoc/>
    public string Run(FuzzInput input)
    {
        try
        {
            var key = ConnectorPublicKey.Parse(input.Content, "key.pem");
            return key.KeySize >= 2048 ? "opened" : throw new FuzzFailureException("A key that is too small came out.");
        }
        catch (KeyProtectionException e)
        {
            return Enum.IsDefined(e.Kind) && e.Message.Length > 0
                ? e.Kind.ToString()
                : throw new FuzzFailureException("An error without a kind or text.");
        }
    }

    private byte[] Change(byte[] content, FuzzRandom random, List<string> log)
    {
        for (var i = random.NextSmall(MostChanges); i > 0; i--)
        {
            content = Mutator.Mutate(content, random, _inner, log);
        }

        return content;
    }

    private static byte[] Encode(byte[] content, int form, FuzzRandom random)
    {
        string[] labels = ["PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE", "PUBLIC KEY"];
        var text = Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks);
        if (form < 3)
        {
            text = "-----BEGIN " + labels[form] + "-----\n" + text + "\n-----END " + labels[form] + "-----\n";
        }

        return random.Next(4) switch
        {
            0 => content,
            1 => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, random.NextSmall(4)))),
            2 => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            _ => Encoding.UTF8.GetBytes("Schlüssel\r\n" + text),
        };
    }

    // BCRYPT_RSAKEY_BLOB of bcrypt.h.
    private static byte[] Blob(RsaKeyParameters key)
    {
        var exponent = key.Exponent.ToByteArrayUnsigned();
        var modulus = key.Modulus.ToByteArrayUnsigned();
        var header = new byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x31415352);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), key.Modulus.BitLength);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), exponent.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), modulus.Length);
        return [.. header, .. exponent, .. modulus];
    }
}
