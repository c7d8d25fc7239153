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
/// Makes the list for an import of what a CA exported: finds out which password opens which file, whose it is, and what for.
/// Every file is one object with its Status; those that are Matched stand in the list.
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
    private FailedList? _failed;

    /// <summary>
    /// A folder whose *.pfx and *.p12 files, also in folders below it, are looked at; a CSV file that lists files; or a
    /// catalogue, of which no file is opened.
    /// </summary>
    [Parameter(ParameterSetName = ArchiveSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = ResultSet)]
    [Alias("ManifestPath")]
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

    /// <summary>
    /// A folder in which each password that stands in no file yet gets one of its own, yours alone to read, which the list names.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PasswordFolder { get; set; }

    /// <summary>How many files are worked on at a time; as many as there are processors when left out.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? ThrottleLimit { get; set; }

    /// <summary>Whether files of those names are replaced.</summary>
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
        var folder = PasswordFolder is null ? null : this.Single(this.ResolveNew(PasswordFolder));
        if (folder is not null && IncludePassword)
        {
            ThrowTerminatingError(ImportListErrors.PasswordsTwice());
        }

        var passwords = folder is null ? null : new PasswordFolder(folder, Force);
        passwords?.Check();
        if (DualUsePurpose is not (UserPfxPurpose.SmimeEncryption or UserPfxPurpose.SmimeSigning))
        {
            ThrowTerminatingError(ImportListErrors.DualUsePurpose());
        }

        var source = this.Single(FromResult is null ? this.ResolveFileOrFolder(ArchivePath!) : this.ResolveFile(FromResult));
        if (FromResult is not null)
        {
            _failed = new FailedList(FailedRows.Read(source));
        }

        if (PasswordList is not null)
        {
            var list = this.Single(this.ResolveFile(PasswordList));
            _passwords = await Core.Migration.PasswordList.ReadAsync(
                list, error => WriteError(error.ToErrorRecord()), Cancellation);
            WriteVerbose($"'{list}' has {_passwords.Count} passwords.");
        }

        var rows = await BuildAsync(await SearchAsync());
        foreach (var row in await WriteListAsync(source, destination, passwords, folder, rows))
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
                        UserPrincipalName = file.First().UserPrincipalName ?? _failed?.UserOf(file.Key),
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
            _items = [.. _failed!.Paths.Select(path => new ArchiveItem { Path = path, Password = password.Clone() })];
        }

        List<ArchiveItem> wanted =
        [
            .. _items.Where(item => IsWanted(item.Path)).Select(item => new ArchiveItem
            {
                Path = item.Path,
                Password = item.Password,
                PasswordFile = item.PasswordFile,
                UserPrincipalName = item.UserPrincipalName ?? _failed?.UserOf(item.Path),
                IntendedPurpose = item.IntendedPurpose,
                AllowOtherAddress = item.AllowOtherAddress,
            }),
        ];
        return OpensFiles ? await SearchAsync(wanted) : [];
    }

    // What failed is listed as it was where nothing is given to open it with: its row had a user and a purpose.
    private bool OpensFiles =>
        FromResult is null || ArchivePath is not null || PasswordList is not null || ArchivePassword is not null
        || PasswordProvider is not null;

    private bool IsWanted(string path) => _failed?.Has(path) != false;

    private async Task<IReadOnlyList<SearchedFile>> SearchAsync(List<ArchiveItem> wanted)
    {
        var bar = new ItemProgress(WriteProgress, "Looking for passwords") { Total = wanted.Count };
        var search = new PasswordSearch(
            wanted, _passwords, new Progress<int>(_ => bar.Count(failed: false, ArchivePath ?? FromResult!)));
        SearchedFile[] found = [.. await search.RunAsync(ThrottleLimit ?? Environment.ProcessorCount, Cancellation)];
        bar.Complete();
        _given.AddRange(found.Where(file => file.Listed is null).Select(file => file.Password).OfType<SecretText>());
        WriteVerbose($"{found.Count(file => file.Password is not null)} of {found.Length} files were opened; passwords were "
            + $"tried {search.Trials} times.");
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
        return _failed?.Complete(rows, ArchivePath is null ? [] : _items) ?? rows;
    }

    private async Task<IReadOnlyList<ImportListRow>> WriteListAsync(string source, string destination, PasswordFolder? passwords,
        string? folder, IReadOnlyList<ImportListRow> rows)
    {
        var planned = passwords?.Plan(rows) ?? rows;
        var matched = ImportListReport.Tell(this, planned, source, destination, FromResult is not null);
        var files = planned.Where((row, place) => row.PasswordFile != rows[place].PasswordFile).Count();
        var what = $"{(File.Exists(destination) ? "Overwrite with" : "Write")} the list of {matched} files"
            + (IncludePassword ? ", with their passwords in clear"
                : files > 0 ? $", and {files} files with their passwords into '{folder}'" : string.Empty);
        if (matched == 0 || !ShouldProcess(destination, what))
        {
            return [.. planned.Select((row, place) => row with { PasswordFile = rows[place].PasswordFile })];
        }

        if (passwords is not null)
        {
            await passwords.WriteAsync(rows, planned, Cancellation);
        }

        await ImportListFile.WriteAsync(destination, planned, IncludePassword, Force, Cancellation);
        ImportListReport.TellOfPasswords(this, planned, IncludePassword ? destination : null, files > 0 ? folder : null);
        return planned;
    }
}
