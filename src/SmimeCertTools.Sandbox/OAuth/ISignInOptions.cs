using System;
using System.Collections.Generic;

namespace SmimeCertTools.Sandbox.OAuth;

/// <summary>What the sign-in service is told of the tenant and its apps.</summary>
internal interface ISignInOptions
{
    Guid TenantId { get; }

    TimeProvider Clock { get; }

    IReadOnlyList<SandboxClient> Clients { get; }

    string IdentityHeader { get; }

    SandboxClient? SystemAssignedIdentity { get; }

    IReadOnlyList<SandboxClient> UserAssignedIdentities { get; }
}
