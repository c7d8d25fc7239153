using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using static SmimeCertTools.Core.Tests.Pfx.Memory.HostileDer;

namespace SmimeCertTools.Core.Tests.Pfx.Memory;

/// <summary>Files of up to 1 MB, each made to cost as much memory as possible in its own way.</summary>
internal static class HostileFiles
{
    public const string Password = "not a secret";
    public const int MaxSize = 1 << 20;
    private const int Room = MaxSize - 4096;
    private const int ScryptCost = 16384;
    private const int ScryptBlock = 8;
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    public static IEnumerable<(string Name, byte[] Content)> All() =>
        Shapes().Concat(Parts()).Concat(Certificates()).Concat(Keys());

    private static IEnumerable<(string Name, byte[] Content)> Shapes()
    {
        byte[] endOfContents = [0, 0];
        yield return ("nested sequences", NestedSequences(Room));
        yield return ("nested sequences inside", FileAround(NestedSequences(Room)));
        yield return ("nested without lengths", Fill(Room, _ => [Sequence, 0x80]));
        yield return ("nested strings without lengths", FileAround(Fill(Room, _ => [0x24, 0x80])));
        yield return ("a length of 2 GiB", [Sequence, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 2, 1, 3, .. new byte[Room]]);
        yield return (
            "a length of 2^63", [Sequence, 0x88, 0x7F, .. Enumerable.Repeat((byte)0xFF, 7), 2, 1, 3, .. new byte[Room]]);
        yield return (
            "many elements without lengths",
            FileAround([Sequence, 0x80, .. Fill(Room, _ => [Sequence, 0x80, 0, 0]), 0, 0]));
        yield return (
            "content in segments of one byte",
            Element(
                Sequence,
                Integer(3),
                Element(Sequence, Identifier(Data), [0xA0, 0x80, 0x24, 0x80, .. Fill(Room, _ => [4, 1, 0x30]), 0, 0, 0, 0])));
        yield return (
            "layer upon layer of segments",
            Element(
                Sequence,
                Integer(3),
                Element(
                    Sequence,
                    Identifier(Data),
                    [0xA0, 0x80, 0x24, 0x80, .. Fill(Room, _ => [4, 0x82, 4, 0, .. new byte[1024]]), 0, 0, 0, 0])));
        yield return ("zeros after the end", [.. File([]), .. new byte[Room], .. endOfContents]);
    }

    private static IEnumerable<(string Name, byte[] Content)> Parts()
    {
        yield return ("many parts", File(Fill(Room, _ => ClearPart())));
        yield return ("many encrypted parts", File(Fill(Room, EncryptedEmptyPart)));
        yield return (
            "encrypted content in empty segments",
            File(EncryptedPart(Pbes1(1), Element(0xA0, Fill(Room, _ => [4, 0])))));
        yield return ("one large encrypted part", File(EncryptedPart(Pbes1(1), Element(0x80, new byte[Room & ~7]))));
        yield return ("scrypt at its limit", File(EncryptedPart(ScryptAes256(new byte[16]), Element(0x80, new byte[32]))));
        yield return (
            "several parts under scrypt, each with many certificates",
            File(Fill(Room, i => ScryptPart(
                Element(Sequence, Fill(Room / 5, at => CertificateBag(Certificate((10_000 * i) + at))))))));
        yield return ("a salt of 1 MB", File(ClearPart(), Mac(new byte[Room], 1)));
        yield return ("a salt at the limit", File(ClearPart(), Mac(new byte[4096], 1000)));
        yield return ("many bags of no known kind", File(ClearPart(Fill(Room, _ => Bag(99, [5, 0])))));
        yield return (
            "nested safe contents",
            File(ClearPart(Fill(Room, _ => Bag(6, Element(Sequence, Bag(6, Element(Sequence))))))));
    }

    private static IEnumerable<(string Name, byte[] Content)> Certificates()
    {
        var name = Element(0x31, Element(Sequence, Identifier("2.5.4.3"), Element(0x0C, "a"u8.ToArray())));
        var address = (int i) =>
            Element(0x81, Encoding.ASCII.GetBytes(i.ToString("x", System.Globalization.CultureInfo.InvariantCulture)));
        yield return ("thousands of certificates", File(ClearPart(Fill(Room, i => CertificateBag(Certificate(i))))));
        yield return ("one large certificate", OneCertificate(Extension("1.2.3", new byte[Room])));
        yield return ("many extensions", OneCertificate(Fill(Room, _ => Extension("1.2.3", []))));
        yield return ("many broken extensions", OneCertificate(Fill(Room, _ => Extension("2.5.29.14", []))));
        yield return (
            "thousands of certificates with broken extensions",
            File(ClearPart(Fill(Room, i => CertificateBag(Certificate(
                i, extensions: [.. BrokenExtensions.Select(identifier => Extension(identifier, []))]))))));
        yield return (
            "thousands of certificates with a broken name",
            File(ClearPart(Fill(Room, i => CertificateBag(Certificate(i, subject: Element(Sequence, [0x31, 0])))))));
        yield return (
            "thousands of certificates with a broken friendly name",
            File(ClearPart(Fill(Room, i => Bag(
                3,
                Element(Sequence, Identifier("1.2.840.113549.1.9.22.1"), Element(0xA0, Element(OctetString, Certificate(i)))),
                Element(Sequence, Identifier("1.2.840.113549.1.9.20")))))));
        yield return ("many addresses", OneCertificate(Extension("2.5.29.17", Element(Sequence, Fill(Room, address)))));
        yield return ("many purposes", OneCertificate(Extension("2.5.29.37", Element(Sequence, Fill(Room, _ => [6, 1, 0x2A])))));
        yield return (
            "a name of many parts",
            File(ClearPart(CertificateBag(Certificate(1, Element(Sequence, Fill(Room, _ => name)))))));
        yield return (
            "a long name",
            File(ClearPart(CertificateBag(Certificate(
                1,
                Element(Sequence, Element(0x31, Element(Sequence, Identifier("2.5.4.3"), Element(0x0C, new byte[Room])))))))));
        yield return (
            "a long friendly name",
            File(ClearPart(Bag(
                3,
                Element(Sequence, Identifier("1.2.840.113549.1.9.22.1"), Element(0xA0, Element(OctetString, Certificate(1)))),
                Element(Sequence, Identifier("1.2.840.113549.1.9.20"), Element(0x31, Element(0x1E, new byte[Room])))))));
    }

