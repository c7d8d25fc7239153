using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Migration;

/// <summary>
/// Finds out which password opens which file. Key derivation is all that it costs, so each password is tried on a file once, by
/// the integrity check alone, and the likely ones first; the search of a file ends with the first that opens it.
/// </summary>
public sealed class PasswordSearch
{
    /// <summary>How many passwords are tried on a file before all files have had their likely ones.</summary>
    private const int MostLikely = 8;

    private readonly IReadOnlyList<ArchiveItem> _items;
    private readonly IReadOnlyList<ListedPassword> _passwords;
    private readonly PasswordOrder _order;
    private readonly SearchedFile?[] _found;
    private readonly HashSet<int>[] _tried;
    private readonly IProgress<int>? _progress;
    private int _done;
    private long _trials;

    /// <param name="items">The files. A password that goes with one is tried on it first.</param>
    /// <param name="passwords">The passwords; the caller's.</param>
    /// <param name="progress">Told how many files are done.</param>
    public PasswordSearch(
        IReadOnlyList<ArchiveItem> items, IReadOnlyList<ListedPassword> passwords, IProgress<int>? progress = null)
    {
        (_items, _passwords, _progress) = (Guard.NotNull(items), Guard.NotNull(passwords), progress);
        _order = new PasswordOrder(passwords);
        _found = new SearchedFile?[items.Count];
        _tried = [.. items.Select(_ => new HashSet<int>())];
    }

    /// <summary>How many times a password was tried on a file.</summary>
    public long Trials => Interlocked.Read(ref _trials);

    /// <summary>Searches, as many files at a time as <paramref name="throttleLimit"/> says.</summary>
    /// <param name="throttleLimit">Files at a time.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>
    /// What was found of each file, in the order of the files. The caller disposes of the passwords in it that are in no list.
    /// </returns>
    public async Task<IReadOnlyList<SearchedFile>> RunAsync(int throttleLimit, CancellationToken cancellationToken)
    {
        // All likely pairs first: what they teach leaves less to be tried blindly.
        await Workers.EachAsync(_items.Count, throttleLimit,
            (place, token) => SearchAsync(place, isThorough: false, token), cancellationToken).ConfigureAwait(false);
        var left = Enumerable.Range(0, _items.Count).Where(place => _found[place] is null).ToList();
        await Workers.EachAsync(left.Count, throttleLimit,
            (place, token) => SearchAsync(left[place], isThorough: true, token), cancellationToken).ConfigureAwait(false);
        return [.. _found.OfType<SearchedFile>()];
    }

    /// <summary>Opens a file for which somebody who was asked gave a password.</summary>
    /// <param name="file">What was found of it so far.</param>
    /// <param name="password">The password; the caller's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was found; the same as before where the password is another.</returns>
    public static async Task<SearchedFile> OpenAsync(
        SearchedFile file, SecretText password, CancellationToken cancellationToken)
    {
        var options = new PfxReadOptions { Path = Guard.NotNull(file).Path };
        Guard.NotNull(password);
        byte[]? content = null;
        try
        {
            content = await PfxFile.ReadAsync(file.Path, options, cancellationToken).ConfigureAwait(false);
            PfxReader.RefuseOther(content, file.Path);
            var item = new ArchiveItem
            {
                Path = file.Path,
                Password = password,
                UserPrincipalName = file.UserPrincipalName,
                IntendedPurpose = file.IntendedPurpose,
                AllowOtherAddress = file.AllowOtherAddress,
            };
            using var contents = PfxReader.TryOpen(content, password, options, cancellationToken);
            return contents is null ? file
                : Opened(item, contents, password.Clone(), listed: null, file.Tried + 1, isAsked: true);
        }
        catch (SmimeException error)
        {
            return new SearchedFile { Path = file.Path, UserPrincipalName = file.UserPrincipalName, Error = error };
        }
        finally
        {
            SecretBytes.Zero(content ?? []);
        }
    }

