using System;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Permissions;

namespace SmimeCertTools.Connection;

/// <summary>
/// Signs in to Microsoft Graph, asks it for one record to see that the connection serves, and keeps it for the other commands of
/// this runspace. When that fails, the former connection stays as it was.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SmimeGraph", DefaultParameterSetName = AccessTokenSet)]
[OutputType(typeof(SmimeGraphContext))]
public sealed class ConnectSmimeGraphCommand : AsyncCmdlet
{
    private const string AccessTokenSet = "AccessToken";
    private const string InteractiveSet = "Interactive";
    private const string DeviceCodeSet = "DeviceCode";
    private const string ClientSecretSet = "ClientSecret";
    private const string CertificateSet = "Certificate";
    private const string CertificatePathSet = "CertificatePath";
    private const string CertificateThumbprintSet = "CertificateThumbprint";
    private const string ManagedIdentitySet = "ManagedIdentity";

    /// <summary>A token for Graph that was obtained elsewhere. It is not renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessTokenSet)]
    [PasswordTransform(AllowText = false)]
    [ValidateNotNull]
    public SecureString AccessToken { get; set; } = null!;

    /// <summary>The client id of the app registration, or of a user-assigned managed identity.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InteractiveSet)]
    [Parameter(Mandatory = true, ParameterSetName = DeviceCodeSet)]
    [Parameter(Mandatory = true, ParameterSetName = ClientSecretSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificatePathSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateThumbprintSet)]
    [Parameter(ParameterSetName = ManagedIdentitySet)]
    [Alias("ApplicationId", "AppId")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [TextTransform]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>The tenant's id or one of its domains.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InteractiveSet)]
    [Parameter(Mandatory = true, ParameterSetName = DeviceCodeSet)]
    [Parameter(Mandatory = true, ParameterSetName = ClientSecretSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificatePathSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateThumbprintSet)]
    [Alias("Tenant")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [TextTransform]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>A person signs in with a browser on this machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InteractiveSet)]
    public SwitchParameter Interactive { get; set; }

    /// <summary>A person signs in on another device with a code that is shown.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeviceCodeSet)]
    public SwitchParameter DeviceCode { get; set; }

    /// <summary>The application's secret: a SecureString, or a PSCredential with the secret as its password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClientSecretSet)]
    [PasswordTransform(AllowText = false)]
    [ValidateNotNull]
    public SecureString ClientSecret { get; set; } = null!;

    /// <summary>The application's certificate with its private key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [ValidateNotNull]
    public X509Certificate2 Certificate { get; set; } = null!;

    /// <summary>A PFX file with the application's certificate and private key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificatePathSet)]
    [ValidateNotNullOrEmpty]
    public string CertificatePath { get; set; } = null!;

