using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>One check.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Area">The part of the deployment.</param>
/// <param name="Needs">What it must know.</param>
/// <param name="Passed">What is the case where it finds nothing.</param>
/// <param name="Find">
/// Looks at the deployment: a result for each thing that is wrong, or for each thing that it tells; none where all is well.
/// </param>
internal sealed record DeploymentCheck(string Id, SmimeDeploymentArea Area, DeploymentNeeds Needs, string Passed,
    Func<DeploymentView, IEnumerable<DeploymentCheckResult>> Find)
{
    /// <summary>Whether there is what it compares with, such as an archive; without it the check says nothing.</summary>
    public Func<DeploymentData, bool> Applies { get; init; } = _ => true;

    /// <summary>
    /// Says that there is nothing to look at, where that is so: <see cref="Passed"/> would praise what does not exist. Null where
    /// there is something.
    /// </summary>
    public Func<DeploymentView, string?> Nothing { get; init; } = _ => null;

    /// <summary>
    /// The results: one at least. Where something that it needs could not be read, one that says what and why.
    /// </summary>
    public IEnumerable<DeploymentCheckResult> Run(DeploymentView view)
    {
        if (view.ErrorOf(Needs) is { } error)
        {
            return [Named(Found.Unknown(Found.Tenant, $"Not checked. {error.Message}")) with { IsUnread = true }];
        }

        List<DeploymentCheckResult> found = [.. Find(view).Select(Named)];
        return found.Count > 0 ? found : [Named(Found.Pass(Found.Tenant, Nothing(view) ?? Passed))];
    }

    private DeploymentCheckResult Named(DeploymentCheckResult result) => result with { Id = Id, Area = Area };
}

/// <summary>Makes results; the check that they are of gives them its name.</summary>
internal static class Found
{
    /// <summary>The target of what is about everything.</summary>
    public const string Tenant = "Tenant";

    private const int MostNamed = 5;

    public static DeploymentCheckResult Pass(string target, string message) => Make(SmimeCheckStatus.Pass, target, message);

    public static DeploymentCheckResult Unknown(string target, string message, DeploymentCheckDetails? details = null) =>
        Make(SmimeCheckStatus.Unknown, target, message, details);

    public static DeploymentCheckResult Warning(string target, string message, DeploymentCheckDetails? details = null) =>
        Make(SmimeCheckStatus.Warning, target, message, details);

    public static DeploymentCheckResult Fail(string target, string message, DeploymentCheckDetails? details = null) =>
        Make(SmimeCheckStatus.Fail, target, message, details);

    public static DeploymentCheckResult Make(
        SmimeCheckStatus status, string target, string message, DeploymentCheckDetails? details = null) => new()
        {
            Id = string.Empty,
            Area = default,
            Status = status,
            Target = target,
            Message = message,
            Details = details ?? new(),
        };

    /// <summary>A result about users.</summary>
    /// <param name="status">The status.</param>
    /// <param name="users">The users, one at least.</param>
    /// <param name="message">The message; <see cref="Named"/> names the users in it.</param>
    /// <param name="details">What a next step needs.</param>
    public static DeploymentCheckResult OfUsers(SmimeCheckStatus status, IReadOnlyCollection<string> users, string message,
        DeploymentCheckDetails? details = null)
    {
        List<string> sorted = [.. users.OrderBy(user => user, StringComparer.OrdinalIgnoreCase)];
        return Make(status, sorted.Count == 1 ? sorted[0] : Count(sorted.Count, "user"), message, details) with
        {
            Users = sorted,
        };
    }

    /// <summary>The first few names of a list, and how many more there are.</summary>
    public static string Named(IEnumerable<string> names)
    {
        List<string> all = [.. names.OrderBy(name => name, StringComparer.OrdinalIgnoreCase)];
        return all.Count <= MostNamed + 1 ? string.Join(", ", all)
            : FormattableString.Invariant($"{string.Join(", ", all.Take(MostNamed))} and {all.Count - MostNamed} more");
    }

    /// <summary>A number with its noun.</summary>
    public static string Count(int number, string noun) =>
        FormattableString.Invariant($"{number} {noun}{(number == 1 ? string.Empty : "s")}");
}
