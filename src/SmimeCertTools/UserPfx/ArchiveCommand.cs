using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// What the cmdlets share that look certificates up in an archive of PFX files, or in its catalogue; most of them for the users
/// of groups too.
/// </summary>
public abstract class ArchiveCommand : FanOutCmdlet
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Whether the archive that was read last was narrowed, and so does not hold everything.</summary>
    private protected bool LeavesOut { get; private set; }

    /// <summary>Whether what was read last was a catalogue.</summary>
    private protected bool IsCatalog { get; private set; }

    /// <summary>How many files and lines could not be read.</summary>
    private protected int FailureCount => _told.Count;

    /// <summary>
    /// Reads an archive with progress; of a catalogue nothing is opened. Files and lines that cannot be used are errors of their
    /// own.
    /// </summary>
    /// <param name="path">A folder, a CSV file that lists files, or a catalogue.</param>
    /// <param name="archivePassword">The password of files without one of their own; null for none.</param>
    /// <param name="isWanted">
    /// Whether a user's files are to be opened, of those that a list names a user for; null: all are.
    /// </param>
    private protected async Task<CertificateArchive> ReadArchiveAsync(
        string path, SecureString? archivePassword, Func<string, bool>? isWanted = null)
    {
        var found = this.Single(this.ResolveFileOrFolder(path));
        var problems = new ConcurrentQueue<SmimeException>();
        (LeavesOut, IsCatalog) = (false, false);
        if (!Directory.Exists(found) && await ReadCatalogAsync(found) is { } catalog)
        {
            IsCatalog = true;
            return catalog;
        }

        using var password = archivePassword is null ? SecretText.Absent() : SecretText.From(archivePassword);
        IReadOnlyList<string> unknown = [];
        var items = await ArchiveItems.FindAsync(found, password, problems.Enqueue, Cancellation, columns => unknown = columns);
        var all = items;
        if (isWanted is not null)
        {
            items = [.. all.Where(item => item.UserPrincipalName is not { } user || isWanted(user))];
            LeavesOut = items.Count < all.Count;
        }

        if (unknown.Count > 0)
        {
            WriteWarning(ListWarnings.ColumnsNotRead(found, unknown));
        }

        try
        {
            var bar = new ItemProgress(WriteProgress, "Reading the archive") { Total = items.Count };
            var archive = await CertificateArchive.ReadAsync(
                items, problems.Enqueue, new Progress<int>(_ => bar.Count(failed: false, path)), Cancellation);
            bar.Complete();
            WriteVerbose($"The archive '{found}' holds {archive.Certificates.Count} certificates with keys in "
                + $"{items.Count} files"
                + (items.Count < all.Count ? $"; {all.Count - items.Count} of other users were left out." : "."));
            return archive;
        }
        finally
        {
            foreach (var item in all)
            {
                item.Password.Dispose();
            }

            Tell(problems, items, archivePassword is not null);
        }
    }

    /// <summary>Reads a catalogue; null for a file that is none. Lines that cannot be used are errors of their own.</summary>
    /// <param name="path">A full path.</param>
    private protected async Task<CertificateArchive?> ReadCatalogAsync(string path)
    {
        var problems = new ConcurrentQueue<SmimeException>();
        if (await CatalogFile.ReadAsync(path, problems.Enqueue, Cancellation) is not { } entries)
        {
            return null;
        }

        WriteVerbose($"'{path}' is a catalogue of {entries.Count} certificates: no file is opened.");
        Tell(problems, [], hasPassword: true);
        return new CertificateArchive(entries);
    }

    /// <summary>
    /// Takes the users in groups, and in the groups in them. A group that cannot be read is an error of its own.
    /// </summary>
    /// <param name="groups">Names or object ids.</param>
    /// <param name="intune">The connection's client.</param>
    /// <param name="take">Takes one user; the same may come by several groups.</param>
    private protected async Task TakeGroupsAsync(IReadOnlyList<string> groups, IntuneClient intune, Action<string> take)
    {
        var directory = intune.CreateDirectory();
        foreach (var group in groups)
        {
            try
            {
                var users = await directory.UsersOfAsync(group, Cancellation);
                WriteVerbose($"{group}: {users.Count} users.");
                foreach (var user in users)
                {
                    take(user);
                }
            }
            catch (SmimeException error)
            {
                WriteItemError(error, group);
            }
        }
    }

    // An archive that is read again tells no file's error twice.
    private void Tell(ConcurrentQueue<SmimeException> problems, IReadOnlyList<ArchiveItem> items, bool hasPassword)
    {
        foreach (var problem in problems.Where(problem => _told.Add(problem.Message)))
        {
            WriteError(ToRecord(problem, items, hasPassword));
        }
    }

    // The file has no -Password here; what was tried came from the list, or is the one for all.
    private static ErrorRecord ToRecord(SmimeException problem, IReadOnlyList<ArchiveItem> items, bool hasPassword)
    {
        var record = problem.ToErrorRecord();
        return problem is PfxException { Kind: PfxErrorKind.PasswordIncorrect }
            ? record.WithAction(RecommendedActions.ForArchivePassword(
                items.Any(item => item.Path.Visible() == problem.Item && item.HasOwnPassword), hasPassword))
            : record;
    }
}