    private async Task SearchAsync(int place, bool isThorough, CancellationToken cancellationToken)
    {
        var item = _items[place];
        var options = new PfxReadOptions { Path = item.Path };
        byte[]? content = null;
        try
        {
            content = await PfxFile.ReadAsync(item.Path, options, cancellationToken).ConfigureAwait(false);
            PfxReader.RefuseOther(content, item.Path);
            var found = isThorough ? null : TryOwn(item, content, options, cancellationToken);
            found ??= TryListed(place, content, options, isThorough, cancellationToken);
            if (found is not null || isThorough)
            {
                End(place, found ?? Make(item, _tried[place].Count));
            }
        }
        catch (SmimeException error)
        {
            End(place, Make(item, _tried[place].Count, error));
        }
        finally
        {
            // Not every producer encrypts the private key in the file.
            SecretBytes.Zero(content ?? []);
        }
    }

    private void End(int place, SearchedFile found)
    {
        _found[place] = found;
        _progress?.Report(Interlocked.Increment(ref _done));
    }

    private static SearchedFile Make(ArchiveItem item, int tried, SmimeException? error = null) => new()
    {
        Path = item.Path,
        UserPrincipalName = item.UserPrincipalName,
        IntendedPurpose = item.IntendedPurpose,
        AllowOtherAddress = item.AllowOtherAddress,
        Tried = tried,
        Error = error,
    };

    private SearchedFile? TryOwn(
        ArchiveItem item, byte[] content, PfxReadOptions options, CancellationToken cancellationToken)
    {
        if (item.Password.IsAbsent)
        {
            return null;
        }

        Interlocked.Increment(ref _trials);
        using var contents = PfxReader.TryOpen(content, item.Password, options, cancellationToken);
        return contents is null ? null : Opened(item, contents, item.Password.Clone(), listed: null, tried: 1);
    }

    private SearchedFile? TryListed(
        int place, byte[] content, PfxReadOptions options, bool isThorough, CancellationToken cancellationToken)
    {
        var (item, tried) = (_items[place], _tried[place]);
        foreach (var candidate in isThorough ? _order.All(item.Path) : _order.Likely(item.Path).Take(MostLikely))
        {
            if (!tried.Add(candidate))
            {
                continue;
            }

            Interlocked.Increment(ref _trials);
            var listed = _passwords[candidate];
            using var contents = PfxReader.TryOpen(content, listed.Password, options, cancellationToken);
            if (contents is not null)
            {
                var found = Opened(item, contents, listed.Password, listed, tried.Count);
                _order.Learn(candidate, item.Path, found.Certificates.SelectMany(NamesOf));
                return found;
            }
        }

        return null;
    }

    private static IEnumerable<string> NamesOf(CatalogEntry entry) =>
        entry.Names.Select(name => name.Split('@')[0]);

    private static SearchedFile Opened(
        ArchiveItem item, PfxContents contents, SecretText password, ListedPassword? listed, int tried,
        bool isAsked = false) => new()
        {
            Path = item.Path,
            UserPrincipalName = item.UserPrincipalName,
            Certificates = [.. contents.KeyPairs.Select(pair =>
                CatalogEntry.Of(pair.Certificate, item.Path, item.UserPrincipalName))],
            Password = password,
            PasswordFile = listed is null && !isAsked ? item.PasswordFile : listed?.PasswordFile,
            IsAsked = isAsked,
            IntendedPurpose = item.IntendedPurpose,
            AllowOtherAddress = item.AllowOtherAddress,
            Listed = listed,
            Tried = tried,
            Error = contents.KeyPairs.Count > 0 ? null : ErrorOf(contents, item.Path),
        };

    private static SmimeException? ErrorOf(PfxContents contents, string path)
    {
        try
        {
            PfxKeyPairs.All(contents, path);
            return null;
        }
        catch (PfxException error)
        {
            return error;
        }
    }
}
