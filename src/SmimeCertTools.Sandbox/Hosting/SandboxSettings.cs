using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>
/// The JSON configuration of the program: the options, and what the tenant holds at start. Unknown members are refused.
/// </summary>
internal sealed record SandboxSettings
{
    public static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public int Port { get; init; }

    public bool Https { get; init; }

    public int HttpsPort { get; init; }

    public Guid? TenantId { get; init; }

    /// <summary>How long a person has to answer a device code, in seconds.</summary>
    public int DeviceCodeLifetimeSeconds { get; init; } = 900;

    /// <summary>What X-IDENTITY-HEADER must be; left out, a random one.</summary>
    public string? IdentityHeader { get; init; }

    /// <summary>The managed identity of the resource itself.</summary>
    public ClientSettings? SystemAssignedIdentity { get; init; }

    /// <summary>Managed identities that are asked for by client id.</summary>
    public IReadOnlyList<ClientSettings> UserAssignedIdentities { get; init; } = [];

    public int PageSize { get; init; } = 100;

    public int DuplicateRecordStatus { get; init; } = 400;

    /// <summary>How long every answer takes at least, in milliseconds.</summary>
    public int LatencyMs { get; init; }

    /// <summary>How long listings of imported certificates still show one that was deleted, in milliseconds.</summary>
    public int DeletionLagMs { get; init; }

    /// <summary>How long applications and service principals that were created are not seen yet, in milliseconds.</summary>
    public int DirectoryLagMs { get; init; }

    public ThrottleOptions Throttle { get; init; } = new();

    public FaultRates FaultRates { get; init; } = new();

    public IReadOnlyList<ClientSettings> Clients { get; init; } = [];

    public IReadOnlyList<UserSettings> Users { get; init; } = [];

    public IReadOnlyList<DeviceSettings> Devices { get; init; } = [];

    public IReadOnlyList<GroupSettings> Groups { get; init; } = [];

    public IReadOnlyList<SandboxConnector> Connectors { get; init; } = [];

    /// <summary>Managed identities of the tenant that nothing signs in with here.</summary>
    public IReadOnlyList<IdentitySettings> ManagedIdentities { get; init; } = [];

    /// <summary>Names of scope tags, which get the ids from 1 on.</summary>
    public IReadOnlyList<string> ScopeTags { get; init; } = [];

    public IReadOnlyList<FilterSettings> AssignmentFilters { get; init; } = [];

    /// <summary>Whether Outlook for iOS and for Android are among the tenant's apps.</summary>
    public bool OutlookApps { get; init; } = true;

    /// <exception cref="JsonException">The text is no such configuration.</exception>
    public static SandboxSettings Parse(string json) =>
        JsonSerializer.Deserialize<SandboxSettings>(json, Format) ?? throw new JsonException("The configuration is empty.");

    /// <summary>The options; what the command line says wins.</summary>
    public SandboxOptions ToOptions(
        int? port, IReadOnlyList<ConnectorKeyPair> connectorKeys, int? httpsPort = null, bool https = false) => new()
        {
            Port = port ?? Port,
            Https = Https || https || httpsPort is not null || HttpsPort != 0,
            HttpsPort = httpsPort ?? HttpsPort,
            DeviceCodeLifetime = TimeSpan.FromSeconds(DeviceCodeLifetimeSeconds),
            IdentityHeader = IdentityHeader ?? RandomNumberGenerator.GetHexString(32),
            SystemAssignedIdentity = SystemAssignedIdentity?.ToClient() ?? new SandboxClient(),
            UserAssignedIdentities = [.. UserAssignedIdentities.Select(identity => identity.ToClient())],
            TenantId = TenantId ?? Guid.NewGuid(),
            PageSize = PageSize,
            DuplicateRecordStatus = DuplicateRecordStatus,
            Latency = TimeSpan.FromMilliseconds(LatencyMs),
            DeletionLag = TimeSpan.FromMilliseconds(DeletionLagMs),
            DirectoryLag = TimeSpan.FromMilliseconds(DirectoryLagMs),
            Throttle = Throttle,
            FaultRates = FaultRates,
            Clients = [.. Clients.Select(client => client.ToClient())],
            ConnectorKeys = connectorKeys,
        };

    /// <exception cref="JsonException">Something is there twice, cannot be read, or refers to what is not there.</exception>
    public void Fill(SandboxState state)
    {
        try
        {
            foreach (var user in Users)
            {
                user.AddTo(state.Users);
            }

            foreach (var device in Devices)
            {
                device.AddTo(state);
            }

            foreach (var group in Groups)
            {
                group.AddTo(state);
            }

            foreach (var identity in ManagedIdentities)
            {
                identity.AddTo(state.Applications);
            }

            foreach (var connector in Connectors)
            {
                state.AddConnector(connector);
            }

            foreach (var tag in ScopeTags)
            {
                state.AddScopeTag(tag);
            }

            foreach (var filter in AssignmentFilters)
            {
                state.AddAssignmentFilter(filter.DisplayName, filter.Platform, filter.Rule);
            }

            if (OutlookApps)
            {
                state.AddIosApp();
                state.AddAndroidApp();
            }
        }
        catch (ArgumentException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }
}

/// <summary>A user of the configuration.</summary>
internal sealed record UserSettings(string UserPrincipalName, string? DisplayName = null, string? Mail = null, Guid? Id = null)
{

    public SandboxUser AddTo(UserDirectory users) => users.Add(UserPrincipalName, DisplayName, Mail, Id);
}

/// <summary>An app registration of the configuration.</summary>
/// <param name="ClientId">The application (client) id.</param>
/// <param name="Secret">The client secret, if there is one.</param>
/// <param name="CertificatePem">The certificate whose key signs client assertions, in PEM.</param>
/// <param name="RedirectUris">Where a browser may be sent; left out, http://localhost.</param>
/// <param name="AllowPublicClient">Whether people may sign in without the secret: device code and browser.</param>
/// <param name="Permissions">The permissions of its tokens; left out, those that the module needs.</param>
/// <param name="TokenLifetimeSeconds">How long its tokens last, in seconds.</param>
/// <param name="DisplayName">Of a managed identity its name in the directory.</param>
internal sealed record ClientSettings(Guid ClientId, string? Secret = null, string? CertificatePem = null,
    IReadOnlyList<Uri>? RedirectUris = null, bool AllowPublicClient = true, IReadOnlyList<string>? Permissions = null,
    int TokenLifetimeSeconds = 3600, string? DisplayName = null)
{

    public SandboxClient ToClient() => new()
    {
        ClientId = ClientId,
        DisplayName = DisplayName,
        Secret = Secret,
        Certificate = CertificatePem is null
            ? null : System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(CertificatePem),
        RedirectUris = RedirectUris ?? [new("http://localhost")],
        AllowPublicClient = AllowPublicClient,
        Permissions = Permissions ?? Permission.All,
        TokenLifetime = TimeSpan.FromSeconds(TokenLifetimeSeconds),
    };
}
