using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.UserPfx;

namespace SmimeCertTools.Catalog;

/// <summary>
/// Writes the public halves that others encrypt with: each user's newest valid encryption certificate as a file or into a table
/// for Active Directory and Exchange, and the authorities' certificates as a store for Exchange. No private key is written.
/// </summary>
[Cmdlet(VerbsData.Export, "SmimeCertificate", DefaultParameterSetName = InputSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimeExportedCertificate))]
public sealed class ExportSmimeCertificateCommand : ArchiveCommand
{
    private const string ArchiveSet = "Archive";
    private const string PathSet = "Path";
    private const string InputSet = "InputObject";

    private readonly List<CatalogEntry> _entries = [];
    private readonly List<string> _users = [];
    private CertificateDestination? _destination;
    private CertificateReading? _reading;
    private bool _isOfAuthorities;

    /// <summary>A folder of PFX files, a CSV file that lists them, or a catalogue.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ArchiveSet)]
    [ValidateNotNullOrEmpty]
    public string ArchivePath { get; set; } = null!;

    /// <summary>The password of the archive's files without one of their own.</summary>
    [Parameter(ParameterSetName = ArchiveSet)]
    [PasswordTransform]
    public SecureString? ArchivePassword { get; set; }

    /// <summary>Files with certificates: DER, PEM, PKCS#7 or PFX; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [TextTransform(AllowMany = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The password of PFX files.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = InputSet)]
    [PasswordTransform]
    public SecureString? Password { get; set; }

