namespace SmimeCertTools.Types;

/// <summary>The parts of a deployment, in the order in which a certificate meets them on its way to a mail client.</summary>
public enum SmimeDeploymentArea
{
    /// <summary>The sign-in and its permissions.</summary>
    SignIn,

    /// <summary>The certificate connectors.</summary>
    Connectors,

    /// <summary>The key that passwords are protected with.</summary>
    ConnectorKey,

    /// <summary>The profiles of roots and intermediates.</summary>
    TrustedRoots,

    /// <summary>The profiles that deliver imported certificates.</summary>
    ImportedProfiles,

    /// <summary>The profiles that have signing certificates issued.</summary>
    SigningProfiles,

    /// <summary>Whom the profiles reach.</summary>
    Assignments,

    /// <summary>What turns S/MIME on in mail clients.</summary>
    MailClients,

    /// <summary>The users' imported certificates.</summary>
    Records,

    /// <summary>What devices report.</summary>
    Devices,
}
