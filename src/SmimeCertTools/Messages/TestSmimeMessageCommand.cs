using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Messages;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.UserPfx;

namespace SmimeCertTools.Messages;

/// <summary>
/// Tells which certificates open a message and whether the user has them, and what its signatures are worth. Nothing is
/// decrypted. Messages come in the order of input.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "SmimeMessage", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SmimeMessageCertificate))]
public sealed class TestSmimeMessageCommand : ArchiveCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ConcurrentQueue<string> _notes = new();
    private FileItems? _files;
    private MessageChecker? _checker;
    private NextSteps? _steps;

    /// <summary>Messages; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [TextTransform(AllowMany = true, AllowScriptBlock = true)]
    public object? Path { get; set; }

    /// <summary>Messages by exact name.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [TextTransform(AllowMany = true, AllowScriptBlock = true)]
    public object? LiteralPath { get; set; }

    /// <summary>The user who cannot open the messages; left out, each certificate's owner is looked up.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform(AllowMany = false, AllowScriptBlock = true)]
    public object? UserPrincipalName { get; set; }

    /// <summary>Messages, or objects that name them, as they come by pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    /// <summary>A catalogue of certificates, a folder with PFX files, or a CSV file that lists them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ArchivePath { get; set; }

    /// <summary>The password of the archive's files; those with a password of their own are opened with that.</summary>
    [Parameter]
    [PasswordTransform]
    public SecureString? ArchivePassword { get; set; }

    /// <summary>How many messages are read at a time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        _files = new FileItems(this, "message", "Reading messages", StartItemAsync);
        var archive = ArchivePath is null ? null : await ReadArchiveAsync(ArchivePath, ArchivePassword);

        // Who opens a message can be told without a tenant; whether the user has it cannot.
        var connection = SmimeSession.Current.Connection is null ? null : RequireConnection();
        if (connection is null)
        {
            WriteVerbose("There is no connection to Graph: what Intune and devices have is left open.");
        }

        _checker = new MessageChecker(connection, archive, _notes.Enqueue);
        _steps = new NextSteps(isConnected: connection is not null, archive: archive is null ? null : ArchivePath,
            hasKeyStorage: RuntimeInformation.IsOSPlatform(OSPlatform.Windows));
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync() => _files!.StartAsync(InputObject, Path, LiteralPath, reading =>
    {
        var user = reading.User(nameof(UserPrincipalName), UserPrincipalName) is { Length: > 0 } given ? given : null;
        return new FileWork(
            (path, cancellation) => CheckAsync(path, user, cancellation),
            (_, error) => new FileOutcome(isFailed: true, () => WriteError(error)));
    });

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        await DrainAsync();
        _files!.Complete();
    }

    private async Task<FileOutcome> CheckAsync(string path, string? user, CancellationToken cancellation)
    {
        try
        {
            var (checks, problems) = await _checker!.CheckAsync(path, user, cancellation);
            while (_notes.TryDequeue(out var note))
            {
                WriteWarning(note);
            }

            return new FileOutcome(isFailed: false, () => Write(path, user, checks, problems));
        }
        catch (SmimeException error) when (error is not GraphRequestException { IsSessionError: true })
        {
            var record = error.ToErrorRecord(path).Of(MyInvocation.MyCommand.Name);
            return new FileOutcome(isFailed: true, () => WriteError(record));
        }
    }

    private void Write(
        string path, string? user, IReadOnlyList<MessageCheck> checks, IReadOnlyList<SmimeException> problems)
    {
        foreach (var problem in problems)
        {
            WriteItemError(problem, path);
        }

        foreach (var check in checks)
        {
            WriteObject(new SmimeMessageCertificate(check, _steps!.Of(check)));
        }

        var recipients = checks.Where(check => check.Role == SmimeMessageRole.Recipient).ToList();
        if (user is not null && recipients.Count > 0
            && recipients.TrueForAll(check => check.Verdict == SmimeMessageVerdict.OtherUser))
        {
            WriteWarning($"'{path}' is not encrypted for a certificate of {user}: {user} cannot open it with any. Ask the sender "
                + "to encrypt it anew for the user's present certificate.");
        }
    }
}
