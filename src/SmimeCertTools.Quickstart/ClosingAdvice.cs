using System;
using System.Collections.Generic;
using System.IO;

namespace SmimeCertTools.Quickstart;

/// <summary>What to type next: commands that work as they stand, from the folder where the quickstart was started.</summary>
internal static class ClosingAdvice
{
    /// <summary>What a command's line begins with; all other lines are text.</summary>
    public const string CommandIndent = "    ";

    /// <summary>The lines.</summary>
    /// <param name="currentFolder">Where the user stands.</param>
    /// <param name="repository">The checkout.</param>
    /// <param name="manifest">The staged module's manifest.</param>
    /// <param name="packageShell">The package's pwsh.dll where no PowerShell is installed, else null.</param>
    public static IEnumerable<string> Create(string currentFolder, string repository, string manifest, string? packageShell)
    {
        string Near(string path) => Shortest(currentFolder, path);
        var sandbox = Quoted(Near(Path.Combine(repository, "src", "SmimeCertTools.Sandbox")));
        var rollout = Near(Path.Combine(repository, "docs", "samples", "rollout.ps1"));
        yield return "Do it yourself, without a tenant. A sandbox with a user's PFX file, a CA and a connector key:";
        yield return $"{CommandIndent}dotnet run --project {sandbox} -- --new-samples rehearsal";
        yield return $"{CommandIndent}dotnet run --project {sandbox} -- --connector-key rehearsal/connector-private.pem";
        if (packageShell is not null)
        {
            yield return "It stays open. In a second terminal, PowerShell (there is none on the PATH, so this is the package's):";
            yield return $"{CommandIndent}dotnet {Quoted(packageShell)}";
            yield return "There, the module:";
        }
        else
        {
            yield return "It stays open. In a second terminal, in PowerShell, the module:";
        }

        yield return $"{CommandIndent}Import-Module {Quoted(Near(manifest))}";
        yield return "Then the two lines that the sandbox shows, to connect, and:";
        yield return $"{CommandIndent}{(Quoted(rollout) == rollout ? rollout : "& " + Quoted(rollout))} -GroupName 'Mail users'"
            + " -RootCertificatePath rehearsal/root.cer -IntermediateCertificatePath rehearsal/issuing.cer"
            + " -CertificationAuthority ca1.contoso.com -CertificationAuthorityName 'Contoso Issuing CA 1'"
            + " -CertificateTemplateName ContosoSmimeSigning -AccountName Contoso -WhatIf";
        yield return $"{CommandIndent}Import-SmimeUserPfx -ManifestPath rehearsal/users.csv "
            + "-PublicKeyPath rehearsal/connector-public.pem -WhatIf";
        yield return "Without -WhatIf they do it. With your own tenant:";
        yield return $"{CommandIndent}Get-Help Connect-SmimeGraph -Examples";
        yield return $"{CommandIndent}Get-Help about_SmimeCertTools";
    }

    // "./" in front: PowerShell runs no script of the current folder without.
    private static string Shortest(string currentFolder, string path)
    {
        var relative = Path.GetRelativePath(currentFolder, path);
        return Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal)
            ? path : "." + Path.DirectorySeparatorChar + relative;
    }

    // PowerShell, sh and cmd alike; only PowerShell's own apostrophe is its business alone.
    private static string Quoted(string path) => path.AsSpan().IndexOfAnyExcept(s_plain) < 0 ? path : $"\"{path}\"";

    private static readonly System.Buffers.SearchValues<char> s_plain = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/\\:._-+~");
}
