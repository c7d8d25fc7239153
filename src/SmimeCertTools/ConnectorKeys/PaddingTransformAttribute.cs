using System;
using System.Management.Automation;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>
/// Lets a <see cref="UserPfxPaddingScheme"/> parameter take None for the default, OAEP with SHA-512, as
/// New-IntuneUserPfxCertificate of the earlier scripts did. It is not offered for completion.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PaddingTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string or Enum when IsNone(value.ToString()!) => UserPfxPaddingScheme.OaepSha512,
            0 => UserPfxPaddingScheme.OaepSha512,

            // An enumeration of the earlier scripts has the same names.
            Enum other and not UserPfxPaddingScheme => other.ToString(),
            _ => inputData,
        };
    }

    private static bool IsNone(string text) =>
        string.Equals(text.Trim(), nameof(UserPfxPaddingScheme.None), StringComparison.OrdinalIgnoreCase);
}
