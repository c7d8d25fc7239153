using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Offers values that begin with what is typed, or are called by a text that does, quoted where the value needs it. PowerShell
/// offers files where a parameter has no completer, and none where a completer has nothing to offer.
/// </summary>
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
        var pattern = WildcardPattern.ContainsWildcardCharacters(typed)
            ? WildcardPattern.Get($"{typed}*", WildcardOptions.IgnoreCase) : null;
        return Names(fakeBoundParameters).Where(name => Fits(name.Value) || Fits(name.Text)).Select(ToResult);

        bool Fits(string text) =>
            text.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || pattern?.IsMatch(text) == true;
    }

    private protected virtual IEnumerable<KnownName> Names(IDictionary boundParameters) =>
        Candidates(boundParameters).Select(candidate => new KnownName(candidate.Key, candidate.Key, candidate.Value));

    private static CompletionResult ToResult(KnownName name)
    {
        // Neither may be empty.
        var text = ViewText.Text(name.Text);
        var meaning = ViewText.Text(name.Meaning);
        return new CompletionResult(Quote(name.Value), text.Length == 0 ? name.Value : text, CompletionResultType.ParameterValue,
            meaning.Length == 0 ? name.Value : meaning);
    }

    // An @ begins an array, a hashtable or a splatted variable only where a word begins with it.
    private static string Quote(string text) =>
        char.IsLetterOrDigit(text[0]) && text.All(character =>
            char.IsLetterOrDigit(character) || character is '-' or '_' or '.' or '@' or '+')
            ? text
            : $"'{text.Replace("'", "''")}'";
}
