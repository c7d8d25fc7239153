using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Lists;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>A row that came in words or by pipeline.</summary>
internal sealed class UserPfxInputRow(ImportRow row, SecureString? password, bool isAsked)
{
    /// <summary>The row, without its password.</summary>
    public ImportRow Row => row;

    /// <summary>The password; null for a file that has none.</summary>
    public SecureString? Password => password;

    /// <summary>Whether somebody is asked for the password later.</summary>
    public bool IsAsked => isAsked;
}

/// <summary>
/// Makes rows of what comes in words and by pipeline: strings and files are paths, objects and dictionaries have columns. What is
/// wrong with a row is its error, and the others go on.
/// </summary>
internal sealed class UserPfxRowReader
{
    private const string Base64Name = "(Base64EncodedPfx)";

    private readonly UserPfxInputCommand _cmdlet;
    private readonly InputColumns _columns;
    private int _rows;
    private int _items;

    /// <summary>To be made before the first object comes.</summary>
    public UserPfxRowReader(UserPfxInputCommand cmdlet) => (_cmdlet, _columns) = (cmdlet, new InputColumns(cmdlet));

    /// <summary>Whether a parameter was given in words.</summary>
    public bool IsGiven(string parameter) => _columns.IsGiven(parameter);

    /// <summary>The rows of an object; none for a blank one.</summary>
    /// <param name="item">The object; null where everything was given in words.</param>
    public List<UserPfxInputRow> Read(object? item)
    {
        _items++;
        if (InputReading.IsBlank(item))
        {
            _cmdlet.WriteVerbose("A row without values was passed over.");
            return [];
        }

        var reading = new InputReading(_cmdlet, _columns, item, _items);
        var user = reading.User(nameof(_cmdlet.UserPrincipalName), _cmdlet.UserPrincipalName);
        var purpose = reading.Purpose(nameof(_cmdlet.IntendedPurpose), _cmdlet.IntendedPurpose);
        var allow = reading.Flag(nameof(_cmdlet.AllowOtherAddress), _cmdlet.AllowOtherAddress);
        var content = ReadText(reading, user, out var files);
        files ??= reading.Files(_cmdlet.Path, _cmdlet.LiteralPath, () => UserPfxErrors.PathMissing(
            user.Length > 0 ? user : reading.Name));
        var (password, isAsked) = Password(reading, hasItem: item is not null);
        return files.ConvertAll(file => new UserPfxInputRow(
            new ImportRow
            {
                Number = _rows++,
                UserPrincipalName = user,
                Path = file.Path,
                Content = content,
                IntendedPurpose = purpose,
                AllowOtherAddress = allow,
                Error = (file.Error ?? reading.Error(Name(user, file.Path), file.Path ?? user)) is { } error
                    ? new InputException(error.FullyQualifiedErrorId, error.Exception, error) : null,
            },
            password,
            isAsked));
    }

    private static string? Name(string user, string? path) => (user.Length, path) switch
    {
        (0, null) => null,
        (0, _) => $"'{path}'",
        (_, null) => user,
        _ => $"'{path}' for {user}",
    };

    /// <summary>A PFX that came as text; the file is null where none did.</summary>
    private byte[]? ReadText(InputReading reading, string user, out List<(string? Path, ErrorRecord? Error)>? files)
    {
        files = null;
        var text = reading.Text(UserPfxInputCommand.Base64Parameter, _cmdlet.Base64Text);
        if (text.Length == 0 && !IsGiven(UserPfxInputCommand.Base64Parameter))
        {
            return null;
        }

        byte[] content = [];
        FormatException? cause = null;
        try
        {
            content = Convert.FromBase64String(text);
        }
        catch (FormatException error)
        {
            cause = error;
        }

        files = [(Base64Name, content.Length > 0 ? null : UserPfxErrors.Base64Invalid(user, cause))];
        return content;
    }

    private (SecureString? Password, bool IsAsked) Password(InputReading reading, bool hasItem)
    {
        var password = reading.Password(nameof(_cmdlet.Password), _cmdlet.Password, out var isThere);
        var file = reading.Text(nameof(_cmdlet.PasswordFile), _cmdlet.PasswordFile);
        if (!reading.IsGood)
        {
            return default;
        }

        if (file.Length > 0)
        {
            if (password is not { Length: > 0 })
            {
                return (ReadFile(reading, file), false);
            }

            reading.Fail((name, target) => InputErrors.Unusable(InputErrors.PasswordUnusableId, nameof(_cmdlet.Password), name,
                "stands beside a PasswordFile. Leave one of them empty", target));
        }
        else if (_cmdlet.PasswordProvider is not null && password is not { Length: > 0 })
        {
            return (null, true);
        }
        else if (!isThere && (hasItem || !_cmdlet.TryPrompt(out password)))
        {
            reading.Fail(InputErrors.PasswordMissing);
        }

        return (password, false);
    }

    private SecureString? ReadFile(InputReading reading, string file)
    {
        var resolved = _cmdlet.ResolveFile(file);
        if (resolved.Error is not null)
        {
            reading.Fail((_, _) => resolved.Error);
            return null;
        }

        try
        {
            using var password = PasswordFile.Read(resolved.Paths[0]);
            return password.ToSecureString();
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException
            or SecurityException)
        {
            reading.Fail((name, target) => InputErrors.PasswordFileUnreadable(name, resolved.Paths[0], error, target));
            return null;
        }
    }
}
