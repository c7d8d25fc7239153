using System.Collections.Generic;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Messages.Reading;

namespace SmimeCertTools.Core.Messages;

/// <summary>What is known of one recipient or signer of a message.</summary>
public sealed record MessageCheck
{
    /// <summary>The message.</summary>
    public required MessageContents Message { get; init; }

    /// <summary>The encrypted or signed part.</summary>
    public required MessageLayer Layer { get; init; }

    /// <summary>Recipient or signer.</summary>
    public required SmimeMessageRole Role { get; init; }

    /// <summary>What names the certificate in the message.</summary>
    public required MessageCertificateId Id { get; init; }

    /// <summary>The certificate's facts; null where nobody knew it.</summary>
    public CatalogEntry? Certificate { get; init; }

    /// <summary>The certificate's SHA-1 thumbprint; null where it is not known.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The user whose records were looked at; null for nobody.</summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>Whether Intune has the certificate for that user; null where that is not known.</summary>
    public bool? InIntune { get; init; }

    /// <summary>Whether the archive has the certificate; null without an archive.</summary>
    public bool? InArchive { get; init; }

    /// <summary>What devices report of the certificate; null where it could not be asked.</summary>
    public IReadOnlyList<DeviceCertificateState>? Devices { get; init; }

    /// <summary>Whether the signer's certificate was valid when it signed, as the signature or else the mail says; null where
    /// that is not known.</summary>
    public bool? ValidThen { get; init; }

    /// <summary>Whether the certificate is valid now; null where it is not known.</summary>
    public bool? ValidNow { get; init; }

    /// <summary>
    /// The name of the root that the signer's certificate leads to, or of the last issuer found; null for none.
    /// </summary>
    public string? Root { get; init; }

    /// <summary>Whether a trusted-root profile brings that root; null where the profiles were not read.</summary>
    public bool? RootDeployed { get; init; }

    /// <summary>The profiles that bring it.</summary>
    public IReadOnlyList<string> RootProfiles { get; init; } = [];

    /// <summary>What it comes to.</summary>
    public SmimeMessageVerdict Verdict { get; init; }

    /// <summary>What it means, and what can be done.</summary>
    public string Advice { get; init; } = string.Empty;

    /// <summary>Whether a state says that the certificate is on the device.</summary>
    public static bool IsInstalled(DeviceCertificateState state) => DeliveredCertificates.IsThere(Guard.NotNull(state));
}
