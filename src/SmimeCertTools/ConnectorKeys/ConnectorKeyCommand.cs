using System.Linq;
using System.Management.Automation;
using System.Security;
using SmimeCertTools.Core;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>What the cmdlets for connector keys share: storage, files, and the question before a key is replaced.</summary>
public abstract class ConnectorKeyCommand : AsyncCmdlet
{
    /// <summary>The parameter set of keys in a key storage provider.</summary>
    protected const string ProviderSet = "Provider";

    /// <summary>The parameter set of keys in files.</summary>
    protected const string PathSet = "Path";

    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>The key storage providers of this computer.</summary>
    private protected static IKeyStorage Storage => KeyStorage.ForThisPlatform();

    /// <summary>A password as the core takes it; the caller disposes of it.</summary>
    private protected static SecretText Text(SecureString? secure) =>
        secure is null ? SecretText.Absent() : SecretText.From(secure);

    /// <summary>How a provider's key is named to people.</summary>
    private protected static string Describe(string providerName, string keyName) => $"key '{keyName}' in '{providerName}'";

    /// <summary>Whether names can be those of a key and a provider; one that cannot is reported.</summary>
    private protected bool AreNames(string providerName, string keyName) =>
        IsGood("ProviderName", ValidateKeyNameAttribute.ProblemOf(providerName))
        && IsGood("KeyName", ValidateKeyNameAttribute.ProblemOf(keyName));

    /// <summary>Whether an account can be one, or is left out; one that cannot is reported.</summary>
    private protected bool IsAccount(string? account) => account is null
        || IsGood("ServiceAccount", ValidateKeyNameAttribute.ProblemOf(account, int.MaxValue));

    /// <summary>Whether a path was given; anything else is reported.</summary>
    private protected bool IsPath(string parameter, string path) =>
        IsGood(parameter, BoundText.ProblemOf(path) ?? (path.Length == 0 ? "is empty. Give the path of a file" : null));

    /// <summary>Whether a password is one, or none was given; anything else is reported.</summary>
    private protected bool IsUsable(SecureString? password) => IsGood("Password", PasswordTransformAttribute.ProblemOf(password));

    /// <summary>Whether nothing is wrong with a value; else that is reported.</summary>
    private protected bool IsGood(string parameter, string? problem)
    {
        if (problem is not null)
        {
            WriteError(InputErrors.Unusable(InputErrors.ValueUnusableId, parameter, problem));
        }

        return problem is null;
    }

    /// <summary>The one file that a path stands for; null when there is none, which is then reported.</summary>
    private protected string? FindFile(string path) => Single(this.ResolveFile(path));

    /// <summary>The full path that a file to be written gets; null when there can be none, which is then reported.</summary>
    private protected string? NewFile(string path) => Single(this.ResolveNew(path));

    /// <summary>Whether a password to protect a private key with is one; an empty one is reported.</summary>
    private protected bool IsPassword(SecureString? password, string item)
    {
        if (password is { Length: > 0 })
        {
            return true;
        }

        WriteError(ConnectorKeyErrors.PasswordEmpty(item));
        return false;
    }

    /// <summary>
    /// Warns of the accounts that may use the key that is there and could not use the one that replaces it: the connector's
    /// service would stop there.
    /// </summary>
    /// <exception cref="KeyProtectionException">The request's service account is not known.</exception>
    private protected void WarnOfDroppedAccounts(ConnectorKeyRequest request)
    {
        var dropped = Storage.FindDroppedAccounts(request);
        if (dropped.Count > 0)
        {
            WriteWarning($"The {Describe(request.ProviderName, request.KeyName)} that is there may be used by "
                + $"{string.Join(", ", dropped.Select(account => $"'{account}'"))}; the one that replaces it may not. "
                + "If the connector's service runs as such an account, name it with -ServiceAccount.");
        }
    }

    /// <summary>
    /// Asks before a private key is replaced, unless -Confirm was given (then ShouldProcess asks or does not) or
    /// $ConfirmPreference is None. To lose the key is to lose every record made with it.
    /// </summary>
    private protected bool ShouldReplace(string what) =>
        MyInvocation.BoundParameters.ContainsKey("Confirm")
        || MyInvocation.BoundParameters.ContainsKey("WhatIf")
        || GetVariableValue("ConfirmPreference") is ConfirmImpact.None or "None"
        || ShouldContinue(
            $"Replace {what}? Records that were made with it can no longer be delivered, unless another copy of the key exists.",
            "Replace connector key",
            ref _yesToAll,
            ref _noToAll);

    /// <summary>Encrypts and decrypts with a key that a provider just got. A key that does not work is reported.</summary>
    /// <exception cref="KeyProtectionException">The key is not there any more.</exception>
    private protected bool IsProven(ConnectorKeyInfo info)
    {
        var findings = ConnectorKeyTest.Of(Storage, info.ProviderName, info.KeyName).RoundTrip();
        var failed = findings.FirstOrDefault(finding => finding.Check != SmimeConnectorKeyCheck.Passed);
        if (failed is null)
        {
            WriteVerbose($"The {Describe(info.ProviderName, info.KeyName)} decrypts what is encrypted for it.");
        }
        else
        {
            WriteError(ConnectorKeyErrors.NotConfirmed(info.ProviderName, info.KeyName, failed.Message));
        }

        return failed is null;
    }

    private string? Single(ResolvedPath resolved)
    {
        if (resolved.Error is null)
        {
            return resolved.Paths[0];
        }

        WriteError(resolved.Error);
        return null;
    }
}
