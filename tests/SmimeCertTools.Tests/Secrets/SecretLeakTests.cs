using System;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Connection;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Secrets;

public sealed class SecretLeakTests
{
    [Fact]
    public async Task No_stream_holds_a_password_key_or_token()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var token = tenant.Host.IssueToken();
        var (path, _) = tenant.AddPfx("a.pfx");
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, tenant.Password, X509KeyStorageFlags.Exportable);
        using var rsa = certificate.GetRSAPrivateKey()!;
        var key = rsa.ExportParameters(includePrivateParameters: true);
        const string wrong = "Wr0ng-Secret-4711";
        var csv = tenant.Folder.Write("archive.csv", $"Path,Password\n\"a.pfx,{tenant.Password}\nx\"y,{wrong}\n");
        var bad = tenant.Folder.Write("bad.pfx", "bad");
        tenant.Host.Faults.Add("POST", TestTenant.RecordsPath, 400);

        var connected = await tenant.RunAsync(
            "param($Token, $Uri) Connect-SmimeGraph -AccessToken $Token -GraphUri $Uri -Verbose -Debug; Get-SmimeGraphContext",
            new() { ["Token"] = TestTenant.Secure(token), ["Uri"] = tenant.Host.GraphUri });
        const string options = "-Verbose -Debug -WarningAction Continue";
        var rows = new[]
        {
            tenant.CsvRow(TestTenant.Alice, path), tenant.CsvRow(TestTenant.Alice, path),
            tenant.CsvRow(TestTenant.Bob, path, wrong),
            tenant.CsvRow("nobody@contoso.com", path), tenant.CsvRow(TestTenant.Bob, bad, wrong),
        };
        var imported = await tenant.ImportAsync(rows, "-ThrottleLimit 1 " + options);
        var others = await tenant.RunAsync(
            "param($Path, $Password, $Key, $Csv) "
            + $"New-SmimeUserPfx $Path -UPN alice@contoso.com -Password $Password -PublicKeyPath $Key {options}; "
            + $"New-SmimeUserPfx $Path -UPN alice@contoso.com -Password '{wrong}' -PublicKeyPath $Key {options}; "
            + $"Get-SmimeUserPfx {options}; "
            + $"Get-UserCertHistory alice@contoso.com -ArchivePath $Csv {options}; "
            + $"Remove-SmimeUserPfx alice@contoso.com -All -Confirm:$false {options}",
            new() { ["Path"] = path, ["Password"] = tenant.Password, ["Key"] = tenant.KeyPath, ["Csv"] = csv });

        Assert.NotEmpty(imported.Errors);
        Assert.NotEmpty(imported.Verbose);
        Assert.NotEmpty(others.Output);
        var text = connected.AllText() + imported.AllText() + others.AllText();
        string[] secrets =
        [
            tenant.Password, wrong, token, token.Split('.')[2], Convert.ToBase64String(key.D!)[..32],
            Convert.ToHexString(key.D!)[..32],
            Convert.ToBase64String(key.P!)[..32], Convert.ToBase64String(rsa.ExportPkcs8PrivateKey())[64..128],
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }
}
