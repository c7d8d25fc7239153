using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using Org.BouncyCastle.Pkcs;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx.Writing;

/// <summary>Other programs open what this library writes, and see the algorithms that were chosen.</summary>
public sealed class PfxWriterToolTests : IDisposable
{
    private const int Iterations = 2000;

    private readonly TempFolder _folder = new();
    private readonly SourcePfx _source = new();
    private readonly string _password = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(15));

    public static TheoryData<SmimePfxEncryption, bool> Cases() => new()
    {
        { SmimePfxEncryption.TripleDesSha1, true },
        { SmimePfxEncryption.TripleDesSha1, false },
        { SmimePfxEncryption.Aes256Sha256, true },
        { SmimePfxEncryption.Aes256Sha256, false },
    };

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [ToolTheory("openssl")]
    [MemberData(nameof(Cases))]
    public async Task Openssl_opens_it_and_names_its_algorithms(SmimePfxEncryption scheme, bool withNames)
    {
        var (path, expected) = WriteFile(scheme, withNames);
        var environment = new Dictionary<string, string> { ["PFX_PASSWORD"] = _password, ["PFX_PATH"] = path };

        // What -info finds goes to the standard error.
        var output = await ToolProcess.RunAsync(
            "sh", ["-c", "openssl pkcs12 -info -in \"$PFX_PATH\" -passin env:PFX_PASSWORD -noenc 2>&1"], null, environment);

        var text = Encoding.UTF8.GetString(output);
        string[] lines = scheme == SmimePfxEncryption.TripleDesSha1
            ?
            [
                "MAC: sha1, Iteration 2000",
                "MAC length: 20, salt length: 16",
                "PKCS7 Encrypted data: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2000",
                "Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2000",
            ]
            :
            [
                "MAC: sha256, Iteration 2000",
                "MAC length: 32, salt length: 16",
                "PKCS7 Encrypted data: PBES2, PBKDF2, AES-256-CBC, Iteration 2000, PRF hmacWithSHA256",
                "Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 2000, PRF hmacWithSHA256",
            ];
        Assert.All(lines, line => Assert.Contains(line, text));
        Assert.Equal(withNames, text.Contains("friendlyName: Alice", StringComparison.Ordinal));
        Assert.Equal(2, text.Split("BEGIN PRIVATE KEY").Length - 1);
        Assert.Equal(expected, ThumbprintsOf(text));
    }

    [ToolTheory(Keytool.Program)]
    [MemberData(nameof(Cases))]
    public async Task Keytool_opens_it(SmimePfxEncryption scheme, bool withNames)
    {
        var (path, expected) = WriteFile(scheme, withNames);

        var listing = await Keytool.ReadAsync(path, _password);

        // It lists the pairs with their chains: Alice, Middle, Root; Bob.
        Assert.Equal(2, listing.PrivateKeys);
        Assert.Equal(expected.Order(), listing.Thumbprints.Distinct().Order());
    }

    [ToolTheory(Pk12Util.Program)]
    [MemberData(nameof(Cases))]
    public async Task Nss_opens_it(SmimePfxEncryption scheme, bool withNames)
    {
        var (path, expected) = WriteFile(scheme, withNames);

        var listing = await Pk12Util.ReadAsync(path, _password);

        Assert.Equal(2, listing.PrivateKeys);
        Assert.Equal(expected.Order(), listing.Thumbprints.Order());
    }

    [ToolTheory(CertTool.Program)]
    [MemberData(nameof(Cases))]
    public async Task Gnutls_opens_it(SmimePfxEncryption scheme, bool withNames)
    {
        var (path, expected) = WriteFile(scheme, withNames);

        var listing = await CertTool.ReadAsync(path, _password);

        Assert.Equal(2, listing.PrivateKeys);
        Assert.Equal(expected, listing.Thumbprints);
        Assert.Contains(scheme == SmimePfxEncryption.TripleDesSha1 ? "MAC: SHA1" : "MAC: SHA256", listing.Text);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dotnet_opens_it(SmimePfxEncryption scheme, bool withNames)
    {
        var (path, expected) = WriteFile(scheme, withNames);

        var loaded = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, _password);

        Assert.Equal(expected.Order(), loaded.Select(certificate => certificate.Thumbprint).Order());
        Assert.Equal(
            ["CN=Alice", "CN=Bob"],
            loaded.Where(certificate => certificate.HasPrivateKey).Select(c => c.Subject).Order());
        foreach (var certificate in loaded)
        {
            certificate.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bouncy_castle_opens_it(SmimePfxEncryption scheme, bool withNames)
    {
        var (path, expected) = WriteFile(scheme, withNames);
        var store = new Pkcs12StoreBuilder().Build();

        using (var stream = File.OpenRead(path))
        {
            store.Load(stream, _password.ToCharArray());
        }

        var keys = store.Aliases.Where(store.IsKeyEntry).ToList();
        Assert.Equal(2, keys.Count);
        var chains = keys.SelectMany(store.GetCertificateChain).Select(entry => Thumbprint(entry.Certificate.GetEncoded()));
        Assert.Equal(expected.Order(), chains.Distinct().Order());
    }

    private static string Thumbprint(byte[] certificate)
    {
        using var loaded = X509CertificateLoader.LoadCertificate(certificate);
        return loaded.Thumbprint;
    }

    private static List<string> ThumbprintsOf(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return [.. certificates.Select(certificate => certificate.Thumbprint)];
    }

    // Alice with two issuers, and Bob, whose certificate is self-signed.
    private (string Path, IReadOnlyList<string> Thumbprints) WriteFile(SmimePfxEncryption scheme, bool withNames)
    {
        var root = _source.Make("Root", isAuthority: true);
        var middle = _source.Make("Middle", root, isAuthority: true);
        _source.AddPair(_source.Make("Alice", middle), "Alice").AddPair(_source.Make("Bob"), "Bob");
        using var contents = _source.AddCertificate(root).AddCertificate(middle).Open();
        using var password = SecretText.Copy(_password);
        var options = new PfxConvertOptions
        {
            Write = new() { Encryption = scheme, Iterations = Iterations, IncludeFriendlyNames = withNames },
        };
        var file = Assert.Single(PfxConverter.Convert(contents, password, options));
        return (
            _folder.Write("written.pfx", file.Content),
            [.. file.Certificates.Concat(file.OtherCertificates).Select(certificate => certificate.Thumbprint)]);
    }
}
