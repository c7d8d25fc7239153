using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment;

/// <summary>What came of a check of the deployment.</summary>
public sealed class SmimeDeploymentCheck : IKnown
{
    private readonly DeploymentCheckResult _result;

    internal SmimeDeploymentCheck(DeploymentCheckResult result, string? nextStep)
    {
        (_result, NextStep) = (result, nextStep.Visible());
        Users = [.. result.Users.Select(user => user.Visible())];
    }

    /// <summary>The check, such as ImportedProfileMissing; about_SmimeDeployment explains each.</summary>
    public string Id => _result.Id;

    /// <summary>The part of the deployment.</summary>
    public SmimeDeploymentArea Area => _result.Area;

    /// <summary>What came of it.</summary>
    public SmimeCheckStatus Status => _result.Status;

    /// <summary>What it is about: a connector, platform, profile or user, a number of users, or the tenant.</summary>
    public string Target => _result.Target.Visible();

    /// <summary>What is the case, and what it means.</summary>
    public string Message => _result.Message.Visible();

    /// <summary>A command to go on with, which works as it stands; null where it passed.</summary>
    public string? NextStep { get; }

    /// <summary>The users it is about, all of them; empty where it is about none in particular.</summary>
    public string[] Users { get; }

    /// <summary>Status, check and message.</summary>
    public override string ToString() => ViewText.Text($"{Status}: {Id}: {Message}");

    void IKnown.Remember(KnownNames names)
    {
        foreach (var user in Users)
        {
            names.Add(KnownNameKind.User, user, "A user whom a check is about");
        }
    }
}
