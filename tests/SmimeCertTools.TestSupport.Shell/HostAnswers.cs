using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Security;

namespace SmimeCertTools.TestSupport.Shell;

/// <summary>
/// What a pretended user answers, in the order in which the questions will come. A question without an answer left fails the run,
/// as it would on a machine without a console.
/// </summary>
public sealed class HostAnswers
{
    private readonly ConcurrentQueue<string> choices = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<SecureString> secrets = new();
    private readonly ConcurrentQueue<string> asked = new();
    private Func<string, SecureString?>? secretFor;

    /// <summary>Every question so far: caption and message, one string each.</summary>
    public IReadOnlyCollection<string> Asked => asked;

    /// <summary>
    /// Answers a choice (ShouldProcess, ShouldContinue, -Confirm) by its label without the "&amp;": "Yes", "Yes to All", "No".
    /// </summary>
    public HostAnswers Choose(params string[] labels)
    {
        foreach (var label in labels)
        {
            choices.Enqueue(label);
        }

        return this;
    }

    /// <summary>Answers a request for a line or for a mandatory parameter that was left out.</summary>
    public HostAnswers Type(params string[] texts)
    {
        foreach (var text in texts)
        {
            lines.Enqueue(text);
        }

        return this;
    }

    /// <summary>Answers a request for a password.</summary>
    public HostAnswers TypeSecret(SecureString secret)
    {
        secrets.Enqueue(secret);
        return this;
    }

    /// <summary>
    /// Answers every request for a password for which none was typed in by what is asked; null leaves the question open.
    /// </summary>
    public HostAnswers TypeSecretFor(Func<string, SecureString?> answer)
    {
        secretFor = answer;
        return this;
    }

    internal void Record(string question) => asked.Enqueue(question);

    internal bool TryChoice(out string label) => choices.TryDequeue(out label!);

    internal bool TryLine(out string text) => lines.TryDequeue(out text!);

    internal bool TrySecret(string question, out SecureString secret) =>
        secrets.TryDequeue(out secret!) || (secret = secretFor?.Invoke(question)!) is not null;
}
