using System.Collections.Generic;

namespace SmimeCertTools.Sandbox.Requests;

/// <summary>What a token says.</summary>
internal sealed record TokenClaims(string ClientId, string? UserPrincipalName, IReadOnlySet<string> Permissions);
