using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Revocation;

/// <summary>
/// A file for the CA's administrators: which certificates are to be revoked, and certutil's command for each
/// (https://learn.microsoft.com/windows-server/administration/windows-commands/certutil, -revoke). A table (.csv), a command file
/// (.cmd) or a text (.txt). Entries are written as they come and outlive this process. Not for concurrent use.
/// </summary>
/// <remarks>
/// Names come from certificates and may hold anything. In a command file they stand in comments, reduced to letters, digits and
/// marks that the command interpreter leaves alone; commands consist of the CA's name, which the caller checked, and of
/// hexadecimal digits.
/// </remarks>
public sealed class RevocationList : IDisposable
{
    private const int ThumbprintLength = 40;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly string[] Columns =
        ["UserPrincipalName", "Thumbprint", "Issuer", "SerialNumber", "NotBefore", "NotAfter", "Reason", "Command"];

    private readonly FileStream _stream;
    private readonly Func<RevocationEntry, string> _write;
    private readonly SmimeRevocationReason _reason;
    private readonly string? _authority;
    private readonly HashSet<string> _listed = new(StringComparer.OrdinalIgnoreCase);

    private RevocationList(string path, FileStream stream, SmimeRevocationReason reason, string? authority)
    {
        Path = path;
        _stream = stream;
        _reason = reason;
        _authority = authority;
        _write = Format(path) switch
        {
            ".csv" => Row,
            ".cmd" => entry => Lines(entry, "rem ", "\r\n"),
            _ => entry => Lines(entry, "# ", Environment.NewLine),
        };
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>How many certificates were added with their serial numbers.</summary>
    public int Known { get; private set; }

    /// <summary>How many were added whose serial number nobody knows.</summary>
    public int Unknown { get; private set; }

    /// <summary>Opens the file, or creates it. What is in it stays, and is not listed twice.</summary>
    /// <param name="path">A full path that ends in .csv, .cmd or .txt.</param>
    /// <param name="reason">Why the certificates are to be revoked.</param>
    /// <param name="authority">The CA as certutil names it, <c>host\name</c>; null for the CA of the machine it runs on.</param>
    /// <exception cref="FileWriteException">The file cannot be written, or the extension is another.</exception>
    /// <exception cref="ArgumentException"><paramref name="authority"/> is no such name.</exception>
    public static RevocationList Open(string path, SmimeRevocationReason reason, string? authority)
    {
        Format(path);
        if (authority is not null && !IsAuthority(authority))
        {
            throw new ArgumentException(
                "The CA is to be named as host\\name, without quotes, percent signs and the like.", nameof(authority));
        }

        RevocationList? opened = null;
        var stream = OpenStream(path);
        try
        {
            var list = new RevocationList(path, stream, reason, authority);
            list.Load();
            return opened = list;
        }
        finally
        {
            if (opened is null)
            {
                stream.Dispose();
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
    public static void CheckFormat(string path) => Format(path);

    /// <summary>Adds a certificate, unless the file lists it already.</summary>
    /// <exception cref="FileWriteException">It could not be written.</exception>
    public void Add(RevocationEntry entry)
    {
        if (!_listed.Add(Guard.NotNull(entry).Thumbprint))
        {
            return;
        }

        Known += entry.SerialNumber is null ? 0 : 1;
        Unknown += entry.SerialNumber is null ? 1 : 0;
        Write(_write(entry));
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static string Format(string path)
    {
        var extension = System.IO.Path.GetExtension(Guard.NotBlank(path)).ToLowerInvariant();
        return extension is ".csv" or ".cmd" or ".txt"
            ? extension
            : throw new FileWriteException(FileWriteErrorKind.FormatUnknown,
                $"'{path}' is no name for a list of certificates to revoke. Let it end in .csv (a table), .cmd (commands to run "
                + "on the CA) or .txt.", path);
    }

    private static FileStream OpenStream(string path)
    {
        if (System.IO.Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            throw FileWriteErrors.FolderNotFound(path, folder);
        }

        if (FileKind.ProblemOf(path) is { } problem)
        {
            throw FileWriteErrors.NotFile(path, problem);
        }

        try
        {
            return HeldFile.Open(
                () => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            throw FileWriteErrors.NotWritable(path, e);
        }
    }

    // Letters, digits and a few marks: none of them means anything to cmd, PowerShell or a shell inside quotes.
    private static bool IsPlain(char character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or ' ' or '.' or '-' or '_' or '(' or ')';

    private static string Plain(string text) => new([.. text.Select(
        character => IsPlain(character) || character is ',' or '=' or '@' or ':' or '/' or '+' ? character : '?')]);

    private static string Day(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty;

    private void Load()
    {
        using var reader = new StreamReader(_stream, Utf8, true, 4096, leaveOpen: true);
        var text = reader.ReadToEnd();
        for (var (i, run) = (0, 0); i <= text.Length; i++)
        {
            run = i < text.Length && Uri.IsHexDigit(text[i]) ? run + 1 : Take(text, i, run);
        }

        _stream.Seek(0, SeekOrigin.End);
        if (_stream.Length == 0)
        {
            Write(Heading());
        }
        else if (text[text.Length - 1] != '\n')
        {
            Write(Environment.NewLine);
        }
    }

    private int Take(string text, int end, int run)
    {
        if (run == ThumbprintLength)
        {
            _listed.Add(text.Substring(end - run, run));
        }

        return 0;
    }

    private string Heading() => Format(Path) switch
    {
        ".csv" => "\uFEFF" + CsvText.Line(Columns),
        ".cmd" => "@echo off\r\nrem Certificates that were removed from Intune. Check each, then run this on the CA.\r\n",
        _ => "# Certificates that were removed from Intune. Revoke those whose keys must no longer be trusted."
            + Environment.NewLine,
    };

    private string? Command(RevocationEntry entry) => entry.SerialNumber is { } serial
        ? $"certutil {(_authority is null ? string.Empty : $"-config \"{_authority}\" ")}-revoke {serial} {(int)_reason}" : null;

    private string Row(RevocationEntry entry) => CsvText.Line(new[]
    {
        entry.UserPrincipalName, entry.Thumbprint, entry.Issuer, entry.SerialNumber, Day(entry.NotBefore), Day(entry.NotAfter),
        _reason.ToString(), Command(entry),
    }.Select(CsvText.Escape));

    private string Lines(RevocationEntry entry, string comment, string end)
    {
        var issuer = entry.Issuer is null ? "issuer unknown" : $"issued by {Plain(entry.Issuer)}";
        var valid = entry.NotAfter is null ? string.Empty : $", valid {Day(entry.NotBefore)} to {Day(entry.NotAfter)}";
        return $"{comment}{Plain(entry.UserPrincipalName)}: {Plain(entry.Thumbprint)}, {issuer}{valid}"
            + (Command(entry) is { } command
                ? end + command + end : ". Its serial number is not known: find the certificate at the CA." + end);
    }

    private void Write(string text)
    {
        try
        {
            var bytes = Utf8.GetBytes(text);
            _stream.Write(bytes, 0, bytes.Length);
            _stream.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw FileWriteErrors.NotWritable(Path, e);
        }
    }
}
