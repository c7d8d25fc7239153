namespace SmimeCertTools.Core.Deployment;

/// <summary>What is being read.</summary>
public enum DeploymentStage
{
    /// <summary>The records.</summary>
    Records,

    /// <summary>The users and their histories.</summary>
    Users,
}

/// <summary>How far the reading of a deployment is.</summary>
/// <param name="Stage">What is being read.</param>
/// <param name="Done">How many were read.</param>
/// <param name="Total">How many there are; null where that is not known.</param>
public sealed record DeploymentProgress(DeploymentStage Stage, int Done, int? Total);
