using System.Security.Cryptography;

namespace SmimeCertTools.Sandbox.Pki;

/// <summary>Random passwords.</summary>
public static class RandomPassword
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    /// <summary>A password of ASCII letters and digits that are not mistaken for each other (5.8 bits a character).</summary>
    public static string Create(int length = 24) => RandomNumberGenerator.GetString(Alphabet, length);
}
