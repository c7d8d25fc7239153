using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Messages;
using SmimeCertTools.Profiles;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Profiles;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Messages;

/// <summary>Test-SmimeMessage against the sandbox: users whose certificates are delivered, waiting, archived and lost.</summary>
public sealed class TestSmimeMessageTests
{
    [Fact]
    public async Task A_delivered_certificate_is_told_with_its_device()
    {
        await using var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Devices.Add(
            "ALICE-PHONE", Sandbox.Devices.DevicePlatform.Ios, tenant.Host.State.Users.Find(TestTenant.Alice)!);
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");
        (await tenant.ImportFileAsync(path)).EnsureNoErrors();
        (await tenant.RunAsync("New-PkcsImportedProfile -Name Encryption -Platform iOS -IntendedPurpose SmimeEncryption "
            + "| Set-SmimeProfileAssignment -AllDevices")).EnsureNoErrors();
        Mail(tenant, "mail.eml", path);

        var found = Assert.Single(await CheckAsync(tenant, "mail.eml", "-ArchivePath alice.csv"));

        Assert.Equal(SmimeMessageVerdict.Delivered, found.Verdict);
        Assert.Equal((true, true, thumbprint, TestTenant.Alice),
            (found.InIntune, found.InArchive, found.Thumbprint, found.UserPrincipalName));
        Assert.Equal(["ALICE-PHONE"], found.Devices);
        Assert.Null(found.NextStep);

        // What devices report tells the certificate where no archive does.
        var without = Assert.Single(await CheckAsync(tenant, "mail.eml", $"-UserPrincipalName {TestTenant.Alice}"));
        Assert.Equal((SmimeMessageVerdict.Delivered, thumbprint), (without.Verdict, without.Thumbprint));
    }

    [Fact]
    public async Task The_next_step_imports_what_only_the_archive_has()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("alice's key.pfx");
        Mail(tenant, "mail.eml", path);

        var found = Assert.Single(await CheckAsync(tenant, "mail.eml", "-ArchivePath alice.csv"));

        Assert.Equal((SmimeMessageVerdict.InArchiveOnly, false, thumbprint, path),
            (found.Verdict, found.InIntune, found.Thumbprint, found.Path));
        Assert.StartsWith($"Import-SmimeUserPfx -LiteralPath '{path.Replace("'", "''", StringComparison.Ordinal)}' "
            + $"-UserPrincipalName {TestTenant.Alice} ", found.NextStep, StringComparison.Ordinal);

