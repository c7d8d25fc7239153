using System;
using System.Globalization;
using System.Linq;

namespace SmimeCertTools.Core.Records;

/// <summary>
/// The words that people write for purposes into lists: Encryption, encrypt, S/MIME Signing, sign and so on, in any case, or the
/// number of the purpose.
/// </summary>
public static class PurposeWords
{
    private static readonly (UserPfxPurpose Purpose, string[] Words)[] All =
    [
        (UserPfxPurpose.SmimeEncryption, ["SmimeEncryption", "SmimeEncrypt", "Encryption", "Encrypt"]),
        (UserPfxPurpose.SmimeSigning, ["SmimeSigning", "SmimeSign", "SmimeSignature", "Signing", "Sign", "Signature"]),
        (UserPfxPurpose.Vpn, ["Vpn"]),
        (UserPfxPurpose.Wifi, ["Wifi"]),
        (UserPfxPurpose.Unassigned, ["Unassigned"]),
    ];

    /// <summary>Finds the purpose that <paramref name="text"/> stands for.</summary>
    /// <param name="text">A word or a number.</param>
    /// <param name="purpose">The purpose, when there is one.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryParse(string text, out UserPfxPurpose purpose)
    {
        var word = new string([.. Guard.NotNull(text).Where(char.IsLetterOrDigit)]);
        foreach (var (known, words) in All)
        {
            if (words.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                purpose = known;
                return true;
            }
        }

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.IsDefined(typeof(UserPfxPurpose), number);
        purpose = isNumber ? (UserPfxPurpose)number : default;
        return isNumber;
    }
}
