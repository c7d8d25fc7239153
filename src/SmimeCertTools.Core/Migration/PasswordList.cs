using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Lists;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Migration;

/// <summary>A password of a list, and what stands beside it.</summary>
public sealed class ListedPassword : IDisposable
{
    /// <summary>The line of the list, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The password.</summary>
    public required SecretText Password { get; init; }

    /// <summary>The full path of the file that it stands in; null for one that stands in the list itself.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>What the other columns of the line say: file, user, serial number. None of it need be right.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose() => Password.Dispose();
}

/// <summary>
/// A list of passwords of which nobody says which opens which file: a table with a column Password or PasswordFile and any
/// others, or a text (.txt) with a password a line.
/// </summary>
public static class PasswordList
{
    private const string Columns = "Password or PasswordFile, and any others that tell whose it is or of which file";

    private static readonly IReadOnlyList<ListColumn> Known = [ListColumn.Password, ListColumn.PasswordFile];

    /// <summary>Reads the list; what is empty is passed over, and a password that stands there twice is taken once.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="onError">Told of each line that cannot be used.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The passwords; the caller disposes of them.</returns>
    /// <exception cref="PasswordListException">The list cannot be read, or has no passwords in a known form.</exception>
    public static async Task<IReadOnlyList<ListedPassword>> ReadAsync(
        string path, Action<SmimeException> onError, CancellationToken cancellationToken)
    {
        Guard.NotBlank(path);
        Guard.NotNull(onError);
        var errors = new ListErrors("list of passwords", path, Columns, (fault, message, _, cause) => new PasswordListException(
            fault switch
            {
                ListFault.Unreadable => PasswordListErrorKind.Unreadable,
                ListFault.RowInvalid => PasswordListErrorKind.LineInvalid,
                _ => PasswordListErrorKind.Invalid,
            },
            message,
            path,
            cause));
        var passwords = new List<ListedPassword>();
        var complete = false;
        try
        {
            using var stream = await ListFile.OpenAsync(path, errors, cancellationToken).ConfigureAwait(false);
            var encoding = await ListEncoding.DetectAsync(stream, errors, cancellationToken).ConfigureAwait(false);
            if (Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase)
                && !await HasHeaderAsync(stream, encoding).ConfigureAwait(false))
            {
                await ReadLinesAsync(stream, encoding, passwords, errors, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await ReadTableAsync(stream, passwords, errors, onError, cancellationToken).ConfigureAwait(false);
            }

            var distinct = Distinct(passwords);
            complete = true;
            return distinct;
        }
        finally
        {
            foreach (var password in complete ? [] : passwords)
            {
                password.Dispose();
            }
        }
    }

    private static async Task<bool> HasHeaderAsync(Stream stream, Encoding encoding)
    {
        var tolerant = Encoding.GetEncoding(encoding.CodePage);
        using var reader = new StreamReader(
            stream, tolerant, detectEncodingFromByteOrderMarks: true, bufferSize: 1024, leaveOpen: true);
        var line = await reader.ReadLineAsync().ConfigureAwait(false) ?? string.Empty;
        stream.Seek(0, SeekOrigin.Begin);
        return ListParser.Split(line).Any(name => ListColumn.Named(ListText.Trim(name).Trim('"'), Known) is not null);
    }

    private static async Task ReadLinesAsync(Stream stream, Encoding encoding, List<ListedPassword> passwords,
        ListErrors errors, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(
            stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1024, leaveOpen: true);
        for (var number = 1; ; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await reader.ReadLineAsync().ConfigureAwait(false) is not { } line)
                {
                    return;
                }

                if (line.Length > 0)
                {
                    passwords.Add(new ListedPassword { Line = number, Password = SecretText.Copy(line.AsSpan()) });
                }
            }
            catch (DecoderFallbackException)
            {
                throw errors.NotText(ListEncoding.FindBadLine(stream, encoding) ?? number, encoding);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw errors.Unreadable(e);
            }
        }
    }

    private static async Task ReadTableAsync(Stream stream, List<ListedPassword> passwords, ListErrors errors,
        Action<SmimeException> onError, CancellationToken cancellationToken)
    {
        using var table = await ListTable.OpenAsync(stream, [], errors, cancellationToken, Known).ConfigureAwait(false);
        if (table.Header.Columns.Count == 0)
        {
            throw errors.ColumnMissing(table.Line, [ListColumn.Password], table.Header.Unknown);
        }

        while (await table.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (table.Problem is { } problem)
            {
                onError(table.Error(problem));
            }
            else if (ListPassword.Read(table, out var password) is { } error)
            {
                onError(error);
            }
            else if (password is not null)
            {
                var file = table.File(ListColumn.PasswordFile);
                passwords.Add(new ListedPassword
                {
                    Line = table.Line,
                    Password = password,
                    PasswordFile = file.Length > 0 ? table.Resolve(file) ?? file : null,
                    Hints = table.Others(),
                });
            }
        }
    }

    // One password for many files stands there many times: it is tried once, and all that stands beside it speaks for it.
    private static List<ListedPassword> Distinct(List<ListedPassword> passwords)
    {
        var distinct = new List<ListedPassword>(passwords.Count);
        foreach (var password in passwords)
        {
            var at = distinct.FindIndex(other => other.Password.Span.SequenceEqual(password.Password.Span));
            if (at < 0)
            {
                distinct.Add(password);
                continue;
            }

            var first = distinct[at];
            distinct[at] = new ListedPassword
            {
                Line = first.Line,
                Password = first.Password,
                PasswordFile = first.PasswordFile ?? password.PasswordFile,
                Hints = [.. first.Hints, .. password.Hints],
            };
            password.Dispose();
        }

        return distinct;
    }
}
