using System;
using System.Globalization;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>What a token is wanted for.</summary>
/// <param name="IsForced">
/// Whether the one that came before is refused, so that a kept copy of it is of no use.
/// </param>
/// <param name="Claims">What the service wants to be in the token; null for nothing.</param>
internal sealed record SignInRequest(bool IsForced, string? Claims)
{
    /// <summary>The first token, or one in the place of one that ends.</summary>
    public static SignInRequest Ordinary { get; } = new(false, null);

    /// <summary>
    /// The claims to ask for. Sign-in libraries give out their kept copy as long as its time is not over, unless claims are asked
    /// for: one that was issued from now on, as the service's own challenges have it
    /// (https://learn.microsoft.com/entra/identity-platform/claims-challenge).
    /// </summary>
    /// <param name="now">The time.</param>
    public string? ClaimsAt(DateTimeOffset now) => Claims ?? (IsForced
        ? string.Format(CultureInfo.InvariantCulture,
            "{{\"access_token\":{{\"nbf\":{{\"essential\":true,\"value\":\"{0}\"}}}}}}", now.ToUnixTimeSeconds())
        : null);
}
