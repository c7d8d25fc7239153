using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>
/// The files that the documentation's examples name. Keys take long to make, so the files are made once for all tests; each
/// works on copies.
/// </summary>
internal sealed class HelpFiles
{
    private static readonly Lazy<HelpFiles> LazyShared = new(() => new HelpFiles());

    private readonly TempFolder folder = new();
    private readonly string connectorKeyPem;

    private HelpFiles()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        using var key = ConnectorKeyPair.Create(keyName: KeyName);
        connectorKeyPem = key.ExportPrivateKeyPem(Password);
        WriteFiles(key);
    }

    /// <summary>Those of this process.</summary>
    public static HelpFiles Shared => LazyShared.Value;

    /// <summary>The password of all files.</summary>
    public string Password { get; } = RandomPassword.Create(20);

    private static string KeyName => "PFXEncryptionKey";

    /// <summary>The connector's key, which the caller disposes.</summary>
    public ConnectorKeyPair OpenConnectorKey() => ConnectorKeyPair.FromPem(connectorKeyPem, Password, keyName: KeyName);

    /// <summary>Copies all files into a folder.</summary>
    public void CopyTo(TempFolder target)
    {
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            var copy = target.Combine(Path.GetRelativePath(folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        target.Write(
            "results.csv",
            "Time,RunId,UserPrincipalName,Path,Thumbprint,Status,ErrorId\n\"2026-11-28T09:00:00Z\",\"1f\",\"carol@contoso.com\","
            + $"\"{target.Combine("carol-2026.pfx")}\",\"\",\"Failed\",\"GraphServiceUnavailable\"\n");
    }

    private void WriteFiles(ConnectorKeyPair key)
    {
        using var factory = new CertificateFactory("Contoso");
        WriteAuthorities(factory);
        Directory.CreateDirectory(folder.Combine("archive"));
        Write(factory, "alice-2024.pfx", "alice", CertificateUsage.Encryption, -900, -500, archived: true);
        Write(factory, "alice-2025.pfx", "alice", CertificateUsage.Encryption, -520, -100, archived: true);
        Write(factory, "alice-2026.pfx", "alice", CertificateUsage.Encryption, -120, 300, archived: true);
        Write(factory, "alice-signing.pfx", "alice", CertificateUsage.Signing, -120, 300);
        Write(factory, "bob-2026.pfx", "bob", CertificateUsage.Encryption, -120, 300, archived: true);
        Write(factory, "bob-dual.pfx", "bob", CertificateUsage.Dual, -100, 320);
        Write(factory, "carol-2026.pfx", "carol", CertificateUsage.Encryption, -120, 300);
        Write(factory, "alice.pfx", "alice", CertificateUsage.Encryption, -120, 300);
        Write(factory, "app.pfx", "app", CertificateUsage.Signing, -1, 300);
        WriteBoth(factory, "alice-both.pfx");
        var owner = new PersonCertificate { MailAddress = "app@contoso.com", Usage = CertificateUsage.Signing };
        using (var app = factory.Issue(owner))
        {
            folder.Write("app.pem", app.ExportCertificatePem());
        }

        folder.Write("connector-public.pem", key.PublicKeyPem);
        folder.Write("connector.pem", connectorKeyPem);
        string[] rows =
        [
            "UserPrincipalName,Path,Password,IntendedPurpose",
            $"alice@contoso.com,alice-2026.pfx,{Password},",
            $"alice@contoso.com,alice-signing.pfx,{Password},Signing",
            $"bob@contoso.com,bob-2026.pfx,{Password},SmimeEncryption",
            $"carol@contoso.com,carol-2026.pfx,{Password},",
        ];
        folder.Write("users.csv", string.Join('\n', rows) + "\n");
        WriteExport();
        folder.Write("list.csv", "UserPrincipalName;Path\ncarol@contoso.com;carol-2026.pfx\n");
    }

    // What a CA exported, with the passwords in a list of their own.
    private void WriteExport()
    {
        Directory.CreateDirectory(folder.Combine("ca-export", "2025"));
        File.Copy(folder.Combine("alice-2025.pfx"), folder.Combine("ca-export", "2025", "alice@contoso.com_enc.p12"));
        File.Copy(folder.Combine("bob-2026.pfx"), folder.Combine("ca-export", "4711-bob.pfx"));
        File.Copy(folder.Combine("carol-2026.pfx"), folder.Combine("ca-export", "5D00A1.pfx"));
        folder.Write("passwords.csv", $"Owner,Password\nsomebody else,{RandomPassword.Create(12)}\nall of 2025,{Password}\n");
    }

    private void Write(CertificateFactory factory, string name, string person, CertificateUsage usage, int fromDay, int toDay,
        bool archived = false)
    {
        var today = DateTimeOffset.UtcNow.Date;
        using var certificate = factory.Issue(new PersonCertificate
        {
            MailAddress = $"{person}@contoso.com",
            UserPrincipalName = $"{person}@contoso.com",
            Usage = usage,
            NotBefore = today.AddDays(fromDay),
            NotAfter = today.AddDays(toDay),
        });
        var content = PfxWriter.Write(certificate, Password);
        folder.Write(name, content);
        if (name == "alice-2026.pfx")
        {
            folder.Write("mail.eml", HelpMail.For(certificate));
        }

        if (archived)
        {
            folder.Write(Path.Combine("archive", name), content);
        }
    }

    private void WriteBoth(CertificateFactory factory, string name)
    {
        using var encryption = factory.Issue(new PersonCertificate { MailAddress = "alice@contoso.com" });
        using var signing = factory.Issue(
            new PersonCertificate { MailAddress = "alice@contoso.com", Usage = CertificateUsage.Signing });
        var both = new X509Certificate2Collection(new[] { encryption, signing });
        folder.Write(name, both.Export(X509ContentType.Pkcs12, Password)!);
    }

    private void WriteAuthorities(CertificateFactory factory)
    {
        folder.Write("contoso-root.cer", factory.Root.RawData);
        folder.Write("root.cer", factory.Root.RawData);
        folder.Write("contoso-issuing.pem", factory.Issuing.ExportCertificatePem());
        folder.Write("contoso-chain.pem", factory.Issuing.ExportCertificatePem() + "\n" + factory.Root.ExportCertificatePem());
        using var person = factory.Issue(new PersonCertificate { MailAddress = "alice@contoso.com" });
        var all = new X509Certificate2Collection(person);
        all.AddRange(factory.CreateChain().ToArray());
        folder.Write("alice-chain.pfx", all.Export(X509ContentType.Pkcs12, Password)!);
    }
}
