using System;
using System.Collections.Generic;
using System.Text;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>
/// One way of turning the password into bytes: <see cref="Pkcs12"/> for the derivation of RFC 7292 appendix B,
/// <see cref="Pkcs5"/> for PBKDF1, PBKDF2 and scrypt.
/// </summary>
internal sealed class PasswordForm(byte[] pkcs12, byte[] pkcs5)
{
    public byte[] Pkcs12 { get; } = pkcs12;

    public byte[] Pkcs5 { get; } = pkcs5;
}

/// <summary>
/// The forms of one password that programs write, in the order of their probability. Disposing overwrites them.
/// </summary>
internal sealed class PasswordForms : IDisposable
{
    private readonly List<byte[]> _buffers = [];

    public PasswordForms(SecretText password)
    {
        var primary = new List<PasswordForm>();
        var fallback = new List<PasswordForm>();
        IsBlank = password.IsAbsent || password.Length == 0;
        if (IsBlank)
        {
            // RFC 7292 appendix B.1: an empty password is its terminator alone. Windows and others use no bytes at all for
            // "none".
            var empty = new PasswordForm(new byte[2], []);
            var absent = new PasswordForm([], []);
            primary.AddRange(password.IsAbsent ? [absent, empty] : [empty, absent]);
        }
        else
        {
            AddTextForms(password.Span, primary, fallback);
            Hints = PasswordHints.Of(password.Span);
        }

        Primary = primary;
        Fallback = fallback;
    }

    /// <summary>Whether there is no text in the password.</summary>
    public bool IsBlank { get; }

    /// <summary>What to check when it is not the right one; null where there is no text.</summary>
    public string? Hints { get; }

    /// <summary>The forms to try on the integrity check, or on the encrypted parts of a file without one.</summary>
    public IReadOnlyList<PasswordForm> Primary { get; }

    /// <summary>Deviating forms, for encrypted parts only and only once the integrity check has proven the password.</summary>
    public IReadOnlyList<PasswordForm> Fallback { get; }

    public void Dispose() => SecretBytes.Zero(_buffers);

    private static byte[] ToBmp(ReadOnlySpan<char> text, int terminator)
    {
        var bytes = new byte[(2 * text.Length) + terminator];
        for (var i = 0; i < text.Length; i++)
        {
            bytes[2 * i] = (byte)(text[i] >> 8);
            bytes[(2 * i) + 1] = (byte)text[i];
        }

        return bytes;
    }

    private static byte[] ToUtf8(ReadOnlySpan<char> text)
    {
        var characters = text.ToArray();
        var bytes = Encoding.UTF8.GetBytes(characters);
        Array.Clear(characters, 0, characters.Length);
        return bytes;
    }

    private void AddTextForms(ReadOnlySpan<char> text, List<PasswordForm> primary, List<PasswordForm> fallback)
    {
        var bmp = Keep(ToBmp(text, terminator: 2));
        var utf8 = Keep(ToUtf8(text));
        primary.Add(new(bmp, utf8));

        var isAscii = utf8.Length == text.Length;
        var isLatin1 = true;
        foreach (var character in text)
        {
            isLatin1 &= character <= 0xFF;
        }

        if (!isAscii)
        {
            // OpenSSL before 1.1.0 widened each byte of the UTF-8 text on its own.
            var widened = new byte[(2 * utf8.Length) + 2];
            for (var i = 0; i < utf8.Length; i++)
            {
                widened[(2 * i) + 1] = utf8[i];
            }

            primary.Add(new(Keep(widened), utf8));
        }

        if (!isAscii && isLatin1)
        {
            // RSA JSAFE: PBES2 with one byte per character.
            var latin1 = Keep(new byte[text.Length]);
            for (var i = 0; i < text.Length; i++)
            {
                latin1[i] = (byte)text[i];
            }

            fallback.Add(new(bmp, latin1));
        }

        // NSS before 3.31: PBES2 with the BMPString of the PKCS#12 derivation.
        fallback.Add(new(bmp, bmp));
    }

    private byte[] Keep(byte[] buffer)
    {
        _buffers.Add(buffer);
        return buffer;
    }
}
