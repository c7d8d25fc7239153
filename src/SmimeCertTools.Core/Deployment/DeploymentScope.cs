using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Deployment;

/// <summary>What of a deployment is looked at.</summary>
public sealed class DeploymentScope
{
    /// <summary>User principal names or object ids; null for all who have records in Intune.</summary>
    public IReadOnlyList<string>? Users { get; init; }

    /// <summary>The platforms; empty for those that have profiles for S/MIME.</summary>
    public IReadOnlyList<SmimePlatform> Platforms { get; init; } = [];

    /// <summary>How long before its end a certificate expires soon; null for the usual time.</summary>
    public TimeSpan? Soon { get; init; }

    /// <summary>
    /// The fingerprint of the public key under which a record was written, where files of results know it; null without any.
    /// </summary>
    public Func<UserPfxRecord, string?>? FingerprintOf { get; init; }

    /// <summary>How many groups of users are looked up at a time, each with one request.</summary>
    public int MaxRequests { get; init; } = 8;
}
