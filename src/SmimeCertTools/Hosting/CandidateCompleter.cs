using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SmimeCertTools.Hosting;

/// <summary>Offers values that begin with what is typed, quoted where the value needs it.</summary>
public abstract class CandidateCompleter : IArgumentCompleter
{
    /// <summary>The values with what each means, best first.</summary>
    /// <param name="boundParameters">The parameters given so far.</param>
    protected abstract IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return Candidates(fakeBoundParameters)
            .Where(candidate => candidate.Key.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(candidate => new CompletionResult(
                Quote(candidate.Key), candidate.Key, CompletionResultType.ParameterValue, candidate.Value));
    }

    private static string Quote(string text) =>
        text.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.')
            ? text
            : $"'{text.Replace("'", "''")}'";
}
