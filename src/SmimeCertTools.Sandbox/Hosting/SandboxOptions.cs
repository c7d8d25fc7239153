using System;
using System.Collections.Generic;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>How the sandbox behaves. Every default is stated; without any setting it is fast and faultless.</summary>
public sealed class SandboxOptions : ISignInOptions, IServiceOptions
{
    /// <summary>The port on 127.0.0.1. Default 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Whether a second port answers https with a certificate made at start (<see cref="SandboxHost.HttpsUri"/>): sign-in
    /// libraries accept no plain http authority. Default false.
    /// </summary>
    public bool Https { get; init; }

    /// <summary>The port for https. Default 0: a free one.</summary>
    public int HttpsPort { get; init; }

    /// <summary>The tenant's id. Default: a new one at each start.</summary>
    public Guid TenantId { get; init; } = Guid.NewGuid();

    /// <summary>The clock of tokens, records and throttling. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// The private keys of the certificate connector. Default none: devices get nothing. Not disposed by the sandbox.
    /// </summary>
    public IReadOnlyList<ConnectorKeyPair> ConnectorKeys { get; init; } = [];

    /// <summary>
    /// The CA that issues what PKCS profiles ask for. Default null: the sandbox makes one when it needs it. Not disposed by the
    /// sandbox.
    /// </summary>
    public CertificateFactory? CertificateAuthority { get; init; }

    /// <summary>The apps that may sign in. Default none.</summary>
    public IReadOnlyList<SandboxClient> Clients { get; init; } = [];

    /// <summary>How long a person has to answer a device code. Default 15 minutes.</summary>
    public TimeSpan DeviceCodeLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// What the managed identity endpoint at /msi/token expects in X-IDENTITY-HEADER, as App Service gives it in IDENTITY_HEADER.
    /// Default: a random one.
    /// </summary>
    public string IdentityHeader { get; init; } = System.Security.Cryptography.RandomNumberGenerator.GetHexString(32);

    /// <summary>The managed identity of the resource itself; null for none. Default: one with all permissions.</summary>
    public SandboxClient? SystemAssignedIdentity { get; init; } = new();

    /// <summary>The managed identities that are asked for by client id. Default none.</summary>
    public IReadOnlyList<SandboxClient> UserAssignedIdentities { get; init; } = [];

    /// <summary>Items per page of a collection, also the most that $top gets. Default 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>The status for a second POST of an existing record: 400 (generic) or 409. Default 400.</summary>
    public int DuplicateRecordStatus { get; init; } = 400;

    /// <summary>How long every answer takes at least. Default zero.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How long listings of imported certificates still show one that was deleted. Default zero.</summary>
    public TimeSpan DeletionLag { get; init; }

    /// <summary>
    /// How long applications and service principals that were created are not seen yet. Default zero.
    /// </summary>
    public TimeSpan DirectoryLag { get; init; }

    /// <summary>The write and request limits. Default: none.</summary>
    public ThrottleOptions Throttle { get; init; } = new();

    /// <summary>Random faults. Default: none.</summary>
    public FaultRates FaultRates { get; init; } = new();

    /// <summary>How many requests <see cref="RequestLog"/> keeps. Default 10,000.</summary>
    public int RequestLogCapacity { get; init; } = 10_000;

    /// <summary>Whether the log keeps bodies. Default true; switch it off for long runs with many PFX files.</summary>
    public bool LogBodies { get; init; } = true;
}
