using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>What the cmdlets share that look certificates up in an archive of PFX files.</summary>
public abstract class ArchiveCommand : FanOutCmdlet
{
    /// <summary>Reads an archive with progress. Files that cannot be used are errors of their own.</summary>
    /// <param name="path">A folder, or a CSV file that lists files.</param>
    /// <param name="archivePassword">The password of files without one of their own; null for none.</param>
    private protected async Task<CertificateArchive> ReadArchiveAsync(string path, SecureString? archivePassword)
    {
        var found = this.Single(this.ResolveFileOrFolder(path));
        var problems = new ConcurrentQueue<SmimeException>();
        using var password = archivePassword is null ? SecretText.Absent() : SecretText.From(archivePassword);
        IReadOnlyList<string> unknown = [];
        var items = await ArchiveItems.FindAsync(found, password, problems.Enqueue, Cancellation, columns => unknown = columns);
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
                + $"{items.Count} files.");
            return archive;
        }
        finally
        {
            foreach (var item in items)
            {
                item.Password.Dispose();
            }

            foreach (var problem in problems)
            {
                WriteError(ToRecord(problem, items, archivePassword is not null));
            }
        }
    }

    // The file has no -Password here; what was tried came from the list, or is the one for all.
    private static ErrorRecord ToRecord(SmimeException problem, IReadOnlyList<ArchiveItem> items, bool hasPassword)
    {
        var record = problem.ToErrorRecord();
        return problem is PfxException { Kind: PfxErrorKind.PasswordIncorrect }
            ? record.WithAction(RecommendedActions.ForArchivePassword(
                items.Any(item => item.Path == problem.Item && item.HasOwnPassword), hasPassword))
            : record;
    }
}