    private static readonly string[] BrokenExtensions =
        ["2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.32", "2.5.29.35", "2.5.29.37"];

    private static IEnumerable<(string Name, byte[] Content)> Keys()
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        var point = new Ed25519PrivateKeyParameters(seed).GeneratePublicKey().GetEncoded();
        var publicKey = Element(Sequence, Element(Sequence, Identifier("1.3.101.112")), Element(0x03, [0], point));
        var key = Bag(1, Ed25519Key(seed));
        yield return ("thousands of keys", File(ClearPart(Fill(Room, _ => key))));
        yield return ("as many keys as are read", File(ClearPart([.. Enumerable.Repeat(key, 1000)])));
        yield return (
            "one key and thousands of its certificates",
            File(ClearPart(key, Fill(Room, i => CertificateBag(Certificate(i, key: publicKey))))));
        yield return (
            "one large key and thousands of its certificates",
            File(ClearPart(
                Bag(1, Ed25519Key(seed, attributeSize: Room / 2)),
                Fill(Room / 2, i => CertificateBag(Certificate(i, key: publicKey))))));
        yield return ("an RSA key of 1 MB", File(ClearPart(Bag(1, RsaKey(Room / 9)))));
        yield return ("many of the largest RSA keys", File(ClearPart(Fill(Room, _ => Bag(1, RsaKey(2048))))));
    }

    private static byte[] OneCertificate(byte[] extensions) =>
        File(ClearPart(CertificateBag(Certificate(1, extensions: extensions))));

    // n = p * q with p and q of the same size as n: inconsistent, but that shows only in the arithmetic.
    private static byte[] RsaKey(int size)
    {
        var number = Element(0x02, [0x7F, .. new byte[size - 2], 1]);
        var numbers = Element(Sequence, Integer(0), Join(Enumerable.Repeat(number, 8)));
        return Element(
            Sequence, Integer(0), Element(Sequence, Identifier("1.2.840.113549.1.1.1"), [5, 0]), Element(OctetString, numbers));
    }

    private static byte[] Mac(byte[] salt, int iterations) => Element(
        Sequence,
        Element(Sequence, Element(Sequence, Identifier(Sha256), [5, 0]), Element(OctetString, new byte[32])),
        Element(OctetString, salt),
        Integer(iterations));

    private static byte[] Pbes1(int iterations) => Element(
        Sequence,
        Identifier("1.2.840.113549.1.12.1.3"),
        Element(Sequence, Element(OctetString, new byte[8]), Integer(iterations)));

    private static byte[] ScryptAes256(byte[] salt) => Pbes2(
        Element(
            Sequence,
            Identifier("1.3.6.1.4.1.11591.4.11"),
            Element(Sequence, Element(OctetString, salt), Integer(ScryptCost), Integer(ScryptBlock), Integer(1))),
        new byte[16]);

    private static byte[] ScryptPart(byte[] content)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        using var aes = Aes.Create();
        aes.Key = SCrypt.Generate(Encoding.UTF8.GetBytes(Password), salt, ScryptCost, ScryptBlock, 1, 32);
        return EncryptedPart(ScryptAes256(salt), Element(0x80, aes.EncryptCbc(content, new byte[16])));
    }

    private static byte[] Pbes2(byte[] derivation, byte[] initialValue) => Element(
        Sequence,
        Identifier("1.2.840.113549.1.5.13"),
        Element(
            Sequence,
            derivation,
            Element(Sequence, Identifier("2.16.840.1.101.3.4.1.42"), Element(OctetString, initialValue))));

    private static byte[] EncryptedEmptyPart(int number)
    {
        var salt = BitConverter.GetBytes(number);
        using var aes = Aes.Create();
        aes.Key = Rfc2898DeriveBytes.Pbkdf2(Password, salt, 1, HashAlgorithmName.SHA1, 32);
        var derivation = Element(
            Sequence, Identifier("1.2.840.113549.1.5.12"), Element(Sequence, Element(OctetString, salt), Integer(1)));
        var iv = new byte[16];
        return EncryptedPart(Pbes2(derivation, iv), Element(0x80, aes.EncryptCbc(Element(Sequence), iv)));
    }
}
