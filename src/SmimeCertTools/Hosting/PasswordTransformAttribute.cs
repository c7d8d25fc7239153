using System;
using System.Management.Automation;
using System.Security;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Lets a SecureString parameter take what people have at hand: a SecureString, a PSCredential (its password), or text such as a
/// CSV column. Empty text is an empty password; null is none. Nothing of the value gets into an error.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PasswordTransformAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether plain text is taken. Default true; false for secrets that belong in no file and no command history.
    /// </summary>
    public bool AllowText { get; set; } = true;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            SecureString secure => secure,
            PSCredential credential => credential.Password,
            string text when AllowText => Protect(text),
            string => throw new ArgumentTransformationMetadataException(
                "Plain text is not taken here. Give a SecureString, as from Read-Host -AsSecureString, or a PSCredential."),
            _ => throw new ArgumentTransformationMetadataException(
                $"A value of type {value.GetType().FullName} is no password. Give a SecureString, a PSCredential"
                + (AllowText ? " or text; a number from a worksheet may have lost leading zeros, so store it as text." : ".")),
        };
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
