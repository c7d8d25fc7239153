using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>
/// What a rehearsal needs besides the connector key: a CA's certificates, PFX files of the sandbox's user anna, and the list that
/// imports them. The tests of tests/pester take them too, since not every system that they run on can make a certificate with its
/// key.
/// </summary>
public static class SampleFiles
{
    private const string Address = "anna@contoso.com";

    /// <summary>
    /// Makes the folder and all files in it; samples.json tells scripts their names, passwords and thumbprints.
    /// </summary>
    /// <exception cref="IOException">A file exists already or cannot be written.</exception>
    public static void Create(string folder, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ConnectorKeyFiles.Create(folder, output);
        using var authority = new CertificateFactory();
        NewFile.Write(Path.Combine(folder, "root.cer"), authority.Root.RawData);
        NewFile.Write(Path.Combine(folder, "issuing.cer"), authority.Issuing.RawData);

        using var issued = authority.Issue(new PersonCertificate { MailAddress = Address, CommonName = "Anna Demo" });
        using var selfSigned = CreateSelfSigned();
        var issuedPassword = RandomPassword.Create();
        var selfSignedPassword = RandomPassword.Create();
        NewFile.Write(Path.Combine(folder, "anna.pfx"),
            PfxWriter.Write(issued, issuedPassword, new PfxWriteOptions { Chain = authority.CreateChain() }));
        NewFile.Write(Path.Combine(folder, "self-signed.pfx"), PfxWriter.Write(selfSigned, selfSignedPassword));

        // Its path is relative: the list goes with its files.
        NewFile.Write(Path.Combine(folder, "users.csv"),
            $"UserPrincipalName,Path,Password,IntendedPurpose\n{Address},anna.pfx,{issuedPassword},smimeEncryption\n");
        NewFile.Write(Path.Combine(folder, "samples.json"), JsonSerializer.Serialize(
            new
            {
                userPrincipalName = Address,
                issued = new { path = "anna.pfx", password = issuedPassword, thumbprint = issued.Thumbprint },
                selfSigned = new { path = "self-signed.pfx", password = selfSignedPassword, thumbprint = selfSigned.Thumbprint },
                root = new { path = "root.cer", thumbprint = authority.Root.Thumbprint },
                issuing = new { path = "issuing.cer", thumbprint = authority.Issuing.Thumbprint },
                connectorPublicKey = "connector-public.pem",
                connectorPrivateKey = "connector-private.pem",
            },
            JsonSerializerOptions.Web) + "\n");
        output.WriteLine($"""

            PFX files of {Address}, for -ManifestPath:  {Path.Combine(folder, "users.csv")}
            The CA that issued one of them:                 {Path.Combine(folder, "root.cer")}, {Path.Combine(
                folder, "issuing.cer")}
            """);
    }

    // For encryption alone and without an extended key usage: what people make who have no CA.
    private static X509Certificate2 CreateSelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={Address}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress(Address);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(300));
    }
}
