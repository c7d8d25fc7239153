using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Graph;

/// <summary>How to sign in. One derived type for each way.</summary>
public abstract class GraphCredential
{
    private protected GraphCredential()
    {
    }

    /// <summary>
    /// The way by name, as Get-SmimeGraphContext shows it: AccessToken, Interactive, DeviceCode, ClientSecret, Certificate,
    /// ManagedIdentity.
    /// </summary>
    public abstract string AuthType { get; }
}

/// <summary>A token that somebody else obtained. It is not renewed.</summary>
public sealed class AccessTokenGraphCredential : GraphCredential
{
    /// <summary>The token; this object's owner disposes of it.</summary>
    public required SecretText Token { get; init; }

    /// <inheritdoc/>
    public override string AuthType => "AccessToken";
}

/// <summary>Sign-in by an app registration; a public client where a person signs in.</summary>
public abstract class RegisteredGraphCredential : GraphCredential
{
    private protected RegisteredGraphCredential()
    {
    }

    /// <summary>The app registration.</summary>
    public required string ClientId { get; init; }

    /// <summary>The tenant's id or domain.</summary>
    public required string TenantId { get; init; }
}

/// <summary>Sign-in of a person in a browser.</summary>
public sealed class InteractiveGraphCredential : RegisteredGraphCredential
{
    /// <inheritdoc/>
    public override string AuthType => "Interactive";
}

/// <summary>Sign-in of a person on another device with a code.</summary>
public sealed class DeviceCodeGraphCredential : RegisteredGraphCredential
{
    /// <summary>Shows the service's message with code and address to the person. Called on any thread.</summary>
    public required Action<string> ShowMessage { get; init; }

    /// <inheritdoc/>
    public override string AuthType => "DeviceCode";
}

/// <summary>Sign-in of an application with a secret.</summary>
public sealed class ClientSecretGraphCredential : RegisteredGraphCredential
{
    /// <summary>The secret; this object's owner disposes of it.</summary>
    public required SecretText Secret { get; init; }

    /// <inheritdoc/>
    public override string AuthType => "ClientSecret";
}

/// <summary>Sign-in of an application with a certificate.</summary>
public sealed class CertificateGraphCredential : RegisteredGraphCredential
{
    /// <summary>The certificate with its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <inheritdoc/>
    public override string AuthType => "Certificate";
}

/// <summary>The managed identity of the Azure resource this runs on.</summary>
public sealed class ManagedIdentityGraphCredential : GraphCredential
{
    /// <summary>The client id of a user-assigned identity; null for the system-assigned one.</summary>
    public string? ClientId { get; init; }

    /// <inheritdoc/>
    public override string AuthType => "ManagedIdentity";
}
