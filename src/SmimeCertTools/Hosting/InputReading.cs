using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using SmimeCertTools.Core.Lists;
using SmimeCertTools.Errors;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Reads the values of one object of the pipeline, or of what was given in words, and keeps the first thing that is wrong. A
/// string is a path and nothing else.
/// </summary>
/// <param name="cmdlet">The cmdlet, whose session resolves paths.</param>
/// <param name="columns">Where values come from.</param>
/// <param name="item">The object; null where everything was given in words.</param>
/// <param name="number">The object's place, from 1.</param>
internal sealed class InputReading(PSCmdlet cmdlet, InputColumns columns, object? item, int number)
{
    private Func<string, object?, ErrorRecord>? _problem;

    /// <summary>What the object is called where nothing else is known of it.</summary>
    public string Name => $"object {number} of the input";

    /// <summary>The object; null where everything was given in words.</summary>
    public object? Item => item;

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool IsGood => _problem is null;

    /// <summary>
    /// Whether it is a row with nothing in it: spreadsheets leave such rows behind where rows were emptied; those of a list are
    /// passed over as well.
    /// </summary>
    public static bool IsBlank(object? item)
    {
        try
        {
            return item is not null && ObjectMembers.Values(item) is { } values && values.All(value =>
                value is null || (ObjectMembers.Base(value) is string text && ListText.IsBlank(text)));
        }
        catch (GetValueException)
        {
            return false;
        }
    }

    /// <summary>The error; null when nothing is wrong.</summary>
    /// <param name="name">What the row is called; null where nothing is known of it.</param>
    /// <param name="target">What the error is about.</param>
    public ErrorRecord? Error(string? name, object? target) => _problem?.Invoke(name ?? Name, target);

    /// <summary>Says what is wrong, unless something was wrong before.</summary>
    public void Fail(Func<string, object?, ErrorRecord> problem) => _problem ??= problem;

    /// <summary>A text; empty where there is none, or it is none.</summary>
    public string Text(string parameter, object? bound)
    {
        var cell = Cell(parameter, bound);
        return Good(BoundText.Of(cell.Value), InputErrors.ValueUnusableId, parameter, cell);
    }

    /// <summary>Several texts; empty where there are none.</summary>
    public string[] Texts(string parameter, object? bound)
    {
        var cell = Cell(parameter, bound);
        return [.. BoundText.Many(cell.Value).Select(text => Good(text, InputErrors.ValueUnusableId, parameter, cell))
            .Where(text => text.Length > 0)];
    }

    /// <summary>A user principal name; empty where there is none, or it is none.</summary>
    public string User(string parameter, object? bound)
    {
        var cell = Cell(parameter, bound);
        return Good(UserPrincipalNameTransformAttribute.Read(cell.Value), InputErrors.UserInvalidId, parameter, cell);
    }

    /// <summary>A purpose; null where there is none, or it is none.</summary>
    public UserPfxPurpose? Purpose(string parameter, object? bound)
    {
        var cell = Cell(parameter, bound);
        var purpose = PurposeTransformAttribute.Read(cell.Value);
        var isNone = purpose == PurposeTransformAttribute.Unusable;
        Check(InputErrors.PurposeUnknownId, parameter, cell.Problem ?? (isNone ? InputErrors.NoPurpose : null));
        return isNone ? null : purpose;
    }

    /// <summary>Yes or no; no where there is nothing.</summary>
    public bool Flag(string parameter, SwitchParameter bound)
    {
        var cell = Cell(parameter, bound);
        var flag = FlagTransformAttribute.Read(cell.Value);
        Check(InputErrors.ValueUnusableId, parameter, cell.Problem ?? (flag is null ? "says neither True nor False" : null));
        return flag ?? false;
    }

    /// <summary>A password; null where there is none, or it is none.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="bound">The parameter's value.</param>
    /// <param name="isThere">Whether the row has such a column, or the parameter was given in words.</param>
    public SecureString? Password(string parameter, object? bound, out bool isThere)
    {
        var cell = Cell(parameter, bound);
        isThere = cell.IsThere;
        var password = PasswordTransformAttribute.Read(cell.Value);
        Check(InputErrors.PasswordUnusableId, parameter, cell.Problem ?? PasswordTransformAttribute.ProblemOf(password));
        return password;
    }

    /// <summary>Whether a parameter was given in words, or the object has such a column with something in it.</summary>
    public bool Has(string parameter, object? bound)
    {
        var cell = Cell(parameter, bound);
        return cell.Problem is not null || (cell.IsThere && !BoundText.Many(cell.Value).All(ListText.IsBlank));
    }

    /// <summary>Whether a file is named, be it by a word, a column, or by the object itself.</summary>
    public bool HasFile(object? path, object? literalPath) =>
        item is string || Has("Path", path) || Has("LiteralPath", literalPath);

    /// <summary>The files, each with its full path, or an error with the path as given.</summary>
    /// <param name="path">The value of -Path.</param>
    /// <param name="literalPath">The value of -LiteralPath.</param>
    /// <param name="missing">Makes the error of a path without text.</param>
    public List<(string? Path, ErrorRecord? Error)> Files(object? path, object? literalPath, Func<ErrorRecord> missing)
    {
        var (paths, isLiteral, problem) = item is string text && !columns.IsGiven("Path") && !columns.IsGiven("LiteralPath")
            ? ([BoundText.Of(text)], false, null)
            : Paths(path, literalPath);
        return
        [
            .. paths.SelectMany(given => (problem ?? BoundText.ProblemOf(given)) is { } wrong
                ? [(null, InputErrors.Unusable(PathErrors.UnusableId, isLiteral ? "LiteralPath" : "Path", Name, wrong, null))]
                : cmdlet.ResolveInput([given], isLiteral, missing)),
        ];
    }

    private (string[] Paths, bool IsLiteral, string? Problem) Paths(object? path, object? literalPath)
    {
        var (cell, literal) = (Cell("Path", path), Cell("LiteralPath", literalPath));
        var isLiteral = literal.IsThere && cell.Problem is null && BoundText.Many(cell.Value).All(ListText.IsBlank);
        cell = isLiteral ? literal : cell;
        var paths = BoundText.Many(cell.Value);
        return (paths.Length == 0 ? [string.Empty] : paths, isLiteral, cell.Problem);
    }

    // A string has no columns: its length is not one of them.
    private InputCell Cell(string parameter, object? bound) =>
        columns.Read(parameter, bound, item is string && !columns.IsGiven(parameter) ? null : item);

    private string Good(string text, string errorId, string parameter, InputCell cell)
    {
        var problem = cell.Problem ?? BoundText.ProblemOf(text);
        Check(errorId, parameter, problem);
        return problem is null ? text : string.Empty;
    }

    private void Check(string errorId, string column, string? problem)
    {
        if (problem is not null)
        {
            Fail((name, target) => InputErrors.Unusable(errorId, column, name, problem, target));
        }
    }
}
