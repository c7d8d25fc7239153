using System;
using System.Linq;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Preflight;

/// <summary>
/// Whether the password that opens the file can travel through the connector. An import that writes anew has its own.
/// </summary>
internal static class PasswordRules
{
    private const int AssumedKeySize = 2048;

    public static void Check(PreflightSubject subject, SecretText password)
    {
        if (password.IsAbsent || password.Length == 0)
        {
            subject.Add(PreflightRules.PasswordEmpty,
                "The file opens without a password: whoever can read it has the key, and as it is Intune does not deliver it.");
        }
        else
        {
            CheckCharacters(subject, password.Span);
            CheckLength(subject, password.Length);
        }
    }

    private static void CheckCharacters(PreflightSubject subject, ReadOnlySpan<char> password)
    {
        var isAscii = true;
        foreach (var character in password)
        {
            isAscii &= character is >= ' ' and <= '~';
        }

        if (!isAscii)
        {
            subject.Add(PreflightRules.PasswordNotAscii,
                "The password has characters that are not printable ASCII and may not survive the connector.");
        }
    }

    private static void CheckLength(PreflightSubject subject, int length)
    {
        var padding = subject.Options.Padding;
        var key = subject.Options.ConnectorKey;
        var longest = key is null
            ? (AssumedKeySize / 8) - (2 * RsaOaep.HashLength(padding)) - 2
            : new PasswordProtector(key, padding).MaxPasswordLength;
        if (length > longest)
        {
            subject.Add(PreflightRules.PasswordTooLong,
                $"The password is longer than the {longest} characters that {padding} and a connector key of "
                    + $"{key?.KeySize ?? AssumedKeySize} bits can carry.");
        }
    }
}
