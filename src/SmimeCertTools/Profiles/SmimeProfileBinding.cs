using System;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>Another profile that a profile uses: the root of its CA, or a certificate profile of a mail client's.</summary>
public sealed class SmimeProfileBinding
{
    private readonly ProfileBinding _binding;

    internal SmimeProfileBinding(ProfileBinding binding) => _binding = binding;

    /// <summary>
    /// What it is used as, by the parameter that binds it: RootCertificate, SigningCertificate, EncryptionCertificate or
    /// IdentityCertificate.
    /// </summary>
    public string Role => _binding.Navigation switch
    {
        "rootCertificate" => "RootCertificate",
        "smimeSigningCertificate" => "SigningCertificate",
        "smimeEncryptionCertificate" => "EncryptionCertificate",
        "identityCertificate" => "IdentityCertificate",
        var other => other,
    };

    /// <summary>The other profile's name.</summary>
    public string ProfileName => _binding.ProfileName.Visible();

    /// <summary>The other profile's id.</summary>
    public Guid ProfileId => _binding.ProfileId;

    /// <summary>Role and profile.</summary>
    public override string ToString() => ViewText.Text($"{Role} '{ProfileName}' ({ProfileId})");
}
