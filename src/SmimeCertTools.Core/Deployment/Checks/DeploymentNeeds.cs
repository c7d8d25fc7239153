using System;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>What a check must know to say anything.</summary>
[Flags]
internal enum DeploymentNeeds
{
    /// <summary>Nothing that is read.</summary>
    None = 0,

    /// <summary>The connectors.</summary>
    Connectors = 1,

    /// <summary>The certificate and e-mail profiles.</summary>
    Profiles = 2,

    /// <summary>Both collections of Outlook's configurations.</summary>
    Apps = 4,

    /// <summary>Whom all profiles are assigned to.</summary>
    Assignments = 8,

    /// <summary>Who is in the groups.</summary>
    Groups = 16,

    /// <summary>What profiles are bound to.</summary>
    Bindings = 32,

    /// <summary>What devices report.</summary>
    States = 64,

    /// <summary>The records.</summary>
    Records = 128,

    /// <summary>The users' histories.</summary>
    Users = 256,

    /// <summary>The directory's word on the users.</summary>
    Directory = 512,
}
