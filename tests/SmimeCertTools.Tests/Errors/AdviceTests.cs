using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Hosting;
using SmimeCertTools.Pfx;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Errors;

/// <summary>Errors advise only parameters that the cmdlet has.</summary>
public sealed partial class AdviceTests
{
    // Parameters of every cmdlet and of PowerShell's own (such as those of Where-Object), and a mode of ciphers.
    private static readonly HashSet<string> s_elsewhere =
        ["Verbose", "CBC", "WhatIf", "Confirm", "AsSecureString", "Encoding", "ErrorAction", "Type",
            "Property", "Examples", "EQ", "In", "Like"];

    private static readonly Dictionary<string, HashSet<string>> s_parameters = typeof(ImportSmimeUserPfxCommand).Assembly
        .GetTypes()
        .Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null)
        .ToDictionary(
            type => type.GetCustomAttribute<CmdletAttribute>() is { } name ? $"{name.VerbName}-{name.NounName}" : "",
            type => type.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute)))
                .Select(property => property.Name).ToHashSet(StringComparer.Ordinal));

    [Fact]
    public async Task A_missing_file_is_answered_with_parameters_of_the_cmdlet_alone()
    {
        await using var bench = await PfxBench.StartAsync();
        var seen = 0;
        foreach (var (name, script) in Commands())
        {
            foreach (var path in new[] { "nowhere.pfx", "nowhere[1]*.pfx", "' '" })
            {
                var result = await bench.RunAsync(script.Replace("PATH", path, StringComparison.Ordinal));
                foreach (var error in result.AllErrors.Where(
                    error => error.FullyQualifiedErrorId.StartsWith("Path", StringComparison.Ordinal)))
                {
                    seen++;
                    var advised = Advised().Matches(error.ToString()).Select(match => match.Groups[1].Value).ToList();
                    Assert.All(advised, parameter => Assert.True(
                        s_parameters[name].Contains(parameter), $"{name} has no -{parameter}: {error}"));
                }
            }
        }

        Assert.True(seen >= Commands().Count(), $"Only {seen} errors were seen.");
    }

    [Fact]
    public void Messages_name_no_parameter_that_no_cmdlet_has()
    {
        var known = s_parameters.Values.SelectMany(names => names).Concat(s_elsewhere).ToHashSet(StringComparer.Ordinal);
        var sources = new[] { "SmimeCertTools", "SmimeCertTools.Core" }.SelectMany(project => Directory.EnumerateFiles(
            RepositoryRoot.Combine("src", project), "*.cs", SearchOption.AllDirectories));
        var unknown = sources
            .Where(path => !path.Contains(
                $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(path).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .SelectMany(line => Literal().Matches(line))
                .SelectMany(literal => Advised().Matches(literal.Value))
                .Select(match => match.Groups[1].Value).Where(name => !known.Contains(name))
                .Select(name => $"{Path.GetFileName(path)}: -{name}"))
            .Distinct(StringComparer.Ordinal).ToList();

        Assert.Empty(unknown);
    }

    private static IEnumerable<(string Name, string Script)> Commands() =>
    [
        ("Get-SmimePfx", "Get-SmimePfx -Path PATH"),
        ("Test-SmimePfx", "Test-SmimePfx -Path PATH -Password $Password"),
        ("Convert-SmimePfx",
            "Convert-SmimePfx -Path PATH -Password $Password -NewPassword $NewPassword -DestinationPath out.pfx"),
        ("New-SmimeUserPfx",
            "New-SmimeUserPfx -Path x.pfx -UserPrincipalName a@contoso.com -Password $Password -PublicKeyPath PATH"),
        ("Get-SmimeConnectorKey", "Get-SmimeConnectorKey -Path PATH -Password $Password"),
        ("Import-SmimeConnectorKey", "Import-SmimeConnectorKey -Path PATH -Password $Password"),
        ("Test-SmimeConnectorKey", "Test-SmimeConnectorKey -Path PATH -Password $Password"),
        ("Test-SmimePfx", "Test-SmimePfx -Path x.pfx -Password $Password -PublicKeyPath PATH"),
        ("Import-SmimeUserPfx", "Import-SmimeUserPfx -ManifestPath PATH -WhatIf"),
        ("Connect-SmimeGraph",
            "Connect-SmimeGraph -ClientId 6f0c2d4e-1b7a-4c53-9e0d-2f3a4b5c6d7e -TenantId contoso.com -CertificatePath PATH"),
    ];

    [GeneratedRegex(@"(?<![\w-])-([A-Z][A-Za-z]+)\b(?!-)")]
    private static partial Regex Advised();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Literal();
}
