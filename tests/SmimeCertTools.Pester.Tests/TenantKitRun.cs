using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Pester.Tests;

/// <summary>One answer in the kit's file.</summary>
internal sealed record TenantAnswer(string Id, string Answer, string? Assumed, bool Agrees);

/// <summary>The kit's file.</summary>
internal sealed record TenantAnswers(string Module, string Day, IReadOnlyList<TenantAnswer> Answers);

/// <summary>
/// A run of tests/live/Invoke-TenantKit.ps1 against a sandbox that has records of others, a record of the test user, a connector
/// and what a killed run of the kit left behind.
/// </summary>
public sealed partial class TenantKitRun : IAsyncDisposable
{
    internal const string User = "kit@contoso.com";
    internal const string Leftover = "SmimeCertTools-Kit-00000000000000000000000000000000";
    private const int Others = 101;

    private readonly TempFolder _folder = new();
    private SandboxHost? _host;

    internal SandboxHost Host => _host!;

    /// <summary>What was there before, and is not the kit's.</summary>
    internal IReadOnlyList<StoredUserPfx> Foreign { get; private set; } = [];

    internal PowerShellOutcome Outcome { get; private set; } = new(-1, "", "");

    internal string AnswersText { get; private set; } = "";

    internal TenantAnswers? Answers { get; private set; }

    /// <summary>Runs the kit once, signing in by device code.</summary>
    internal static async Task<TenantKitRun> StartAsync()
    {
        var run = new TenantKitRun();
        var client = new SandboxClient();
        run._host = await SandboxHost.StartAsync(new SandboxOptions { Clients = [client] });
        run.Fill();
        var answers = run._folder.Combine("answers.json");
        run.Outcome = await run.RunAsync(
            """
            & (Join-Path $env:KIT_FOLDER 'Invoke-TenantKit.ps1') -TenantId contoso.com `
                -TestUser $env:KIT_USER -ClientId $env:KIT_CLIENT `
                -GraphUri $env:KIT_GRAPH -LoginUri $env:KIT_GRAPH -ResultPath $env:KIT_ANSWERS
            """,
            new()
            {
                ["KIT_USER"] = User,
                ["KIT_CLIENT"] = client.ClientId.ToString(),
                ["KIT_GRAPH"] = run.Host.GraphUri.ToString(),
                ["KIT_ANSWERS"] = answers,
            });
        run.AnswersText = File.Exists(answers) ? await File.ReadAllTextAsync(answers) : "";
        run.Answers = run.AnswersText.Length == 0
            ? null
            : JsonSerializer.Deserialize<TenantAnswers>(run.AnswersText, JsonSerializerOptions.Web);
        return run;
    }

    /// <summary>Runs a script that knows where the kit and Pester are.</summary>
    internal async Task<PowerShellOutcome> RunAsync(string script, Dictionary<string, string?> variables)
    {
        var modules = _folder.Combine("modules");
        if (!Directory.Exists(modules))
        {
            PesterProcess.LayOutPester(Path.Combine(modules, "Pester"));
        }

        variables["KIT_FOLDER"] = RepositoryRoot.Combine("tests", "live");
        return await RealPowerShell.RunAsync(new PowerShellScript
        {
            Text = script,
            Environment = variables,
            ModulePaths = [modules],
            Timeout = TimeSpan.FromMinutes(10),
            OutputLine = line =>
            {
                if (UserCode().Match(line) is { Success: true } match)
                {
                    Host.AnswerDeviceCode(match.Groups[1].Value, User);
                }
            },
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _folder.Dispose();
    }

    private void Fill()
    {
        var other = Host.State.Users.Add("other@contoso.com");
        var user = Host.State.Users.Add(User);
        for (var i = 0; i < Others; i++)
        {
            Host.State.UserPfxCertificates.TryAdd(Record(other.Id, other.UserPrincipalName, "PFXEncryptionKey"));
        }

        Host.State.UserPfxCertificates.TryAdd(Record(user.Id, User, "PFXEncryptionKey"));
        Foreign = Host.State.UserPfxCertificates.All;
        Host.State.UserPfxCertificates.TryAdd(Record(user.Id, User, Leftover));
        Host.State.AddConnector(new SandboxConnector { MachineName = "srv1.contoso.com" });
    }

    private static StoredUserPfx Record(Guid user, string userPrincipalName, string keyName)
    {
        var thumbprint = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        return new StoredUserPfx
        {
            Id = $"{user:N}-{thumbprint}",
            UserPrincipalName = userPrincipalName,
            Thumbprint = thumbprint,
            IntendedPurpose = "smimeSigning",
            StartDateTime = DateTimeOffset.UtcNow.AddDays(-1),
            ExpirationDateTime = DateTimeOffset.UtcNow.AddDays(30),
            ProviderName = "Microsoft Software Key Storage Provider",
            KeyName = keyName,
            PaddingScheme = "oaepSha512",
            EncryptedPfxBlob = [0x30, 0],
            EncryptedPfxPassword = "AAAA",
            CreatedDateTime = DateTimeOffset.UtcNow,
            LastModifiedDateTime = DateTimeOffset.UtcNow,
        };
    }

    [GeneratedRegex(@"\(code (\S+?)\)")]
    private static partial Regex UserCode();
}
