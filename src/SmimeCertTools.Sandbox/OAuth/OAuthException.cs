using System;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>A sign-in is refused (RFC 6749, section 5.2, with the numbers that Entra ID gives).</summary>
internal sealed class OAuthException(string error, int number, string message, int status = 400) : Exception(message)
{
    public string Error { get; } = error;

    public int Number { get; } = number;

    public int Status { get; } = status;

    /// <summary>The message as the service writes it, with its number.</summary>
    public string Text => Number == 0 ? Message : $"AADSTS{Number}: {Message}";
}
