using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Bulk.Checking;

/// <summary>
/// Checks rows by the rules of the upload before anything is sent, several at a time. Of each row it remembers whether it is left
/// out and what tells it from another; and, in bounded memory, the records that were made of it, in which nothing is secret.
/// Results come in the order of the rows. Not for concurrent use: one caller adds and takes.
/// </summary>
/// <remarks>
/// A row is a double when an earlier one names the same user and file, or when an earlier one of the same user holds all its
/// certificates. The earlier row counts.
/// </remarks>
internal sealed class RowChecker(UserPfxProtection? protection, int degree, int mostKept = RowChecker.MostKept)
{
    /// <summary>How many bytes of records are kept for the upload: some 5,000 files. Those beyond are opened once more.</summary>
    public const int MostKept = 32 * 1024 * 1024;

    private readonly Queue<Task<ImportRow>> _running = new();
    private readonly RowRegister _register = new();
    private readonly Dictionary<int, Seen> _seen = [];
    private readonly Dictionary<int, PreparedUserPfxFile> _kept = [];
    private readonly byte[] _key = Guid.NewGuid().ToByteArray();
    private int _room = mostKept;

    /// <summary>How many rows came out good.</summary>
    public int Valid { get; private set; }

    /// <summary>How many rows came out bad, as a whole or in part.</summary>
    public int Invalid { get; private set; }

    /// <summary>How many rows something comes of, so that they are not left out of the upload.</summary>
    public int Deliverable { get; private set; }

    /// <summary>How many records are to be made of the rows checked so far.</summary>
    public int Records { get; private set; }

    /// <summary>Whether rows are being checked, so that <see cref="TakeAsync"/> has a result to give.</summary>
    public bool IsBusy => _running.Count > 0;

    /// <summary>Whether a result has to be taken before the next row is added.</summary>
    public bool IsFull => _running.Count >= degree * 2;

    /// <summary>What tells a row from another, under a key.</summary>
    /// <remarks>The key ends with the run, so that nobody tries passwords on what is kept.</remarks>
    public RowIdentity IdentityOf(ImportRow row)
    {
        using var password = row.Password?.Encode(Encoding.UTF8);
        return new RowIdentity(
            Keyed(
                string.Join("\0",
                    row.UserPrincipalName, row.Path, row.IntendedPurpose, row.AllowOtherAddress, row.PasswordFile),
                null),
            Keyed(row.Error?.ErrorId ?? string.Empty, password));
    }

