using System;

namespace SmimeCertTools.Core.Graph.Connection;

/// <summary>What a request is for, in the words its errors use.</summary>
/// <param name="Action">Completes "could not …": <c>upload the record of alice@contoso.com (0A1B…)</c>.</param>
/// <param name="Target">The user or record.</param>
/// <param name="Permission">The least permission it needs.</param>
internal sealed record GraphRequestSubject(string Action, string? Target, GraphPermission Permission)
{
    private static readonly GraphPermission ReadPermission = GraphPermission.ConfigurationRead;
    private static readonly GraphPermission WritePermission = GraphPermission.ConfigurationReadWrite;

    /// <summary>Whether a 404 means that there is no such user.</summary>
    public bool IsUserLookup { get; private init; }

    /// <summary>Whether it sends a record.</summary>
    public bool IsWrite { get; private init; }

    /// <summary>The role that a person needs besides the permission.</summary>
    public string Role { get; init; } = "an Intune role that allows it";

    /// <summary>What to check when the service refuses the request; null for what records need.</summary>
    public string? RefusalAdvice { get; init; }

    public static GraphRequestSubject Verify(Uri endpoint) =>
        new($"verify the connection to {endpoint.Authority}", endpoint.Authority, ReadPermission)
        {
            RefusalAdvice = "Check the endpoint and the tenant",
        };

    public static GraphRequestSubject User(string userPrincipalName) =>
        new($"look up the user {userPrincipalName}", userPrincipalName, GraphPermission.UserRead) { IsUserLookup = true };

    public static GraphRequestSubject Address(string address) =>
        new($"look up whose address {address} is", address, GraphPermission.UserRead);

    public static GraphRequestSubject List(string? userPrincipalName, string? thumbprint)
    {
        var action = thumbprint is null ? "read the records" : $"look up the record {thumbprint}";
        return userPrincipalName is null
            ? new(action, thumbprint, ReadPermission)
            : new($"{action} of {userPrincipalName}", userPrincipalName, ReadPermission);
    }

    public static GraphRequestSubject Upload(string userPrincipalName, string thumbprint) =>
        new($"upload the record of {userPrincipalName} ({thumbprint})", userPrincipalName, WritePermission) { IsWrite = true };

    public static GraphRequestSubject Update(string userPrincipalName, string thumbprint) =>
        new($"update the record of {userPrincipalName} ({thumbprint})", userPrincipalName, WritePermission) { IsWrite = true };

    public static GraphRequestSubject Delete(string userPrincipalName, string thumbprint) =>
        new($"delete the record of {userPrincipalName} ({thumbprint})", userPrincipalName, WritePermission);
}
