using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Fuzzing.Mutation;
using SmimeCertTools.Fuzzing.Seeds;

namespace SmimeCertTools.Fuzzing.Targets;

/// <summary><see cref="ConnectorPrivateKey.Parse"/>: encrypted PKCS#8, PFX and CNG blobs.</summary>
public sealed class PrivateKeyTarget : IFuzzTarget
{
    private const string Password = "Secret-1";
    private const int MostChanges = 3;

    private readonly SeedKey _key = SeedKey.Create("rsa-2048", "Connector");
    private readonly byte[] _blob;
    private readonly IReadOnlyList<byte[]> _donors;

    /// <summary>Makes a key of 2048 bits, which takes a moment.</summary>
    public PrivateKeyTarget()
    {
        _blob = Blob((RsaPrivateCrtKeyParameters)PrivateKeyFactory.CreateKey(_key.PrivateKey));
        _donors = [_key.PrivateKey, Encrypt(_key.PrivateKey), _blob];
        foreach (var form in new[] { Encrypt(_key.PrivateKey), Pfx(null), _blob })
        {
            var outcome = Run(new FuzzInput(form, Password, "seed", []));
            if (outcome != "opened")
            {
                throw new InvalidOperationException("A seed does not open: " + outcome);
            }
        }
    }

    /// <inheritdoc/>
    public string Name => "privatekey";

    /// <inheritdoc/>
    public FuzzInput Create(FuzzRandom random)
    {
        var form = random.Next(3);
        var log = new List<string>();
        var isInside = random.OneIn(2);
        var content = form switch
        {
            0 => Encrypt(isInside ? Change(_key.PrivateKey, random, log) : _key.PrivateKey),
            1 => Pfx(isInside ? content => Change(content, random, log) : null),
            _ => isInside ? ChangeNumbers(random, log) : _blob,
        };
        content = !isInside || random.OneIn(8) ? Change(content, random, log) : content;
        content = Encode(content, form, random);
        return new(
            random.OneIn(8) ? Change(content, random, log) : content,
            random.OneIn(32) ? null : Password,
            "form " + form,
            log);
    }

    /// <inheritdoc/>
    public string Run(FuzzInput input)
    {
        using var password = input.Password is null ? SecretText.Absent() : SecretText.Copy(input.Password);
        try
        {
            using var key = ConnectorPrivateKey.Parse(input.Content, password, "key.pem");
            return key.PublicKey.KeySize >= ConnectorPrivateKey.MinimumKeySize
                ? "opened"
                : throw new FuzzFailureException("A key that is too small came out.");
        }
        catch (KeyProtectionException e)
        {
            return Checked(e.Kind.ToString(), e.Message);
        }
        catch (PfxException e)
        {
            return "PFX: " + Checked(e.Kind.ToString(), e.Message);
        }
    }

    private static string Checked(string kind, string message) =>
        message.Length > 0 && !message.Contains(Password, StringComparison.Ordinal)
            ? kind
            : throw new FuzzFailureException("The error tells the password or nothing: " + kind);

    private static byte[] Encrypt(byte[] info) =>
        Der.Sequence(PfxCipher.Usual.Algorithm, Der.Octets(PfxCipher.Usual.Encrypt(info, Password)));

    private byte[] Pfx(Func<byte[], byte[]>? change) => PfxSeeds.Usual(_key, PfxCipher.Usual, PfxMac.All[1], Password)
        .Build((layer, content) => layer == PfxLayer.PrivateKey && change is not null ? change(content) : content);

    private byte[] Change(byte[] content, FuzzRandom random, List<string> log)
    {
        for (var i = random.NextSmall(MostChanges); i > 0; i--)
        {
            content = Mutator.Mutate(content, random, _donors, log);
        }

        return content;
    }

    // The header's lengths decide what is read from where.
    private byte[] ChangeNumbers(FuzzRandom random, List<string> log)
    {
        byte[] blob = [.. _blob];
        uint[] telling = [0, 1, 3, 128, 256, 257, 2048, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x31415352, 0x32415352];
        BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(4 * random.Next(6)), random.Pick(telling));
        log.Add("change a header");
        return blob;
    }

    private static byte[] Encode(byte[] content, int form, FuzzRandom random)
    {
        var text = Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks);
        text = form == 0 ? "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + text + "\n-----END ENCRYPTED PRIVATE KEY-----\n" : text;
        return random.Next(3) switch
        {
            0 => content,
            1 => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, random.NextSmall(3)))),
            _ => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
        };
    }

    // BCRYPT_RSAKEY_BLOB of bcrypt.h, RSAFULLPRIVATEBLOB: exponent, modulus, primes, exponents, coefficient, private exponent.
    private static byte[] Blob(RsaPrivateCrtKeyParameters key)
    {
        var half = key.Modulus.BitLength / 16;
        var exponent = key.PublicExponent.ToByteArrayUnsigned();
        var header = new byte[24];
        uint[] fields =
            [0x33415352, (uint)key.Modulus.BitLength, (uint)exponent.Length, (uint)(2 * half), (uint)half, (uint)half];
        for (var i = 0; i < fields.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4 * i), fields[i]);
        }

        return
        [
            .. header, .. exponent, .. Padded(key.Modulus, 2 * half), .. Padded(key.P, half), .. Padded(key.Q, half),
            .. Padded(key.DP, half), .. Padded(key.DQ, half), .. Padded(key.QInv, half), .. Padded(key.Exponent, 2 * half),
        ];
    }

    private static byte[] Padded(BigInteger number, int length)
    {
        var bytes = number.ToByteArrayUnsigned();
        return [.. new byte[length - bytes.Length], .. bytes];
    }
}
