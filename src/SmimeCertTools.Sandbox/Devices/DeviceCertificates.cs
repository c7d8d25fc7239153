using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>A root or intermediate certificate that a profile puts onto a device.</summary>
/// <param name="ProfileId">The profile's id.</param>
/// <param name="ProfileName">The profile's name.</param>
/// <param name="Certificate">The certificate.</param>
public sealed record TrustedCertificate(string ProfileId, string ProfileName, X509Certificate2 Certificate);

/// <summary>A certificate that was issued for one device by way of a PKCS profile.</summary>
/// <param name="ProfileId">The profile's id.</param>
/// <param name="ProfileName">The profile's name.</param>
/// <param name="CertificationAuthority">The host and the name of the CA, as the profile has them.</param>
/// <param name="Certificate">The certificate, issued by the sandbox's own CA; without private key.</param>
public sealed record IssuedCertificate(
    string ProfileId, string ProfileName, string CertificationAuthority, X509Certificate2 Certificate);

/// <summary>A mail client of a device and its S/MIME.</summary>
/// <param name="Name">The client.</param>
/// <param name="Activation">How S/MIME is turned on.</param>
/// <param name="Detail">Why, in words.</param>
public sealed record MailClient(string Name, SmimeActivation Activation, string Detail)
{

    /// <summary>The thumbprint of the certificate it signs with; null where the user has to choose, or has none.</summary>
    public string? SigningThumbprint { get; init; }

    /// <summary>The thumbprints of the certificates whose mail it decrypts without the user's doing.</summary>
    public IReadOnlyList<string> EncryptionThumbprints { get; init; } = [];
}

/// <summary>How S/MIME is turned on in a mail client.</summary>
public enum SmimeActivation
{
    /// <summary>By profiles: the user does nothing.</summary>
    Automatic,

    /// <summary>By the user, who has certificates to do so.</summary>
    ByHand,

    /// <summary>Not at all: there is no certificate for this client.</summary>
    Impossible,
}
