using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;

namespace SmimeCertTools.Tests.Profiles;

/// <summary>What tests of cmdlets about profiles do with a tenant.</summary>
internal static class ProfileTenant
{
    public static IReadOnlyList<IntuneEntity> Profiles(this TestTenant tenant) => tenant.Host.State.Profiles.All;

    /// <summary>Requests other than reads.</summary>
    public static IReadOnlyList<string> Written(this TestTenant tenant) =>
        [.. tenant.Host.State.Requests.Entries.Where(entry => entry.Method != "GET").Select(entry => entry.Method)];

    /// <summary>Writes the chain of the test CA as PEM.</summary>
    public static string WriteChain(this TestTenant tenant)
    {
        var pem = new StringBuilder();
        foreach (var certificate in TestTenant.Pki.CreateChain())
        {
            pem.AppendLine(certificate.ExportCertificatePem());
            certificate.Dispose();
        }

        return tenant.Folder.Write("chain.pem", pem.ToString());
    }

    public static string WriteRoot(this TestTenant tenant) =>
        tenant.Folder.Write("root.cer", TestTenant.Pki.Root.RawData);

    public static Task<ShellResult> NewRootAsync(this TestTenant tenant, string options) => tenant.RunAsync(
        $"param($Path) New-TrustedRootProfile -CertificatePath $Path {options}", new() { ["Path"] = tenant.WriteRoot() });

    /// <summary>Creates a profile of a kind whose cmdlet is not what is tested.</summary>
    public static async Task<IntuneProfile> PublishAsync(
        this TestTenant tenant, string name, ProfileSettings settings, SmimePlatform platform = SmimePlatform.IOS)
    {
        using var token = SecretText.Copy(tenant.Host.IssueToken());
        using var connection = await Core.Graph.Connection.GraphConnection.ConnectAsync(
            new Core.Graph.AccessTokenGraphCredential { Token = token },
            new Core.Graph.GraphConnectionOptions { GraphUri = tenant.Host.GraphUri }, default);
        var publisher = new IntuneClient(connection).CreatePublisher();
        var plan = await publisher.PlanAsync(
            new ProfileRequest { Settings = settings, Platform = platform, DisplayName = name }, default);
        return (await publisher.ExecuteAsync(plan, default)).Profile;
    }

    public static ImportedPfxSettings Imported(UserPfxPurpose purpose = UserPfxPurpose.SmimeEncryption) =>
        new() { IntendedPurpose = purpose };
}
