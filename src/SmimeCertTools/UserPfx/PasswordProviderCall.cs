using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Security;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>Asks a user's script block for the password of a file. For the pipeline thread alone.</summary>
internal static class PasswordProviderCall
{
    private static readonly PasswordTransformAttribute Transform = new();

    /// <summary>
    /// Asks: the row gets a password, or an error when the script block throws, gives nothing, or gives something that is no
    /// password. What it gave is in no error. Neither does a break or continue in it end whatever loop or script the command was
    /// called in: that would leave rows behind without a word.
    /// </summary>
    /// <returns>The exit that the script block called, which is the caller's to obey; null for none.</returns>
    public static ExitException? Invoke(ScriptBlock provider, ImportRow item)
    {
        var row = Describe(item);
        try
        {
            var answers = provider.InvokeWithContext(null, new List<PSVariable> { new("_", row) }, row);
            item.Password = Read(answers);
            item.Error = item.Password is null ? Missing(item, answers.Count) : null;
        }
        catch (ExitException exit)
        {
            item.Error = Failed(item, "it called exit, which ends the run; what has no result was not attempted.", exit);
            return exit;
        }
        catch (LoopFlowException flow)
        {
            var word = flow is ContinueException ? "continue" : "break";
            item.Error = Failed(
                item, $"it used {word} outside of a loop of its own. return ends it, throw fails the file.", flow);
        }
        catch (ObjectDisposedException cause)
        {
            item.Error = Failed(item, "the SecureString that it gave was disposed of. Give a copy: $password.Copy().", cause);
        }
        catch (ScriptCallDepthException cause)
        {
            item.Error = Failed(item, cause.Message, cause);
        }
        catch (InvalidOperationException cause)
        {
            // The engine's own of this kind, where it cannot run the script block at all.
            item.Error = Failed(item, cause.Message, cause);
        }
        catch (RuntimeException cause) when (cause is not PipelineStoppedException)
        {
            item.Error = Failed(item, cause.Message, cause);
        }

        return null;
    }

    private static SecretText? Read(Collection<PSObject> answers) =>
        answers.Count == 1 && Transform.Transform(null!, answers[0]) is SecureString secure ? SecretText.From(secure) : null;

    private static ImportException Missing(ImportRow item, int count) => new(
        ImportErrorKind.PasswordMissing,
        $"-PasswordProvider gave {(count > 1 ? $"{count} objects instead of one password" : "no password")} for '{item.Path}' of "
        + $"{item.UserPrincipalName}. It has to return one SecureString, PSCredential or text.",
        item.Path);

    private static ImportException Failed(ImportRow item, string reason, Exception cause) => new(
        ImportErrorKind.PasswordProviderFailed,
        $"-PasswordProvider failed for '{item.Path}' of {item.UserPrincipalName}: {reason}",
        item.Path,
        cause);

    private static PSObject Describe(ImportRow item)
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("UserPrincipalName", item.UserPrincipalName));
        row.Properties.Add(new PSNoteProperty("Path", item.Path));
        row.Properties.Add(new PSNoteProperty("Line", item.Line));
        row.Properties.Add(new PSNoteProperty("IntendedPurpose", item.IntendedPurpose));
        return row;
    }
}