    /// <summary>What Get-SmimePfx shows, X509Certificate2 objects, or files, as they come by pipeline.</summary>
    [Parameter(ParameterSetName = InputSet, ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    /// <summary>
    /// Files with the authorities' certificates; of a PFX its chain. Alone they are what is exported; else they go with each
    /// certificate where the format takes them.
    /// </summary>
    [Parameter]
    [SupportsWildcards]
    [TextTransform(AllowMany = true)]
    public string[] AuthorityPath { get; set; } = [];

    /// <summary>Only these users; wildcards are allowed. With an archive users come by pipeline too.</summary>
    [Parameter(ParameterSetName = ArchiveSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Alias("UPN")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform]
    [SupportsWildcards]
    public string[] UserPrincipalName { get; set; } = [];

    /// <summary>A file whose extension says the form, or a folder that gets a file for each certificate.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = null!;

    /// <summary>The form; left out, that of the extension, and DER in a folder.</summary>
    [Parameter]
    public SmimeCertificateFormat? Format { get; set; }

    /// <summary>All encryption certificates that are valid, rather than the newest of each user.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Replaces files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override int MaxConcurrency => 1;

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        _destination = CertificateDestination.Take(this, Destination, Format);
        _reading = new CertificateReading(this, WriteError);
        var hasInput = ParameterSetName != InputSet || MyInvocation.ExpectingInput || InputObject is not null;
        if (!hasInput && AuthorityPath.Length == 0)
        {
            ThrowTerminatingError(InputErrors.NothingNamed(
                "certificate", "Give -ArchivePath, -Path or -AuthorityPath, or pipe certificates or files to the cmdlet."));
        }

        _isOfAuthorities = !hasInput || _destination.Format == SmimeCertificateFormat.Sst;
        if (_isOfAuthorities && _destination is not { Format: SmimeCertificateFormat.Sst }
            and not { Format: SmimeCertificateFormat.P7b, IsFolder: false })
        {
            ThrowTerminatingError(CatalogErrors.FormatUnsuited(_destination.FullPath,
                "authorities alone are written as .sst or .p7b. Name such a file, or the users' certificates as well."));
        }

        if (_isOfAuthorities && ParameterSetName == ArchiveSet)
        {
            ThrowTerminatingError(CatalogErrors.FormatUnsuited(_destination.FullPath,
                "a store is for authorities, and of an archive users' certificates are read. Use -AuthorityPath or -Path."));
        }

        if (ParameterSetName == PathSet)
        {
            await AddFilesAsync(Path);
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        _users.AddRange(this.TakeUsers(UserPrincipalName).Except(_users, StringComparer.OrdinalIgnoreCase));
        var items = ParameterSetName == InputSet ? PipelineInput.Take(InputObject) : [];
        foreach (var item in items.OfType<object>())
        {
            if (_reading!.Take(item) is { } entries)
            {
                _entries.AddRange(entries);
            }
            else if (CertificateReading.PathOf(item) is { Length: > 0 } path)
            {
                await AddFilesAsync([path]);
            }
            else
            {
                WriteError(CatalogErrors.NoCertificate("is no certificate and names no file", item));
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        var isNarrowed = UserPrincipalName.Length > 0 || (ParameterSetName == ArchiveSet && MyInvocation.ExpectingInput);
        if (isNarrowed && _users.Count == 0)
        {
            // An error has said why nobody is left; everybody was not asked for.
            WriteVerbose("There is no user whose certificates are to be exported.");
            return;
        }

        if (ParameterSetName == ArchiveSet)
        {
            _entries.AddRange((await ReadArchiveAsync(ArchivePath, ArchivePassword)).Certificates);
        }

        var authorities = await ReadAuthoritiesAsync();
        var export = new SenderExport(authorities);
        if (_isOfAuthorities)
        {
            await ExportAuthoritiesAsync(export, authorities);
        }
        else
        {
            await ExportUsersAsync(export, SenderSelection.Choose(_entries, isNarrowed ? _users : null, All, WriteWarning));
        }
    }

    private async Task AddFilesAsync(string[] paths)
    {
        foreach (var (path, certificate) in await _reading!.ReadFilesAsync(paths, Password, nameof(Path), Cancellation))
        {
            _entries.Add(CatalogEntry.Of(certificate, path));
        }
    }

    private async Task<List<CertificateInfo>> ReadAuthoritiesAsync()
    {
        List<CertificateInfo> authorities = [];
        var files = AuthorityPath.Length == 0 ? [] : await _reading!.ReadFilesAsync(
            AuthorityPath, Password ?? ArchivePassword, nameof(AuthorityPath), Cancellation);
        var others = _isOfAuthorities
            ? _entries.Select(entry => (Path: entry.Path ?? "pipeline", Certificate: entry.ReadCertificate()!)) : [];
        foreach (var (path, certificate) in files.Concat(others))
        {
            if (!certificate.IsCertificateAuthority)
            {
                WriteVerbose($"'{path}': {certificate.Subject} ({certificate.Thumbprint}) is no authority and was passed over.");
            }
            else if (!authorities.Exists(other => other.Thumbprint == certificate.Thumbprint))
            {
                authorities.Add(certificate);
            }
        }

        return authorities;
    }

    private async Task ExportAuthoritiesAsync(SenderExport export, List<CertificateInfo> authorities)
    {
        if (authorities.Count == 0)
        {
            WriteWarning($"'{_destination!.FullPath}' was not written: no certificate of an authority was found.");
            return;
        }

        var content = _destination!.Format == SmimeCertificateFormat.Sst ? export.AuthorityStore() : export.AuthorityBundle();
        await WriteAsync(_destination.FullPath, content, $"{authorities.Count} certificates of authorities",
            authorities.Select(authority => (CatalogEntry.Of(authority), 0)));
    }

    private async Task ExportUsersAsync(SenderExport export, List<SenderUser> users)
    {
        var all = users.SelectMany(user => user.Certificates.Select(entry => (User: user, Entry: entry))).ToList();
        if (all.Count == 0)
        {
            WriteWarning($"'{_destination!.FullPath}' was not written: there is no certificate to export."
                + SenderSelection.Describe(_entries));
        }
        else if (_destination!.Format == SmimeCertificateFormat.Csv)
        {
            await WriteAsync(_destination.FullPath, export.Table(users), $"{all.Count} certificates of {users.Count} users",
                all.Select(item => (Named(item.Entry, item.User), export.IssuersOf(item.Entry))));
        }
        else if (!_destination.IsFolder && all.Count > 1)
        {
            ThrowTerminatingError(CatalogErrors.FormatUnsuited(_destination.FullPath,
                $"the file takes one certificate, and there are {all.Count}. Name a folder, or a .csv file."));
        }
        else if (!_destination.IsFolder || MakeFolder())
        {
            foreach (var (user, entry) in all)
            {
                await ExportAsync(export, user, entry);
            }
        }
    }

    private Task ExportAsync(SenderExport export, SenderUser user, CatalogEntry entry)
    {
        var path = !_destination!.IsFolder ? _destination.FullPath : System.IO.Path.Combine(_destination.FullPath,
            SenderExport.FileName(user.UserPrincipalName, entry, user.Certificates.Count == 1, _destination.Extension));
        var isBundle = _destination.Format == SmimeCertificateFormat.P7b;
        return WriteAsync(path, isBundle ? export.Bundle(entry) : entry.RawData!, $"certificate of {user.UserPrincipalName}",
            [(Named(entry, user), isBundle ? export.IssuersOf(entry) : 0)]);
    }

    private static CatalogEntry Named(CatalogEntry entry, SenderUser user) =>
        entry with { UserPrincipalName = user.UserPrincipalName };

    private bool MakeFolder()
    {
        if (this.IsWhatIf() || _destination!.MakeFolder() is not { } error)
        {
            return true;
        }

        WriteError(error);
        return false;
    }

    private async Task WriteAsync(
        string path, byte[] content, string what, IEnumerable<(CatalogEntry Entry, int Issuers)> certificates)
    {
        if (!ShouldProcess($"'{path}'", $"Write {what}"))
        {
            return;
        }

        try
        {
            await SenderExport.WriteAsync(path, content, Force, Cancellation);
        }
        catch (SmimeException error)
        {
            WriteItemError(error, path);
            return;
        }

        foreach (var (entry, issuers) in certificates)
        {
            WriteObject(new SmimeExportedCertificate(entry, _destination!.Format, path, issuers));
        }
    }
}