    private Digest128 Keyed(string text, SecretBytes? secret)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1 + (secret?.Length ?? 0)];
        Encoding.UTF8.GetBytes(text, 0, text.Length, bytes, 0);
        secret?.Span.CopyTo(bytes.AsSpan(bytes.Length - secret.Length));
        var digest = Digest128.Of(_key, bytes);
        SecretBytes.Zero(bytes);
        return digest;
    }

    /// <summary>Starts to check a row, whose password is disposed of afterwards.</summary>
    /// <param name="row">The row, with its password unless it has an error.</param>
    /// <param name="identity">What <see cref="IdentityOf"/> said of it before anybody was asked for a password.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public void Add(ImportRow row, RowIdentity identity, CancellationToken cancellationToken)
    {
        _seen[row.Number] = new Seen(identity, default, IsLeftOut: false);

        // Doubles are found in the order of rows, whatever order the checks end in.
        if (row.Error is null && _register.AddFile(row) is { } earlier)
        {
            row.Error = Double(row, earlier, "the same user and file");
        }

        _running.Enqueue(CheckAsync(row, cancellationToken));
    }

    /// <summary>Waits for the oldest row that is being checked.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public async Task<ImportRow> TakeAsync()
    {
        var row = await _running.Dequeue().ConfigureAwait(false);
        if (row.File?.Thumbprints is { Count: > 0 } thumbprints && _register.AddCertificates(row, thumbprints) is { } earlier)
        {
            row.Error = Double(row, earlier, thumbprints.Count == 1 ? "the same certificate" : "all its certificates");
            Interlocked.Add(ref _room, row.File.Size);
            row.File = null;
        }

        var records = row.File?.Thumbprints.Count ?? 0;
        (Records, Deliverable) = (Records + records, records > 0 ? Deliverable + 1 : Deliverable);
        (Valid, Invalid) = row.IsGood ? (Valid + 1, Invalid) : (Valid, Invalid + 1);
        _seen[row.Number] = _seen[row.Number] with { File = row.File?.Digest ?? default, IsLeftOut = records == 0 };
        if (row.File is { Records.Count: > 0 } file)
        {
            _kept[row.Number] = file;
        }

        return row;
    }

    /// <summary>Waits until no row is being checked; for the end of a cancelled run. What comes out is not counted.</summary>
    public async Task SettleAsync()
    {
        while (_running.Count > 0)
        {
            await Task.WhenAny(_running.Dequeue()).ConfigureAwait(false);
        }
    }

    /// <summary>Whether nothing comes of the row, so that it is left out of the upload.</summary>
    public bool IsLeftOut(ImportRow row) => _seen.TryGetValue(row.Number, out var seen) && seen.IsLeftOut;

    /// <summary>What became of a row since it was checked.</summary>
    public RowChange ChangeOf(ImportRow row)
    {
        var now = IdentityOf(row);
        return !_seen.TryGetValue(row.Number, out var seen) || seen.Row.Row != now.Row ? RowChange.Row
            : seen.Row.Password == now.Password ? RowChange.None
            : row.PasswordFile is null ? RowChange.Row : RowChange.PasswordFile;
    }

    /// <summary>What the row's file was when it was checked.</summary>
    public Digest128 FileOf(ImportRow row) => _seen[row.Number].File;

    /// <summary>Gives away what was made of the row's file; null when it was not kept.</summary>
    public PreparedUserPfxFile? Take(ImportRow row) =>
        _kept.TryGetValue(row.Number, out var file) && _kept.Remove(row.Number) ? file : null;

    private static ManifestException Double(ImportRow row, int earlier, string what)
    {
        var name = NameOf(row, row.Number);
        var subject = $"{char.ToUpperInvariant(name[0])}{name.Substring(1)}{(row.List is null ? null : $" of '{row.List}'")}";
        return new ManifestException(
            ManifestErrorKind.RowDuplicate,
            $"{subject} is left out: {NameOf(row, earlier)} has {what} already for {row.Recipient} ('{row.Path}'). "
            + "Remove one.",
            row.List ?? row.Path,
            row.Number);
    }

    private static string NameOf(ImportRow row, int number) => string.Format(
        CultureInfo.InvariantCulture, row.List is null ? "row {0} of the pipeline" : "line {0}", number);

    private async Task<ImportRow> CheckAsync(ImportRow row, CancellationToken cancellationToken)
    {
        using (row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (row.Error is null)
                {
                    var isWritten = Volatile.Read(ref _room) > 0;
                    row.File = await UserPfxPreparer
                        .RunAsync(row, protection!, isWritten, expected: null, TimeProvider.System, cancellationToken)
                        .ConfigureAwait(false);
                    Interlocked.Add(ref _room, -row.File.Size);
                }
            }
            catch (SmimeException e)
            {
                row.Error = e;
            }

            return row;
        }
    }

    private readonly record struct Seen(RowIdentity Row, Digest128 File, bool IsLeftOut);
}

/// <summary>What tells a row from another.</summary>
/// <param name="Row">What the row says, other than the password.</param>
/// <param name="Password">The password, or why there is none.</param>
internal readonly record struct RowIdentity(Digest128 Row, Digest128 Password);

/// <summary>What became of a row between its check and its upload.</summary>
internal enum RowChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The row stands as it was, and the file that it names for the password holds another, or none any more.</summary>
    PasswordFile,

    /// <summary>It is another row.</summary>
    Row,
}
