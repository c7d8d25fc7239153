using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.IO;
using System.Security.Cryptography;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Benchmarks;

/// <summary>Makes the files by the openssl command line, in a folder that goes away with this object.</summary>
internal sealed class PfxCases : IDisposable
{
    private const int DefaultIterations = 2048;
    private const int ManyIterations = 100_000;

    private static readonly Dictionary<string, string> Environment = new() { ["PFX_PASSWORD"] = PfxCase.Password };

    // Every file is held to the floor; the comparisons with others are stated for the three kinds of file met most.
    private static readonly Goals FloorOnly = new(1.3);

    private readonly TempFolder _folder = new();

    /// <summary>Makes all of them.</summary>
    public async Task<IReadOnlyList<PfxCase>> MakeAsync()
    {
        await MakeCertificateAsync("rsa2048", "rsa:2048");
        await MakeCertificateAsync("rsa4096", "rsa:4096");
        await MakeCertificateAsync("p256", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        await MakeChainAsync();

        var openSsl3 = await ExportAsync("rsa2048");
        var many = ManyIterations.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return
        [
            new("OpenSSL 3 default, RSA-2048", openSsl3, Modern(DefaultIterations), new(1.3, 2.5, 8)),
            new("The same, 100,000 iterations", await ExportAsync("rsa2048", "-iter", many), Modern(ManyIterations),
                new(1.3, 1.8, 1.8)),
            new("Legacy RC2-40 and 3DES", await ExportAsync("rsa2048", "-legacy"), Legacy(certificateKey: 5), new(1.3, 1.8, 1.8)),
            new(
                "Legacy 3DES alone",
                await ExportAsync("rsa2048", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"),
                Legacy(certificateKey: 24),
                new(1.3, 1.8, 1.8)),
            new("AES, RSA-2048, chain of 3", await ExportAsync("leaf", "-certfile", "chain.pem"), Modern(DefaultIterations),
                FloorOnly),
            new("AES, EC P-256", await ExportAsync("p256"), Modern(DefaultIterations), FloorOnly),
            new("AES, RSA-4096", await ExportAsync("rsa4096"), Modern(DefaultIterations), FloorOnly),
            new(
                "AES, RSA-2048, PBMAC1",
                WithPbmac1(openSsl3),
                Parts(DefaultIterations).Pbkdf2(DefaultIterations, length: 32, saltLength: 16),
                FloorOnly),
        ];
    }

    public void Dispose() => _folder.Dispose();

    // openssl writes salts of 8 bytes for integrity checks and, since 3.0, of 8 or 16 for the parts: within one hash block either
    // way.
    private static BareDerivations Parts(int iterations) =>
        new BareDerivations().Pbkdf2(iterations, length: 32, saltLength: 8).Pbkdf2(iterations, length: 32, saltLength: 8);

    private static BareDerivations Modern(int iterations) => Parts(iterations).Pkcs12Sha256(iterations);

    // The integrity check, then key and initial value of the certificates' part and of the key.
    private static BareDerivations Legacy(int certificateKey) => new BareDerivations()
        .Pkcs12Sha1(DefaultIterations, length: 20)
        .Pkcs12Sha1(DefaultIterations, certificateKey)
        .Pkcs12Sha1(DefaultIterations, length: 8)
        .Pkcs12Sha1(DefaultIterations, length: 24)
        .Pkcs12Sha1(DefaultIterations, length: 8);

    private Task MakeCertificateAsync(string name, params string[] key) => RunAsync(
        ["req", "-x509", "-newkey", .. key, "-noenc", "-keyout", name + ".key", "-out", name + ".pem", "-days", "30",
        .. Subject(name)]);

    private static string[] Subject(string name) =>
        ["-subj", "/C=GB/O=Contoso/CN=" + name, "-addext", "subjectAltName=email:" + name + "@contoso.com"];

    private async Task MakeChainAsync()
    {
        await MakeCertificateAsync("root", "rsa:2048");
        await IssueAsync("issuing", "root", isAuthority: true);
        await IssueAsync("leaf", "issuing", isAuthority: false);
        var chain = await File.ReadAllTextAsync(PathOf("issuing.pem")) + await File.ReadAllTextAsync(PathOf("root.pem"));
        await File.WriteAllTextAsync(PathOf("chain.pem"), chain);
    }

    private async Task IssueAsync(string name, string issuer, bool isAuthority)
    {
        await RunAsync(
            ["req", "-newkey", "rsa:2048", "-noenc", "-keyout", name + ".key", "-out", name + ".csr", .. Subject(name)]);
        var extensions = "basicConstraints=CA:" + (isAuthority ? "TRUE" : "FALSE")
            + "\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
        await File.WriteAllTextAsync(PathOf(name + ".cnf"), extensions);
        await RunAsync(
            [
                "x509", "-req", "-in", name + ".csr", "-CA", issuer + ".pem", "-CAkey", issuer + ".key", "-CAcreateserial",
                "-extfile", name + ".cnf", "-out", name + ".pem", "-days", "30",
            ]);
    }

    private async Task<byte[]> ExportAsync(string name, params string[] options)
    {
        await RunAsync(
            [
                "pkcs12", "-export", "-in", name + ".pem", "-inkey", name + ".key", "-out", name + ".pfx",
                "-passout", "env:PFX_PASSWORD",
                .. options,
            ]);
        return await File.ReadAllBytesAsync(PathOf(name + ".pfx"));
    }

    private Task RunAsync(string[] arguments) =>
        OpenSsl.RunAsync(arguments, environment: Environment, workingFolder: _folder.Path);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    // openssl writes PBMAC1 (RFC 9579) only since 3.4, so the integrity check of a finished file is replaced.
    private static byte[] WithPbmac1(byte[] pfx)
    {
        var file = new AsnReader(pfx, AsnEncodingRules.BER).ReadSequence();
        file.ReadInteger();
        var authSafe = file.ReadEncodedValue();
        var info = new AsnReader(authSafe, AsnEncodingRules.BER).ReadSequence();
        info.ReadObjectIdentifier();
        var content = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadOctetString();

        var salt = RandomNumberGenerator.GetBytes(16);
        var key = Rfc2898DeriveBytes.Pbkdf2(PfxCase.Password, salt, DefaultIterations, HashAlgorithmName.SHA256, 32);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(3);
            writer.WriteEncodedValue(authSafe.Span);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    WritePbmac1Algorithm(writer, salt);
                    writer.WriteOctetString(HMACSHA256.HashData(key, content));
                }

                writer.WriteOctetString("NOT USED"u8);
                writer.WriteInteger(1);
            }
        }

        return writer.Encode();
    }

    private static void WritePbmac1Algorithm(AsnWriter writer, byte[] salt)
    {
        using var algorithm = writer.PushSequence();
        writer.WriteObjectIdentifier("1.2.840.113549.1.5.14");
        using var parameters = writer.PushSequence();
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.5.12");
            using var pbkdf2 = writer.PushSequence();
            writer.WriteOctetString(salt);
            writer.WriteInteger(DefaultIterations);
            writer.WriteInteger(32);
            WriteHmacSha256(writer);
        }

        WriteHmacSha256(writer);
    }

    private static void WriteHmacSha256(AsnWriter writer)
    {
        using var function = writer.PushSequence();
        writer.WriteObjectIdentifier("1.2.840.113549.2.9");
        writer.WriteNull();
    }
}
