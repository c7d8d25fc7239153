using System;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>A sign-in is refused (RFC 6749, section 5.2, with the numbers that Entra ID gives).</summary>
internal sealed class OAuthException(string error, int number, string message, int status = 400) : Exception(message)
{
    public string Error { get; } = error;

    public int Number { get; } = number;

    public int Status { get; } = status;

    /// <summary>A request lacks a parameter.</summary>
    public static OAuthException Missing(string name) => new("invalid_request", 900144,
        $"The request body must contain the following parameter: '{name}'.");

    /// <summary>An app does not say by what it is known.</summary>
    public static OAuthException NoCredential() => new("invalid_client", 7000218,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.", 401);

    /// <summary>The message as the service writes it, with its number.</summary>
    public string Text => Number == 0 ? Message : $"AADSTS{Number}: {Message}";
}
