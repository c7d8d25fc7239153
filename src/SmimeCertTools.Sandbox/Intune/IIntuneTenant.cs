using System.Collections.Generic;
using SmimeCertTools.Sandbox.DirectoryObjects;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>What of the tenant Intune's collections look into and change.</summary>
internal interface IIntuneTenant
{
    UserDirectory Users { get; }

    GroupDirectory Groups { get; }

    UserPfxStore UserPfxCertificates { get; }

    IntuneEntityStore Profiles { get; }

    IntuneEntityStore AppConfigurations { get; }

    IntuneEntityStore ManagedAppConfigurations { get; }

    IntuneEntityStore MobileApps { get; }

    IntuneEntityStore AssignmentFilters { get; }

    IntuneEntityStore ScopeTags { get; }

    IntuneEntityStore NdesConnectors { get; }

    IntuneEntityStore CertificateConnectors { get; }

    IReadOnlyList<SandboxConnector> Connectors { get; }

    /// <summary>The profiles and app configurations.</summary>
    IEnumerable<IntuneEntity> AllAssignable { get; }

    /// <summary>The member of devicePlatformType that a profile is for; null where nobody knows.</summary>
    string? PlatformOf(IntuneEntity profile);
}