    /// <summary>The password of that PFX file.</summary>
    [Parameter(ParameterSetName = CertificatePathSet)]
    [PasswordTransform(AllowText = false)]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>The thumbprint of a certificate in the current user's or this computer's personal store.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateThumbprintSet)]
    [ArgumentCompleter(typeof(ClientCertificateCompleter))]
    [ValidateNotNullOrEmpty]
    public string CertificateThumbprint { get; set; } = null!;

    /// <summary>The managed identity of the Azure resource this runs on.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ManagedIdentitySet)]
    [Alias("Identity")]
    public SwitchParameter ManagedIdentity { get; set; }

    /// <summary>
    /// The cloud. Left out: that of the sign-in service in the variable AZURE_AUTHORITY_HOST, or Microsoft's public cloud.
    /// </summary>
    [Parameter]
    public SmimeGraphEnvironment Environment { get; set; } = SmimeGraphEnvironment.Global;

    /// <summary>Trusts the sign-in service in AZURE_AUTHORITY_HOST without asking Microsoft whether it is one.</summary>
    [Parameter(ParameterSetName = InteractiveSet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(ParameterSetName = ClientSecretSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    [Parameter(ParameterSetName = CertificatePathSet)]
    [Parameter(ParameterSetName = CertificateThumbprintSet)]
    public SwitchParameter DisableInstanceDiscovery { get; set; }

    /// <summary>A Graph-style endpoint to use in place of the cloud's. Plain http is taken for this machine only.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNull]
    public Uri? GraphUri { get; set; }

    /// <summary>Signs in without asking Graph anything.</summary>
    [Parameter]
    public SwitchParameter NoVerify { get; set; }

    /// <summary>Writes the context of the new connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        using var secret = TakeSecret();
        var certificate = await TakeCertificateAsync();
        var belongings = ParameterSetName is CertificatePathSet or CertificateThumbprintSet ? certificate : null;
        var session = SmimeSession.Current;
        try
        {
            var options = new GraphConnectionOptions
            {
                Environment = MyInvocation.BoundParameters.ContainsKey(nameof(Environment))
                    ? Environment
                    : null,
                GraphUri = GraphUri,
                DisableInstanceDiscovery = DisableInstanceDiscovery,
                NeededPermissions = CmdletPermissions.ForRecords,
                OnRetry = OnRetrying,
            };
            var connection = await GraphConnection.ConnectAsync(CreateCredential(secret, certificate), options, Cancellation);
            var refusal = await VerifyAsync(connection);
            session.Replace(connection, belongings);
            belongings = null;
            Report(connection, refusal);
        }
        catch (ArgumentException error) when (error.ParamName == nameof(GraphUri))
        {
            ThrowTerminatingError(ConnectionErrors.UriRefused(GraphUri!, error));
        }
        catch (ArgumentException error) when (error.ParamName == ConnectionErrors.AuthorityVariable)
        {
            ThrowTerminatingError(ConnectionErrors.AuthorityRefused(error));
        }
        finally
        {
            belongings?.Dispose();
        }
    }

    /// <summary>Sees whether the connection serves; null when it does, or is not asked.</summary>
    private async Task<GraphRequestException?> VerifyAsync(GraphConnection connection)
    {
        var isVerified = false;
        try
        {
            var refusal = NoVerify ? null : await connection.VerifyAsync(Cancellation);
            isVerified = true;
            return refusal;
        }
        finally
        {
            if (!isVerified)
            {
                connection.Dispose();
            }
        }
    }

    private SecretText? TakeSecret() => ParameterSetName switch
    {
        AccessTokenSet => SecretText.From(AccessToken),
        ClientSecretSet => SecretText.From(ClientSecret),
        _ => null,
    };

    private async Task<X509Certificate2?> TakeCertificateAsync()
    {
        var found = ParameterSetName switch
        {
            CertificateSet => ClientCertificate.Check(Certificate, Certificate.Subject),
            CertificatePathSet => await LoadCertificateAsync(),
            CertificateThumbprintSet => ClientCertificate.Find(CertificateThumbprint),
            _ => null,
        };
        if (found?.Error is { } error)
        {
            ThrowTerminatingError(error);
        }

        return found?.Certificate;
    }

    private Task<ClientCertificate> LoadCertificateAsync() =>
        ClientCertificate.LoadAsync(this.Single(this.ResolveFile(CertificatePath)), CertificatePassword, Cancellation);

    // The text is the sign-in service's.
    private static Action<string> Shown(Action<string> show) => text => show(text.Visible());

    private GraphCredential CreateCredential(SecretText? secret, X509Certificate2? certificate) => ParameterSetName switch
    {
        AccessTokenSet => new AccessTokenGraphCredential { Token = secret! },
        InteractiveSet => new InteractiveGraphCredential { ClientId = ClientId!, TenantId = TenantId! },
        DeviceCodeSet => new DeviceCodeGraphCredential
        {
            ClientId = ClientId!,
            TenantId = TenantId!,
            ShowMessage = Shown(MessageToPerson()),
        },
        ClientSecretSet => new ClientSecretGraphCredential { ClientId = ClientId!, TenantId = TenantId!, Secret = secret! },
        ManagedIdentitySet => new ManagedIdentityGraphCredential { ClientId = ClientId },
        _ => new CertificateGraphCredential { ClientId = ClientId!, TenantId = TenantId!, Certificate = certificate! },
    };

    private void Report(GraphConnection connection, GraphRequestException? refusal)
    {
        var account = connection.Account ?? connection.ClientId ?? connection.AuthType;
        var authority = connection.Authority is null ? "" : $", signed in at {connection.Authority}";
        WriteVerbose($"Connected to {connection.GraphUri} as {account}{authority}.");
        if (connection.MissingScopes.Count > 0)
        {
            var missing = string.Join(", ", connection.MissingScopes);
            WriteWarning(
                $"The sign-in lacks permissions that commands of this module need: {missing}. "
                + "Grant them to the app registration and sign in again.");
        }

        else if (refusal is not null)
        {
            WriteWarning(RecommendedActions.Message(refusal));
        }

        if (PassThru)
        {
            WriteObject(new SmimeGraphContext(connection));
        }
    }
}