        // The command works as printed, beside the file of the connector's key and with the password that it asks for.
        File.Copy(tenant.KeyPath, tenant.Folder.Combine("connector-public.pem"), overwrite: true);
        var script = "param($Password, $Folder) $null = $ExecutionContext.SessionState.Path.SetLocation($Folder); "
            + found.NextStep + " -Password $Password";
        (await tenant.RunAsync(script, Parameters(tenant))).EnsureNoErrors();
        Assert.Equal(thumbprint, Assert.Single(tenant.Records).Thumbprint, ignoreCase: true);
        found = Assert.Single(await CheckAsync(tenant, "mail.eml", "-ArchivePath alice.csv"));
        Assert.Equal(SmimeMessageVerdict.InIntune, found.Verdict);
        Assert.Equal("Get-SmimeProfile -Kind ImportedPfx -CertificateState", found.NextStep);
    }

    [Fact]
    public async Task A_mail_for_another_and_a_lost_certificate_are_told_apart()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (bob, _) = tenant.AddPfx("bob.pfx", TestTenant.Bob);
        Mail(tenant, "bob.eml", bob);
        var (lost, _) = tenant.AddPfx("lost.pfx");
        Mail(tenant, "lost.eml", lost);
        WriteArchive(tenant, (bob, TestTenant.Bob));

        var result = await tenant.RunAsync(
            Script("bob.eml, lost.eml", "-UserPrincipalName alice@contoso.com -ArchivePath alice.csv"), Parameters(tenant));

        var found = result.EnsureNoErrors().OutputAs<SmimeMessageCertificate>();
        Assert.Equal([SmimeMessageVerdict.OtherUser, SmimeMessageVerdict.NotFound], found.Select(one => one.Verdict));
        Assert.Contains(TestTenant.Bob, found[0].NextStep, StringComparison.Ordinal);
        Assert.Equal($"Get-UserCertHistory {TestTenant.Alice}", found[1].NextStep);
        Assert.Contains(TestTenant.Alice, Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signed_mail_is_checked_and_its_root_looked_for_among_the_profiles()
    {
        await using var tenant = await TestTenant.StartAsync();
        var chain = TestTenant.Pki.CreateChain();
        var root = chain.Single(certificate => certificate.SubjectName.Name == certificate.IssuerName.Name);
        tenant.Folder.Write("root.cer", root.Export(X509ContentType.Cert));
        var (path, thumbprint) = tenant.AddPfx("signer.pfx", usage: CertificateUsage.Signing);
        Signed(tenant, "signed.p7m", path, chain);

        var found = Assert.Single(await CheckAsync(tenant, "signed.p7m"));
        Assert.Equal((SmimeMessageRole.Signer, SmimeMessageVerdict.RootNotDeployed, "Verified", thumbprint),
            (found.Role, found.Verdict, found.Signature, found.Thumbprint));
        Assert.Equal((true, true, (bool?)false), (found.ValidThen, found.ValidNow, found.RootDeployed));

        (await tenant.RunAsync("param($Path) New-TrustedRootProfile -Name Root -Platform iOS -CertificatePath $Path",
            new() { ["Path"] = tenant.Folder.Combine("root.cer") })).EnsureNoErrors();
        found = Assert.Single(await CheckAsync(tenant, "signed.p7m"));
        Assert.Equal(SmimeMessageVerdict.SignatureValid, found.Verdict);
        Assert.Equal(["Root"], found.RootProfiles);
    }

    [Fact]
    public async Task Without_a_connection_the_archive_tells_and_the_rest_stays_open()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var (path, thumbprint) = tenant.AddPfx("alice.pfx");
        Mail(tenant, "mail.eml", path);

        var archived = Assert.Single(await CheckAsync(tenant, "mail.eml", "-ArchivePath alice.csv"));
        var bare = Assert.Single(await CheckAsync(tenant, "mail.eml"));

        Assert.Equal((SmimeMessageVerdict.InArchive, null, true, thumbprint),
            (archived.Verdict, archived.InIntune, archived.InArchive, archived.Thumbprint));
        Assert.Equal((SmimeMessageVerdict.Unknown, null, null, "Connect-SmimeGraph"),
            (bare.Verdict, bare.InIntune, bare.InArchive, bare.NextStep));
        Assert.NotNull(bare.SerialNumber);
        Assert.Empty(tenant.Host.State.Requests.Entries);
    }

    [Fact]
    public async Task One_bad_file_is_one_error_and_the_others_go_on_in_the_order_of_input()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");
        Mail(tenant, "1.eml", path);
        tenant.Folder.Write("2.eml", Encoding.ASCII.GetBytes("From: a@contoso.com\r\nSubject: plain\r\n\r\nHello\r\n"));
        tenant.Folder.Write("3.msg", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]]);
        Mail(tenant, "4.eml", path);

        var result = await tenant.RunAsync(
            "param($Folder) Get-ChildItem $Folder -File | Where-Object Extension -in .eml, .msg "
                + "| Test-SmimeMessage -ThrottleLimit 3",
            new() { ["Folder"] = tenant.Folder.Path });

        Assert.Equal(["MessageNotSmime", "MessageOutlookItem"], result.ErrorIds.Order());
        Assert.Equal(["1.eml", "4.eml"], result.OutputAs<SmimeMessageCertificate>().Select(one => one.FileName));
    }

    [Fact]
    public async Task An_unknown_user_is_named()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, _) = tenant.AddPfx("alice.pfx");
        Mail(tenant, "mail.eml", path);

        var result = await tenant.RunAsync(Script("mail.eml", "-UserPrincipalName nobody@contoso.com"), Parameters(tenant));

        Assert.Equal("UserNotFound", Assert.Single(result.ErrorIds));
        Assert.Empty(result.Output);
    }

    private static async Task<IReadOnlyList<SmimeMessageCertificate>> CheckAsync(
        TestTenant tenant, string file, string options = "") =>
        (await tenant.RunAsync(Script(file, options), Parameters(tenant))).EnsureNoErrors().OutputAs<SmimeMessageCertificate>();

    private static string Script(string files, string options) =>
        "param($Folder, $Password) $null = $ExecutionContext.SessionState.Path.SetLocation($Folder); "
        + $"Test-SmimeMessage -Path {files} {options}"
        + (options.Contains("-ArchivePath", StringComparison.Ordinal) ? " -ArchivePassword $Password" : string.Empty);

    private static Dictionary<string, object?> Parameters(TestTenant tenant) => new()
    {
        ["Folder"] = tenant.Folder.Path,
        ["Password"] = TestTenant.Secure(tenant.Password),
    };

    // A mail for the certificate in a PFX file, which an archive's list gives to its user.
    private static void Mail(TestTenant tenant, string name, string pfx)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(pfx, tenant.Password);
        var envelope = new EnvelopedCms(new ContentInfo(Encoding.ASCII.GetBytes("Content-Type: text/plain\r\n\r\nHello\r\n")));
        envelope.Encrypt(new CmsRecipient(certificate));
        tenant.Folder.Write(name, Encoding.ASCII.GetBytes(
            "From: sender@contoso.com\r\nSubject: Secret\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(envelope.Encode(), Base64FormattingOptions.InsertLineBreaks) + "\r\n"));
        WriteArchive(tenant, (pfx, TestTenant.Alice));
    }

    private static void WriteArchive(TestTenant tenant, params (string Path, string User)[] rows) => File.WriteAllLines(
        tenant.Folder.Combine("alice.csv"),
        ["Path,UserPrincipalName,Password", .. rows.Select(row => $"\"{row.Path}\",{row.User},")]);

    private static void Signed(TestTenant tenant, string name, string pfx, IEnumerable<X509Certificate2> chain)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(pfx, tenant.Password);
        var cms = new SignedCms(new ContentInfo(Encoding.ASCII.GetBytes("Content-Type: text/plain\r\n\r\nHello\r\n")));
        var signer = new CmsSigner(certificate) { IncludeOption = X509IncludeOption.EndCertOnly };
        foreach (var authority in chain.Where(one => one.SubjectName.Name != one.IssuerName.Name))
        {
            signer.Certificates.Add(authority);
        }

        signer.SignedAttributes.Add(new Pkcs9SigningTime(DateTime.UtcNow));
        cms.ComputeSignature(signer);
        tenant.Folder.Write(name, cms.Encode());
    }
}
