using System;
using System.Collections;
using System.Collections.Generic;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;

namespace SmimeCertTools.Tests.Pfx;

/// <summary>A folder with PFX files and a runspace with the cmdlets; nobody is signed in.</summary>
internal sealed class PfxFolder : IAsyncDisposable
{
    private PfxFolder(TestTenant tenant) => Tenant = tenant;

    public TestTenant Tenant { get; }

    public static async Task<PfxFolder> CreateAsync() => new(await TestTenant.StartAsync(connect: false));

    /// <summary>Writes a file with the chain of its certificate and returns its path and thumbprint.</summary>
    public (string Path, string Thumbprint) Add(
        string name,
        CertificateUsage usage = CertificateUsage.Encryption,
        string user = TestTenant.Alice,
        PfxEncryption encryption = PfxEncryption.TripleDesSha1,
        int fromDay = -30)
    {
        var start = DateTimeOffset.UtcNow.AddDays(fromDay);
        using var certificate = TestTenant.Pki.Issue(new PersonCertificate
        {
            MailAddress = user,
            UserPrincipalName = user,
            Usage = usage,
            NotBefore = start,
            NotAfter = start.AddDays(365),
        });
        var chain = TestTenant.Pki.CreateChain();
        var content = PfxWriter.Write(
            certificate,
            Tenant.Password,
            new PfxWriteOptions { Encryption = encryption, Chain = chain, FriendlyName = name });
        foreach (var authority in chain)
        {
            authority.Dispose();
        }

        return (Tenant.Folder.Write(name, content), certificate.Thumbprint);
    }

    /// <summary>Runs a script in the folder; $Password is the files', $Wrong another.</summary>
    public Task<ShellResult> RunAsync(string script, IEnumerable? input = null) =>
        Tenant.RunAsync(Body(script), Parameters(), input);

    /// <summary>Runs a script in the folder and shows what comes as a console would.</summary>
    public Task<ShellResult> RenderAsync(string script) => Tenant.Shell.RenderAsync(Body(script), Parameters());

    public ValueTask DisposeAsync() => Tenant.DisposeAsync();

    private static string Body(string script) =>
        "param($Folder, $Password, $Wrong, $Key) $null = $ExecutionContext.SessionState.Path.SetLocation($Folder); " + script;

    private Dictionary<string, object?> Parameters() => new()
    {
        ["Folder"] = Tenant.Folder.Path,
        ["Password"] = TestTenant.Secure(Tenant.Password),
        ["Wrong"] = TestTenant.Secure("not the password"),
        ["Key"] = Tenant.KeyPath,
    };
}
