using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Models;

namespace SmimeCertTools.Parameters;

/// <summary>
/// Lets a <see cref="UserPfxPurpose"/> parameter take the words people write into lists: Encryption, encrypt, S/MIME Signing,
/// sign and so on, in any case. Empty text, as in an empty CSV column, is no purpose given (null).
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PurposeTransformAttribute : ArgumentTransformationAttribute
{
    private static readonly Dictionary<string, UserPfxPurpose> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SmimeEncryption"] = UserPfxPurpose.SmimeEncryption,
        ["SmimeEncrypt"] = UserPfxPurpose.SmimeEncryption,
        ["Encryption"] = UserPfxPurpose.SmimeEncryption,
        ["Encrypt"] = UserPfxPurpose.SmimeEncryption,
        ["SmimeSigning"] = UserPfxPurpose.SmimeSigning,
        ["SmimeSign"] = UserPfxPurpose.SmimeSigning,
        ["SmimeSignature"] = UserPfxPurpose.SmimeSigning,
        ["Signing"] = UserPfxPurpose.SmimeSigning,
        ["Sign"] = UserPfxPurpose.SmimeSigning,
        ["Signature"] = UserPfxPurpose.SmimeSigning,
        ["Vpn"] = UserPfxPurpose.Vpn,
        ["Wifi"] = UserPfxPurpose.Wifi,
        ["Unassigned"] = UserPfxPurpose.Unassigned,
    };

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
            int number => Parse(number.ToString(CultureInfo.InvariantCulture)),
            _ => throw Unknown(value.GetType().FullName!),
        };
    }

    private static UserPfxPurpose Parse(string text)
    {
        var word = new string([.. text.Where(char.IsLetterOrDigit)]);
        if (Words.TryGetValue(word, out var purpose))
        {
            return purpose;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.IsDefined(typeof(UserPfxPurpose), number)
                ? (UserPfxPurpose)number
                : throw Unknown(text);
    }

    private static ArgumentTransformationMetadataException Unknown(string what) =>
        new($"'{what}' is no purpose. Use SmimeEncryption or SmimeSigning, or none to follow the certificate's key usage.");
}
