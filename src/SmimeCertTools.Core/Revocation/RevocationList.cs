using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Revocation;

/// <summary>
/// A file for the CA's administrators: which certificates are to be revoked, and certutil's command for each
/// (https://learn.microsoft.com/windows-server/administration/windows-commands/certutil, -revoke). A table (.csv), a command file
/// (.cmd) or a text (.txt). The owner's alone; an entry is on the disk when it is added. Expired certificates are listed without
/// a command. Not for concurrent use.
/// </summary>
public sealed class RevocationList : IDisposable
{
    /// <summary>Far longer than any list.</summary>
    private const long MaxLength = 64 * 1024 * 1024;

    private readonly KeptFile _file;
    private readonly RevocationFormat _format;
    private readonly TimeProvider _clock;
    private HashSet<string> _listed = [];
    private HashSet<string> _mentioned = [];

    private RevocationList(string path, KeptFile file, RevocationFormat format, TimeProvider clock) =>
        (Path, _file, _format, _clock) = (path, file, format, clock);

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>How many certificates were added with their commands.</summary>
    public int Known { get; private set; }

    /// <summary>How many were added whose serial number nobody knows.</summary>
    public int Unknown { get; private set; }

    /// <summary>How many were added that have expired and need no revocation.</summary>
    public int Expired { get; private set; }

    /// <summary>What was done to a last line that a crash had cut off, in words; null when there was none.</summary>
    public string? Repair { get; private set; }

    /// <summary>The file itself.</summary>
    internal KeptFile File => _file;

    /// <summary>
    /// Opens the file, creates it when it is not there, repairs its last line and gives it to its owner alone. What is in it
    /// stays, and is not listed twice.
    /// </summary>
    /// <param name="path">A full path that ends in .csv, .cmd or .txt.</param>
    /// <param name="reason">Why the certificates are to be revoked.</param>
    /// <param name="authority">The CA as certutil names it, <c>host\name</c>; null for the CA of the machine it runs on.</param>
    /// <exception cref="FileWriteException">The file cannot be written, or the extension is another.</exception>
    /// <exception cref="RevocationListException">What is there is no such list, or in use; it is left as it is.</exception>
    /// <exception cref="ArgumentException"><paramref name="authority"/> is no such name.</exception>
    public static RevocationList Open(string path, SmimeRevocationReason reason, string? authority) =>
        Open(path, reason, authority, TimeProvider.System);

    /// <summary>The same with another clock.</summary>
    internal static RevocationList Open(string path, SmimeRevocationReason reason, string? authority, TimeProvider clock)
    {
        var format = Format(path, reason, authority);
        if (authority is not null && !IsAuthority(authority))
        {
            throw new ArgumentException(
                "The CA is to be named as host\\name, without quotes, percent signs and the like.", nameof(authority));
        }

        RevocationList? opened = null;
        var file = KeptFile.Open(
            path, refusesLinks: true, (fault, cause) => RevocationListErrors.Make(path, fault, cause), clock);
        try
        {
            var list = new RevocationList(path, file, format, clock);
            list.Load();
            return opened = list;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileWriteErrors.NotWritable(path, e);
        }
        finally
        {
            if (opened is null)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>
    /// Whether a text names a CA as certutil's -config does, and nothing that a command interpreter might take up.
    /// </summary>
    public static bool IsAuthority(string text)
    {
        var parts = (text ?? string.Empty).Split('\\');
        return parts.Length == 2 && parts.All(part => part.Trim().Length > 0 && part.All(IsPlain));
    }

    /// <summary>Says at once whether the extension of <paramref name="path"/> is one that can be written.</summary>
    /// <exception cref="FileWriteException">It is not (<see cref="FileWriteErrorKind.FormatUnknown"/>).</exception>
    public static void CheckFormat(string path) => Format(path, SmimeRevocationReason.Unspecified, null);

    /// <summary>
    /// Adds a certificate, unless the file lists it already; one that it lists without a serial number is added when that is
    /// known.
    /// </summary>
    /// <exception cref="FileWriteException">It could not be written.</exception>
    /// <exception cref="RevocationListException">Somebody else has changed the file.</exception>
    public void Add(RevocationEntry entry)
    {
        var thumbprint = Guard.NotNull(entry).Thumbprint;
        var isKnown = entry.SerialNumber is not null;
        if (_listed.Contains(thumbprint) || (!isKnown && _mentioned.Contains(thumbprint)))
        {
            return;
        }

        var isExpired = entry.IsExpired(_clock.GetUtcNow());
        _file.Write(Encoding.UTF8.GetBytes(_format.Write(entry, isExpired)), isSynced: true);

        // Only what is written is listed: what the disk refused is tried again.
        (isKnown ? _listed : _mentioned).Add(thumbprint);
        Expired += isExpired ? 1 : 0;
        Known += isKnown && !isExpired ? 1 : 0;
        Unknown += isKnown || isExpired ? 0 : 1;
    }

    /// <summary>Sees that the path still names the file that the entries are in.</summary>
    /// <exception cref="RevocationListException">It does not.</exception>
    public void Complete() => _file.Complete();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Letters, digits and a few marks: none of them means anything to cmd, PowerShell or a shell inside quotes.
    internal static bool IsPlain(char character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or ' ' or '.' or '-' or '_' or '(' or ')';

    private static RevocationFormat Format(string path, SmimeRevocationReason reason, string? authority) =>
        RevocationFormat.Of(Guard.NotBlank(path), reason, authority)
            ?? throw new FileWriteException(FileWriteErrorKind.FormatUnknown,
                $"'{path}' is no name for a list of certificates to revoke. Let it end in .csv (a table), .cmd (commands to run "
                + "on the CA) or .txt.", path);

    private void Load()
    {
        var bytes = ReadAll();
        var content = (bytes.Length == 0
            ? new RevocationContent([], [], 0, LacksHeading: true)
            : _format.Read(RevocationFormat.Text(bytes))) ?? throw RevocationListErrors.NotRecognized(Path);
        _listed = new HashSet<string>(content.Listed, StringComparer.OrdinalIgnoreCase);
        _mentioned = new HashSet<string>(content.Mentioned, StringComparer.OrdinalIgnoreCase);
        _file.RestrictToOwner();
        _file.Begin(content.Length);
        if (content.LacksHeading)
        {
            _file.Write(Encoding.UTF8.GetBytes(_format.Heading), isSynced: true);
        }
        else if (content.LacksEnd)
        {
            _file.Write(Encoding.UTF8.GetBytes(Environment.NewLine), isSynced: true);
            Repair = $"The last line of '{Path}' had no end; it was given one.";
        }
        else if (content.Length < bytes.Length)
        {
            Repair = $"The last entry of '{Path}' was cut off, as after a crash; its {bytes.Length - content.Length} bytes were "
                + "removed.";
        }
    }

    private byte[] ReadAll()
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = _file.Content.Read(buffer, 0, buffer.Length)) > 0;)
        {
            content.Write(buffer, 0, count);
            if (content.Length > MaxLength)
            {
                throw RevocationListErrors.NotRecognized(Path);
            }
        }

        return content.ToArray();
    }
}
