using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>The parameters of a bulk import, and how its list and its file of results are opened.</summary>
public abstract class BulkImportCommand : UserPfxInputCommand
{
    /// <summary>The parameter set of a CSV file that lists the certificates.</summary>
    protected const string ManifestSet = "Manifest";

    /// <summary>The parameter set of records that were made before.</summary>
    protected const string RecordSet = "Record";

    private readonly Lazy<SemaphoreSlim> _uploads;
    private IDisposable? _limits;

    private protected BulkImportCommand()
    {
        ThrottleLimit = 16;
        _uploads = new Lazy<SemaphoreSlim>(() => new SemaphoreSlim(ThrottleLimit));
    }

    /// <summary>
    /// Files are prepared while others travel, so that an upload that has ended is followed by the next one at once.
    /// </summary>
    protected sealed override int MaxConcurrency => ThrottleLimit + (2 * Environment.ProcessorCount);

    /// <summary>
    /// A CSV file with the columns UserPrincipalName, Path, Password or PasswordFile, and IntendedPurpose; paths are relative to
    /// it.
    /// </summary>
    [Parameter(ParameterSetName = ManifestSet, Mandatory = true)]
    [Alias("CsvPath")]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathProviderSet, Mandatory = true)]
    [Parameter(ParameterSetName = LiteralPathProviderSet, Mandatory = true)]
    [Parameter(ParameterSetName = ManifestSet)]
    public override ScriptBlock? PasswordProvider { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = ManifestSet)]
    public override SmimePfxEncryption PfxEncryption { get; set; } = SmimePfxEncryption.TripleDesSha1;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = ManifestSet)]
    [Alias("KeyFilePath")]
    [ValidateNotNullOrEmpty]
    public override string? PublicKeyPath { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = ManifestSet)]
    [Parameter(ParameterSetName = RecordSet)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [ValidateNotNullOrEmpty]
    public override string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = ManifestSet)]
    [Parameter(ParameterSetName = RecordSet)]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [ValidateNotNullOrEmpty]
    public override string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = ManifestSet)]
    [PaddingTransform]
    [ValidateSet(
        nameof(UserPfxPaddingScheme.OaepSha256),
        nameof(UserPfxPaddingScheme.OaepSha384),
        nameof(UserPfxPaddingScheme.OaepSha512))]
    public override UserPfxPaddingScheme PaddingScheme { get; set; } = UserPfxPaddingScheme.OaepSha512;

    /// <summary>Whether nothing is uploaded when anything is wrong with any row.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = ManifestSet)]
    public SwitchParameter StopOnInvalid { get; set; }

    /// <summary>A file that takes each result as soon as it is known: .jsonl, .ndjson or .csv.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResultPath { get; set; }

    /// <summary>Whether a summary of the run is written as the last object.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How many requests are sent a second at most; the service's own limit is kept to by itself.</summary>
    [Parameter]
    [ValidateRange(0.1, 1000.0)]
    public double? MaxRequestsPerSecond { get; set; }

    /// <summary>How many seconds a request may take; 100 when left out.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int? TimeoutSec { get; set; }

    /// <summary>This runspace's connection, bounded as asked until the command ends.</summary>
    private protected GraphConnection RequireLimitedConnection()
    {
        var connection = RequireConnection();
        _limits ??= connection.Limit(
            MaxRequestsPerSecond, TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        return connection;
    }

    /// <summary>Waits until fewer than <see cref="UserPfxInputCommand.ThrottleLimit"/> uploads are under way.</summary>
    private protected Task EnterUploadAsync(CancellationToken cancellation) => _uploads.Value.WaitAsync(cancellation);

    /// <summary>Lets the next upload begin.</summary>
    private protected void LeaveUpload() => _uploads.Value.Release();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            if (_uploads.IsValueCreated)
            {
                _uploads.Value.Dispose();
            }

            _limits?.Dispose();
            _limits = null;
        }
    }

    /// <summary>Opens the list.</summary>
    private protected Task<ImportManifest> OpenManifestAsync() => ImportManifest.OpenAsync(
        this.Single(this.ResolveFile(ManifestPath!)), needsPassword: PasswordProvider is null, Cancellation);
}
