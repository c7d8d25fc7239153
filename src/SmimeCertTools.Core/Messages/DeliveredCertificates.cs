using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Deployment;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Messages.Reading;

namespace SmimeCertTools.Core.Messages;

/// <summary>
/// What profiles brought to devices: the certificates that devices report, and the roots they are told to trust. Read once.
/// </summary>
internal sealed class DeliveredCertificates
{
    private readonly ILookup<string, DeviceCertificateState> _byThumbprint;
    private readonly ILookup<string, DeviceCertificateState> _bySerialNumber;

    private DeliveredCertificates(IReadOnlyList<DeployedProfile> profiles)
    {
        var states = profiles.SelectMany(profile => profile.States.ValueOrDefault ?? []).ToList();
        _byThumbprint = states.Where(state => state.Thumbprint is { Length: > 0 })
            .ToLookup(state => Digits(state.Thumbprint!), StringComparer.OrdinalIgnoreCase);
        _bySerialNumber = states.Where(state => state is { SerialNumber.Length: > 0, Thumbprint.Length: > 0 })
            .ToLookup(state => Digits(state.SerialNumber!).TrimStart('0'), StringComparer.OrdinalIgnoreCase);
        AreStatesRead = profiles.All(profile => profile.States.IsRead);
        Roots = [.. profiles.Where(profile => profile.Certificate is not null)];
    }

    /// <summary>Whether what devices report could be read of every profile.</summary>
    public bool AreStatesRead { get; }

    /// <summary>The trusted-root profiles.</summary>
    public IReadOnlyList<DeployedProfile> Roots { get; }

    /// <summary>Reads them; null where this sign-in may not, or the service does not answer.</summary>
    /// <exception cref="GraphRequestException">The session is over.</exception>
    public static async Task<(DeliveredCertificates? Found, GraphRequestException? Error)> ReadAsync(
        GraphConnection connection, CancellationToken cancellationToken)
    {
        var transport = new GraphTransport(connection);
        var profiles = await new ProfileReading(transport, new BatchedReader(transport), new DeploymentScope())
            .CertificatesAsync(cancellationToken).ConfigureAwait(false);
        return profiles.ValueOrDefault is { } found ? (new DeliveredCertificates(found), null) : (null, profiles.Error);
    }

    /// <summary>Whether a state says that the certificate is on the device.</summary>
    public static bool IsThere(DeviceCertificateState state) => state.IsInstalled;

    /// <summary>Whether a state says that it failed.</summary>
    public static bool IsFailed(DeviceCertificateState state) => !IsThere(state)
        && (state.ErrorCode != 0 || state.State?.EndsWith("Failed", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>What devices report of a certificate.</summary>
    public IReadOnlyList<DeviceCertificateState> Of(string thumbprint) => [.. _byThumbprint[Digits(thumbprint)]];

    /// <summary>The thumbprint of the certificate with this name, as devices report it; null where none does.</summary>
    public string? ThumbprintOf(MessageCertificateId id)
    {
        if (id is not { SerialNumber: { } serial, Issuer: { } issuer })
        {
            return null;
        }

        var found = _bySerialNumber[Digits(serial).TrimStart('0')]
            .Where(state => state.Issuer is null || DistinguishedName.IsSame(state.Issuer, issuer))
            .Select(state => Digits(state.Thumbprint!)).Distinct(StringComparer.OrdinalIgnoreCase).Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>Whether a device tells issuer and serial number of the certificate with this thumbprint.</summary>
    public bool Tells(string thumbprint) => _byThumbprint[Digits(thumbprint)].Any(state => state.SerialNumber is { Length: > 0 });

    private static string Digits(string text) => new([.. text.Where(Uri.IsHexDigit).Select(char.ToUpperInvariant)]);
}
