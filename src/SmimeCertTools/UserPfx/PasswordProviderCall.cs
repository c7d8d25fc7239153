using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Security;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>Asks a user's script block for the password of a file. For the pipeline thread alone.</summary>
internal static class PasswordProviderCall
{
    private static readonly PasswordTransformAttribute Transform = new();

    /// <summary>
    /// The password; null with an error when the script block throws, gives nothing, or gives something that is no password. What
    /// it gave is in no error.
    /// </summary>
    public static SecretText? Invoke(ScriptBlock provider, UserPfxItem item, UserPfxPurpose? purpose, out SmimeException? error)
    {
        error = null;
        var row = Describe(item, purpose);
        try
        {
            var answers = provider.InvokeWithContext(null, new List<PSVariable> { new("_", row) }, row);
            var password = Read(answers);
            error = password is null ? Missing(item, answers.Count) : null;
            return password;
        }
        catch (ArgumentTransformationMetadataException cause)
        {
            error = Failed(item, cause);
        }
        catch (RuntimeException cause) when (cause is not PipelineStoppedException)
        {
            error = Failed(item, cause);
        }

        return null;
    }

    private static SecretText? Read(Collection<PSObject> answers) =>
        answers.Count == 1 && Transform.Transform(null!, answers[0]) is SecureString secure ? SecretText.From(secure) : null;

    private static ImportException Missing(UserPfxItem item, int count) => new(
        ImportErrorKind.PasswordMissing,
        $"-PasswordProvider gave {(count > 1 ? $"{count} objects instead of one password" : "no password")} for '{item.Path}' of "
        + $"{item.UserPrincipalName}. It has to return one SecureString, PSCredential or text.",
        item.Path);

    private static ImportException Failed(UserPfxItem item, RuntimeException cause) => new(
        ImportErrorKind.PasswordProviderFailed,
        $"-PasswordProvider failed for '{item.Path}' of {item.UserPrincipalName}: {cause.Message}",
        item.Path,
        cause);

    private static PSObject Describe(UserPfxItem item, UserPfxPurpose? purpose)
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("UserPrincipalName", item.UserPrincipalName));
        row.Properties.Add(new PSNoteProperty("Path", item.Path));
        row.Properties.Add(new PSNoteProperty("Line", item.Line));
        row.Properties.Add(new PSNoteProperty("IntendedPurpose", purpose));
        return row;
    }
}
