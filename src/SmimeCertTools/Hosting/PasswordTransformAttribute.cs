using System;
using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Security;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Lets a SecureString parameter take what people have at hand: a SecureString, a PSCredential (its password), or text such as a
/// CSV column. Empty text is an empty password; null is none. Nothing of the value gets into an error.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PasswordTransformAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<SecureString, string> Problems = new();

    /// <summary>
    /// Whether plain text is taken. Default true; false for secrets that belong in no file and no command history.
    /// </summary>
    public bool AllowText { get; set; } = true;

    /// <summary>
    /// Whether what is no password is bound all the same, for the cmdlet to tell (<see cref="ProblemOf"/>): so it has to be where
    /// the parameter binds by pipeline. Default false.
    /// </summary>
    public bool NeverFails { get; set; }

    /// <summary>Whether the cmdlet asks a script block for the password of each row itself. Default false.</summary>
    public bool AllowScriptBlock { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is null ? null : ObjectMembers.Base(inputData);
        return AllowScriptBlock && value is ScriptBlock ? value
            : value is string && !AllowText ? throw new ArgumentTransformationMetadataException(
                "Plain text is not taken here. Give a SecureString, as from Read-Host -AsSecureString, or a PSCredential.")
            : TryRead(value, out var password) ? password
            : NeverFails ? Mark(Problem(value!))
            : throw new ArgumentTransformationMetadataException($"The value {Problem(value!, AllowText)}.");
    }

    /// <summary>The password that a value is; one that is none has a problem.</summary>
    internal static SecureString? Read(object? value) =>
        TryRead(value is null ? null : ObjectMembers.Base(value), out var password) ? password : Mark(Problem(value!));

    /// <summary>What is wrong with a bound password, as the end of a sentence; null when it is one, or none was given.</summary>
    internal static string? ProblemOf(SecureString? password) =>
        password is not null && Problems.TryGetValue(password, out var problem) ? problem : null;

    private static bool TryRead(object? value, out SecureString? password)
    {
        password = value switch
        {
            SecureString secure => secure,
            PSCredential credential => credential.Password,
            string text => Protect(text),
            IList { Count: 1 } list => Read(list[0]),
            _ => null,
        };
        return password is not null || value is null;
    }

    private static string Problem(object value, bool allowsText = true) =>
        $"is of type {BoundText.TypeOf(value)} and no password. Give a SecureString, a PSCredential"
            + (allowsText
                ? " or text; a number from a worksheet may have lost leading zeros, so store it as text"
                : string.Empty);

    private static SecureString Mark(string problem)
    {
        var secure = new SecureString();
        secure.MakeReadOnly();
        Problems.Add(secure, problem);
        return secure;
    }

    private static SecureString Protect(string text)
    {
        var secure = new SecureString();
        foreach (var character in text)
        {
            secure.AppendChar(character);
        }

        secure.MakeReadOnly();
        return secure;
    }
}
