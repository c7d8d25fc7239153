using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SmimeCertTools.Core.Records;

/// <summary>
/// The words that people write for purposes into lists: Encryption, encrypt, S/MIME Signing, sign and so on, in any case, or the
/// number of the purpose.
/// </summary>
public static class PurposeWords
{
    private static readonly Dictionary<string, IntendedPurpose> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SmimeEncryption"] = IntendedPurpose.SmimeEncryption,
        ["SmimeEncrypt"] = IntendedPurpose.SmimeEncryption,
        ["Encryption"] = IntendedPurpose.SmimeEncryption,
        ["Encrypt"] = IntendedPurpose.SmimeEncryption,
        ["SmimeSigning"] = IntendedPurpose.SmimeSigning,
        ["SmimeSign"] = IntendedPurpose.SmimeSigning,
        ["SmimeSignature"] = IntendedPurpose.SmimeSigning,
        ["Signing"] = IntendedPurpose.SmimeSigning,
        ["Sign"] = IntendedPurpose.SmimeSigning,
        ["Signature"] = IntendedPurpose.SmimeSigning,
        ["Vpn"] = IntendedPurpose.Vpn,
        ["Wifi"] = IntendedPurpose.Wifi,
        ["Unassigned"] = IntendedPurpose.Unassigned,
    };

    /// <summary>Finds the purpose that <paramref name="text"/> stands for.</summary>
    /// <param name="text">A word or a number.</param>
    /// <param name="purpose">The purpose, when there is one.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse(string text, out IntendedPurpose purpose)
    {
        var word = new string([.. Guard.NotNull(text).Where(char.IsLetterOrDigit)]);
        if (Words.TryGetValue(word, out purpose))
        {
            return true;
        }

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.IsDefined(typeof(IntendedPurpose), number);
        purpose = isNumber ? (IntendedPurpose)number : default;
        return isNumber;
    }
}
