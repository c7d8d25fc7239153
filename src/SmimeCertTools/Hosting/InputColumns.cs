using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Errors;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Where a cmdlet that takes rows has its values from: a parameter that was given in words wins over the row's column of that
/// name or of one of the parameter's aliases. The engine binds columns as well, one parameter set at a time and each into the
/// parameter's type; a row is taken from the object itself, so that none is lost to that.
/// </summary>
internal sealed class InputColumns
{
    private readonly PSCmdlet _cmdlet;
    private readonly HashSet<string> _given;
    private int _items;
    private readonly Dictionary<string, string[]> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes what was given in words. To be called before the first row comes.</summary>
    public InputColumns(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _given = new(cmdlet.MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a parameter was given in words, or by position.</summary>
    public bool IsGiven(string parameter) => _given.Contains(parameter);

    /// <summary>
    /// Ends the command where neither words nor the pipeline name a file, instead of asking for one after another.
    /// </summary>
    /// <param name="what">What is named.</param>
    public void RequireFiles(string what)
    {
        if (!_cmdlet.MyInvocation.ExpectingInput && !IsGiven("InputObject") && !IsGiven("Path") && !IsGiven("LiteralPath"))
        {
            _cmdlet.ThrowTerminatingError(InputErrors.NothingNamed(
                what, "Give -Path or -LiteralPath, or pipe files or rows to the cmdlet."));
        }
    }

    /// <summary>The objects that a bound -InputObject stands for, blank rows left out.</summary>
    public IEnumerable<InputReading> Readings(object? bound)
    {
        foreach (var item in PipelineInput.Take(bound))
        {
            _items++;
            if (InputReading.IsBlank(item))
            {
                _cmdlet.WriteVerbose("A row without values was passed over.");
            }
            else
            {
                yield return new InputReading(_cmdlet, this, item, _items);
            }
        }
    }

    /// <summary>The value for a row.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="bound">The parameter's value.</param>
    /// <param name="item">The row; null where there is none.</param>
    public InputCell Read(string parameter, object? bound, object? item)
    {
        if (!IsGiven(parameter))
        {
            return item is null ? default : Find(parameter, item);
        }

        return bound is ScriptBlock block ? Ask(parameter, block, item) : new InputCell(isThere: true, bound, null);
    }

    // A break or exit in a member's own code is a failure of that code to the engine.
    private InputCell Find(string parameter, object item)
    {
        try
        {
            foreach (var name in NamesOf(parameter))
            {
                if (ObjectMembers.TryFind(item, name, out var value))
                {
                    return new InputCell(isThere: true, value, null);
                }
            }

            return default;
        }
        catch (GetValueException)
        {
            // What a member's code says may hold the row.
            return new InputCell(isThere: true, null, "is a member whose own code failed");
        }
    }

    private static InputCell Failed(string parameter, string how) =>
        new(isThere: true, null, $"comes of the script block of -{parameter}, which {how}");

    private string[] NamesOf(string parameter)
    {
        if (!_names.TryGetValue(parameter, out var names))
        {
            names = _cmdlet.MyInvocation.MyCommand.Parameters.TryGetValue(parameter, out var metadata)
                ? [parameter, .. metadata.Aliases] : [];
            _names.Add(parameter, names);
        }

        return names;
    }

    private InputCell Ask(string parameter, ScriptBlock block, object? item)
    {
        try
        {
            var answers = block.InvokeWithContext(null, [new PSVariable("_", item)]);
            return answers.Count <= 1
                ? new InputCell(isThere: true, answers.FirstOrDefault() is { } answer ? ObjectMembers.Base(answer) : null, null)
                : new InputCell(isThere: true, answers.Select(ObjectMembers.Base).ToArray(), null);
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            // Its message is the script's own, and may hold the row.
            var line = error.ErrorRecord?.InvocationInfo?.ScriptLineNumber;
            return Failed(parameter,
                $"failed{(line > 0 ? $" in line {line}" : string.Empty)} ({error.GetBaseException().GetType().Name})");
        }
        catch (ExitException exit)
        {
            _cmdlet.Obey(exit, InputErrors.Unusable(InputErrors.ValueUnusableId, parameter,
                "is a script block that called exit, which ends the command; what has no result was not attempted"));
            throw;
        }
        catch (LoopFlowException)
        {
            // It would leave a loop of whoever called the command, or else the whole script, without a word.
            return Failed(parameter, "used break or continue outside of a loop");
        }
    }
}

/// <summary>What a row has for a parameter.</summary>
internal readonly struct InputCell(bool isThere, object? value, string? problem)
{
    /// <summary>Whether the row has such a column, or the parameter was given in words.</summary>
    public bool IsThere => isThere;

    /// <summary>The value; null where there is none.</summary>
    public object? Value => value;

    /// <summary>Why there is none, as the end of a sentence; null when nothing is wrong.</summary>
    public string? Problem => problem;
}
