using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Migration;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.UserPfx;

namespace SmimeCertTools.Catalog;

/// <summary>
/// Makes the list for an import of what a CA exported: finds out which password opens which file, whose it is, and what for. Every
/// file is one object with its Status; those that are Matched stand in the list.
/// </summary>
[Cmdlet(VerbsCommon.New, "SmimeImportList", DefaultParameterSetName = ArchiveSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimeImportListRow))]
public sealed class NewSmimeImportListCommand : ArchiveCommand
{
    private const string ArchiveSet = "Archive";
    private const string ResultSet = "Result";

    private readonly List<SecretText> _given = [];
    private IReadOnlyList<ArchiveItem> _items = [];
    private IReadOnlyList<ListedPassword> _passwords = [];
    private Dictionary<string, FailedRow> _failed = new(StringComparer.Ordinal);

    /// <summary>
    /// A folder whose *.pfx and *.p12 files, also in folders below it, are looked at; a CSV file that lists files; or a catalogue,
    /// of which no file is opened.
    /// </summary>
    [Parameter(ParameterSetName = ArchiveSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = ResultSet)]
    [ValidateNotNullOrEmpty]
    public string? ArchivePath { get; set; }

    /// <summary>A file of results of Import-SmimeUserPfx: only what failed in it is listed.</summary>
    [Parameter(ParameterSetName = ResultSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? FromResult { get; set; }

    /// <summary>The list to write, a .csv file.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("FilePath")]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = string.Empty;

    /// <summary>
    /// A CSV file with a column Password or PasswordFile and any others that tell whose it is, or a text with a password a line.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PasswordList { get; set; }

    /// <summary>A password of all files of the archive, which is tried on each first.</summary>
    [Parameter]
    [PasswordTransform]
    public SecureString? ArchivePassword { get; set; }

    /// <summary>
    /// A script block that returns the password of a file that no other opens. It gets an object with Path, UserPrincipalName,
    /// Line and IntendedPurpose as $_ and as its first argument.
    /// </summary>
    [Parameter]
    public ScriptBlock? PasswordProvider { get; set; }

    /// <summary>The purpose of certificates for both signing and encryption whose files' names do not say.</summary>
    [Parameter]
    [PurposeTransform]
    [ArgumentCompleter(typeof(PurposeCompleter))]
    public UserPfxPurpose DualUsePurpose { get; set; } = UserPfxPurpose.SmimeEncryption;

    /// <summary>Whether passwords stand in the list, in clear.</summary>
    [Parameter]
    public SwitchParameter IncludePassword { get; set; }

    /// <summary>How many files are worked on at a time; as many as there are processors when left out.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? ThrottleLimit { get; set; }

    /// <summary>Whether a file of that name is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override int MaxConcurrency => 1;

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        var destination = this.Single(this.ResolveNew(Destination));
        ImportListFile.CheckFormat(destination);
        OwnerOnlyFile.EnsureFree(destination, Force);
        if (DualUsePurpose is not (UserPfxPurpose.SmimeEncryption or UserPfxPurpose.SmimeSigning))
        {
            ThrowTerminatingError(ImportListErrors.DualUsePurpose());
        }

        var source = this.Single(FromResult is null ? this.ResolveFileOrFolder(ArchivePath!) : this.ResolveFile(FromResult));
        if (FromResult is not null)
        {
            _failed = FailedRows.Read(source).GroupBy(row => row.Path).ToDictionary(rows => rows.Key, rows => rows.First());
        }

        if (PasswordList is not null)
        {
            var list = this.Single(this.ResolveFile(PasswordList));
            _passwords = await Core.Migration.PasswordList.ReadAsync(
                list, error => WriteError(error.ToErrorRecord()), Cancellation);
            WriteVerbose($"'{list}' has {_passwords.Count} passwords.");
        }

        var rows = await BuildAsync(await SearchAsync());
        await WriteListAsync(source, destination, rows);
        foreach (var row in rows)
        {
            WriteObject(new SmimeImportListRow(row));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        foreach (var secret in disposing ? _items.Select(item => item.Password).Concat(_given) : [])
        {
            secret.Dispose();
        }

        foreach (var password in disposing ? _passwords : [])
        {
            password.Dispose();
        }
    }

    private async Task<IReadOnlyList<SearchedFile>> SearchAsync()
    {
        using var password = ArchivePassword is null ? SecretText.Absent() : SecretText.From(ArchivePassword);
        if (ArchivePath is not null)
        {
            var found = this.Single(this.ResolveFileOrFolder(ArchivePath));
            if (!Directory.Exists(found) && await ReadCatalogAsync(found) is { } catalog)
            {
                return [.. catalog.Certificates.Where(entry => entry.Path is not null && IsWanted(entry.Path)).GroupBy(entry =>
                    entry.Path!).Select(file => new SearchedFile
                    {
                        Path = file.Key,
                        UserPrincipalName = UserOf(file.Key, file.First().UserPrincipalName),
                        Certificates = [.. file],
                        IsOfCatalog = true,
                    })];
            }

            var problems = new List<SmimeException>();
            var items = await ArchiveItems.FindAsync(found, password, problems.Add, Cancellation);
            problems.ForEach(problem => WriteError(problem.ToErrorRecord()));
            _items = items;
        }
        else
        {
            _items = [.. _failed.Keys.Select(path => new ArchiveItem { Path = path, Password = password.Clone() })];
        }

        List<ArchiveItem> wanted =
        [
            .. _items.Where(item => IsWanted(item.Path)).Select(item => new ArchiveItem
            {
                Path = item.Path,
                Password = item.Password,
                UserPrincipalName = UserOf(item.Path, item.UserPrincipalName),
            }),
        ];
        return OpensFiles ? await SearchAsync(wanted)
            : [.. wanted.Select(item => new SearchedFile { Path = item.Path, UserPrincipalName = item.UserPrincipalName })];
    }

    // What failed is listed as it was where nothing is given to open it with: its row had a user and a purpose.
    private bool OpensFiles =>
        FromResult is null || ArchivePath is not null || PasswordList is not null || ArchivePassword is not null
        || PasswordProvider is not null;

    private bool IsWanted(string path) => FromResult is null || _failed.ContainsKey(path);

    private string? UserOf(string path, string? named) =>
        named ?? (_failed.TryGetValue(path, out var row) && row.ErrorId is not ("UserNotFound" or "AddressDiffers")
            ? row.UserPrincipalName : null);

    private async Task<IReadOnlyList<SearchedFile>> SearchAsync(List<ArchiveItem> wanted)
    {
        var bar = new ItemProgress(WriteProgress, "Looking for passwords") { Total = wanted.Count };
        var search = new PasswordSearch(
            wanted, _passwords, new Progress<int>(_ => bar.Count(failed: false, ArchivePath ?? FromResult!)));
        SearchedFile[] found = [.. await search.RunAsync(ThrottleLimit ?? Environment.ProcessorCount, Cancellation)];
        bar.Complete();
        _given.AddRange(found.Where(file => file.Listed is null).Select(file => file.Password).OfType<SecretText>());
        WriteVerbose($"{found.Count(file => file.Password is not null)} of {found.Length} files were opened; passwords were tried "
            + $"{search.Trials} times.");
        for (var i = 0; PasswordProvider is not null && i < found.Length; i++)
        {
            if (found[i] is { Password: null, Error: null })
            {
                found[i] = await AskAsync(found[i]);
            }
        }

        return found;
    }

    private async Task<SearchedFile> AskAsync(SearchedFile file)
    {
        using var row = new ImportRow { UserPrincipalName = file.UserPrincipalName ?? string.Empty, Path = file.Path };
        ExitException? exit = null;
        CallOutside(() => exit = PasswordProviderCall.Invoke(PasswordProvider!, row));
        if (exit is not null)
        {
            this.Obey(exit, row.Error!.ToErrorRecord(file.Path));
        }

        if (row.Password is not { } password)
        {
            WriteError(row.Error!.ToErrorRecord(file.Path));
            return file;
        }

        var opened = await PasswordSearch.OpenAsync(file, password, Cancellation);
        _given.AddRange(opened.Password is { } own ? [own] : []);
        return opened;
    }

    private async Task<IReadOnlyList<ImportListRow>> BuildAsync(IReadOnlyList<SearchedFile> files)
    {
        if (!OpensFiles)
        {
            return [.. files.Select(file => new ImportListRow
            {
                Path = file.Path,
                Status = SmimeImportListStatus.Matched,
                UserPrincipalName = _failed[file.Path].UserPrincipalName,
                Purpose = _failed[file.Path].Purpose,
            })];
        }

        ICertificateOwners owners = new NamedOwners();
        var refusals = new List<SmimeException>();
        if (SmimeSession.Current.Connection is not null)
        {
            owners = new TenantOwners(new UserPfxClient(RequireConnection()), refusals.Add);
        }
        else if (files.Any(file => file is { Certificates.Count: > 0, UserPrincipalName: null }))
        {
            WriteWarning(ImportListReport.NotConnected);
        }

        var rows = await new ImportListBuilder(owners, DualUsePurpose).BuildAsync(files, Cancellation);
        refusals.ForEach(refusal => WriteWarning(
            $"{refusal.Message} The names in the certificates were taken for the users' names: check the list."));
        return [.. rows.Select(row => row.Status == SmimeImportListStatus.Matched && _failed.TryGetValue(row.Path, out var failed)
            && failed.Purpose is { } purpose ? row with { Purpose = purpose } : row)];
    }

    private async Task WriteListAsync(string source, string destination, IReadOnlyList<ImportListRow> rows)
    {
        var matched = ImportListReport.Tell(this, rows, source, destination, FromResult is not null);
        if (matched == 0)
        {
            return;
        }

        var what = $"{(File.Exists(destination) ? "Overwrite with" : "Write")} the list of {matched} files";
        if (ShouldProcess(destination, what + (IncludePassword ? ", with their passwords in clear" : string.Empty)))
        {
            await ImportListFile.WriteAsync(destination, rows, IncludePassword, Force, Cancellation);
            if (IncludePassword && rows.Any(row => row.Password is not null))
            {
                WriteWarning($"'{destination}' holds passwords in clear. It is yours alone to read: delete it after the import.");
            }
        }
    }
}
