using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace SmimeCertTools.Core.Secrets;

/// <summary>
/// A password as UTF-16 characters in a buffer that is overwritten with zeros on disposal. PKCS#12 tells an absent password from
/// an empty one (RFC 7292 appendix B.1: an empty one is two zero bytes), and so does this type.
/// </summary>
public sealed class SecretText : IDisposable
{
    private char[]? _characters;

    private SecretText(char[] owned, bool isAbsent)
    {
        _characters = owned;
        IsAbsent = isAbsent;
    }

    /// <summary>Finalizes an instance that nobody disposed.</summary>
    ~SecretText() => Clear();

    /// <summary>Whether there is no password at all, as opposed to an empty one.</summary>
    public bool IsAbsent { get; }

    /// <summary>The number of UTF-16 code units.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public int Length => Owned.Length;

    /// <summary>The characters, valid until disposal. Do not keep a copy.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public ReadOnlySpan<char> Span => Owned;

    private char[] Owned => _characters ?? throw new ObjectDisposedException(nameof(SecretText));

    /// <summary>The absent password.</summary>
    public static SecretText Absent() => new([], isAbsent: true);

    /// <summary>Copies <paramref name="characters"/>.</summary>
    public static SecretText Copy(ReadOnlySpan<char> characters) => new(characters.ToArray(), isAbsent: false);

    /// <summary>Copies the text of <paramref name="secure"/> without making a string of it.</summary>
    public static SecretText From(SecureString secure)
    {
        Guard.NotNull(secure);
        var pointer = IntPtr.Zero;
        try
        {
            pointer = Marshal.SecureStringToGlobalAllocUnicode(secure);
            var characters = new char[secure.Length];
            Marshal.Copy(pointer, characters, 0, characters.Length);
            return new SecretText(characters, isAbsent: false);
        }
        finally
        {
            if (pointer != IntPtr.Zero)
            {
                Marshal.ZeroFreeGlobalAllocUnicode(pointer);
            }
        }
    }

    /// <summary>The text as a SecureString that cannot be changed; the caller disposes of it.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public SecureString ToSecureString()
    {
        var secure = new SecureString();
        foreach (var character in Owned)
        {
            secure.AppendChar(character);
        }

        secure.MakeReadOnly();
        return secure;
    }

    /// <summary>A second buffer with the same text, to be disposed on its own.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public SecretText Clone() => new((char[])Owned.Clone(), IsAbsent);

    /// <summary>The text in <paramref name="encoding"/>; the caller disposes of the result.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public SecretBytes Encode(Encoding encoding) => SecretBytes.Own(Guard.NotNull(encoding).GetBytes(Owned));

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        GC.SuppressFinalize(this);
    }

    private void Clear()
    {
        if (_characters is { } characters)
        {
            _characters = null;
            SecretBytes.Zero(MemoryMarshal.AsBytes(characters.AsSpan()));
        }
    }
}
