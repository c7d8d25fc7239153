using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Net.Http;
using System.Security.Cryptography;

namespace SmimeCertTools.Core;

/// <summary>
/// Exceptions of the system as they may be shown: their texts hold paths and answers as they came, and PowerShell prints them
/// with the errors that they caused.
/// </summary>
public static class VisibleCause
{
    /// <summary>
    /// The exception, or one of its type with a text that may be shown, and the causes behind it likewise. One of another type
    /// than those that hold paths or answers stays as it is.
    /// </summary>
    [return: NotNullIfNotNull(nameof(cause))]
    public static Exception? Of(Exception? cause)
    {
        if (cause is null or SmimeException)
        {
            return cause;
        }

        var (text, inner) = (cause.Message.Visible(), Of(cause.InnerException));
        return text == cause.Message && inner == cause.InnerException ? cause : Make(cause, text, inner) ?? cause;
    }

    private static Exception? Make(Exception cause, string text, Exception? inner) => cause switch
    {
        FileNotFoundException => new FileNotFoundException(text, inner),
        DirectoryNotFoundException => new DirectoryNotFoundException(text, inner),
        UnauthorizedAccessException => new UnauthorizedAccessException(text, inner),
        HttpRequestException => new HttpRequestException(text, inner),
        CryptographicException => new CryptographicException(text, inner!),
        InvalidDataException => new InvalidDataException(text, inner),
        ArgumentException => new ArgumentException(text, inner),
        _ when cause.GetType() == typeof(IOException) => inner is null
            ? new IOException(text, cause.HResult) : new IOException(text, inner),
        _ => null,
    };
}
