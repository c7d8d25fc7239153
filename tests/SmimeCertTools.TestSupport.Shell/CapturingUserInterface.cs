using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;
using System.Text;

namespace SmimeCertTools.TestSupport.Shell;

internal sealed class CapturingUserInterface(int width, HostAnswers answers) : PSHostUserInterface
{
    private readonly StringBuilder shown = new();

    public override PSHostRawUserInterface RawUI { get; } = new CapturingRawUserInterface(width);

    public string TakeText()
    {
        lock (shown)
        {
            var text = shown.ToString().ReplaceLineEndings("\n");
            shown.Clear();
            return text;
        }
    }

    public override void Write(string value) => Append(value, newLine: false);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Append(value, newLine: false);

    public override void WriteLine(string value) => Append(value, newLine: true);

    public override void WriteErrorLine(string value) => Append(value, newLine: true);

    public override void WriteDebugLine(string message) => Append("DEBUG: " + message, newLine: true);

    public override void WriteVerboseLine(string message) => Append("VERBOSE: " + message, newLine: true);

    public override void WriteWarningLine(string message) => Append("WARNING: " + message, newLine: true);

    // Progress is kept as records in the result; a console shows it outside its text as well.
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override string ReadLine()
    {
        answers.Record("(line)");
        return answers.TryLine(out var text) ? text : throw Unanswered("a line of text");
    }

    public override SecureString ReadLineAsSecureString()
    {
        answers.Record("(secret line)");
        return answers.TrySecret(string.Empty, out var secret) ? secret : throw Unanswered("a password");
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        var values = new Dictionary<string, PSObject>();
        foreach (var field in descriptions)
        {
            answers.Record($"{caption} {message} {field.Name}".Trim());
            if (field.ParameterTypeFullName == typeof(SecureString).FullName)
            {
                values[field.Name] = PSObject.AsPSObject(
                    answers.TrySecret(field.Name, out var secret) ? secret : throw Unanswered(field.Name));
            }
            else
            {
                values[field.Name] = PSObject.AsPSObject(answers.TryLine(out var text) ? text : throw Unanswered(field.Name));
            }
        }

        return values;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        var question = $"{caption}: {message}";
        answers.Record(question);
        Append(question, newLine: true);
        if (!answers.TryChoice(out var wanted))
        {
            throw Unanswered(question);
        }

        var labels = choices.Select(c => c.Label.Replace("&", string.Empty, StringComparison.Ordinal)).ToList();
        var index = labels.FindIndex(l => string.Equals(l, wanted, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new HostException($"\"{question}\" offers {string.Join(", ", labels)}, not {wanted}.");
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedTypes,
        PSCredentialUIOptions options)
    {
        answers.Record($"{caption}: {message}");
        var name = string.IsNullOrEmpty(userName) ? ReadLine() : userName;
        return new PSCredential(name, answers.TrySecret(message, out var secret) ? secret : throw Unanswered(caption));
    }

    private static HostException Unanswered(string question) => new($"No answer is left for: {question}");

    private void Append(string value, bool newLine)
    {
        lock (shown)
        {
            // Headers are coloured whatever $PSStyle.OutputRendering says; what is captured is their text.
            shown.Append(new StringDecorated(value).ToString(OutputRendering.PlainText));
            if (newLine)
            {
                shown.Append('\n');
            }
        }
    }
}
