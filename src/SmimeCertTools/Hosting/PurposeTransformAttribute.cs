using System;
using System.Globalization;
using System.Management.Automation;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Lets a <see cref="UserPfxPurpose"/> parameter take the words people write into lists: Encryption, encrypt, S/MIME Signing,
/// sign and so on, in any case. Empty text, as in an empty CSV column, is no purpose given (null).
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PurposeTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            UserPfxPurpose purpose => purpose,
            string text when string.IsNullOrWhiteSpace(text) => null,
            string or Enum => Parse(value.ToString()!),

            // ConvertFrom-Json makes Int64 of a number, and whoever reads worksheets makes Double of it.
            int or long or short or byte or double or decimal => Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!),
            _ => throw Unknown(value.GetType().FullName!),
        };
    }

    private static UserPfxPurpose Parse(string text) =>
        PurposeWords.TryParse(text, out var purpose) ? purpose : throw Unknown(text);

    private static ArgumentTransformationMetadataException Unknown(string what) =>
        new($"'{what}' is no purpose. Use SmimeEncryption or SmimeSigning, or none to follow the certificate's key usage.");
}
