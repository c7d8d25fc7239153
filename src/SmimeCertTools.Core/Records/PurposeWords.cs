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

    /// <summary>Finds the purpose that <paramref name="text"/> stands for.</summary>
    /// <param name="text">A word or a number.</param>
    /// <param name="purpose">The purpose, when there is one.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse(string text, out UserPfxPurpose purpose)
    {
        var word = new string([.. Guard.NotNull(text).Where(char.IsLetterOrDigit)]);
        if (Words.TryGetValue(word, out purpose))
        {
            return true;
        }

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.IsDefined(typeof(UserPfxPurpose), number);
        purpose = isNumber ? (UserPfxPurpose)number : default;
        return isNumber;
    }
}
