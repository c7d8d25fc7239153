using System;
using System.Security.Cryptography;

namespace SmimeCertTools.Core.Secrets;

/// <summary>Makes passwords that no dictionary holds and every system types alike.</summary>
public static class RandomPassword
{
    /// <summary>The alphabet: ASCII letters and digits, which no encoding, shell or CSV file changes.</summary>
    public const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Characters of a password: 32 of 62 kinds carry 190.5 bits.</summary>
    public const int Length = 32;

    // Bytes from here on would make the first letters of the alphabet likelier than the others.
    private const int Usable = 256 / 62 * 62;

    /// <summary>A new random password of <see cref="Length"/> characters; the caller disposes of it.</summary>
    public static SecretText Create()
    {
        Span<char> text = stackalloc char[Length];
        var random = new byte[2 * Length];
        using var generator = RandomNumberGenerator.Create();
        try
        {
            var count = 0;
            while (count < Length)
            {
                generator.GetBytes(random);
                foreach (var value in random)
                {
                    if (value < Usable && count < Length)
                    {
                        text[count++] = Alphabet[value % Alphabet.Length];
                    }
                }
            }

            return SecretText.Copy(text);
        }
        finally
        {
            SecretBytes.Zero(random);
            text.Clear();
        }
    }
}
