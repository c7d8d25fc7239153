using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using SmimeCertTools.Core.Graph;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>The sign-in, its permissions and what could not be read.</summary>
internal static class SignInChecks
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(15);

    private const string ForAdministrators =
        "The next step is for somebody who may change app registrations; consent and connect again after it.";

    private static readonly Regex PermissionName =
        new(@"\b[A-Z][A-Za-z]+\.Read(Write|Basic)?\.All\b", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public static IEnumerable<DeploymentCheckResult> Expiring(DeploymentView view)
    {
        var signIn = view.Data.SignIn;
        var who = signIn.Account ?? "an account that the token does not name";
        if (signIn.TokenExpiresOn is { } end && end - view.Now < Soon)
        {
            yield return Found.Warning(who, $"The access token ends at {Time(end)} UTC and cannot be renewed: what takes longer "
                + "stops in the middle.");
        }
        else
        {
            yield return Found.Pass(who, $"Signed in as {who}"
                + (signIn.TenantId is { } tenant ? $" to the tenant {tenant}." : "."));
        }
    }

    public static IEnumerable<DeploymentCheckResult> Permissions(DeploymentView view) => Errors(view)
        .Where(error => error.Kind == GraphErrorKind.Forbidden)
        .GroupBy(error => PermissionName.Match(error.Message) is { Success: true } match ? match.Value : Found.Tenant)
        .Select(group => Found.Fail(group.Key, $"{group.First().Message} {ForAdministrators}", new DeploymentCheckDetails
        {
            Permission = group.Key == Found.Tenant ? null : group.Key,
        }));

    public static IEnumerable<DeploymentCheckResult> Reading(DeploymentView view) => Errors(view)
        .Where(error => error.Kind != GraphErrorKind.Forbidden)
        .GroupBy(error => error.Message, StringComparer.Ordinal)
        .Select(group => Found.Fail(group.First().Target ?? Found.Tenant, group.Key));

    private static IEnumerable<GraphRequestException> Errors(DeploymentView view)
    {
        var data = view.Data;
        IEnumerable<GraphRequestException?> errors =
        [
            data.Connectors.Error, data.Profiles.Error, data.DeviceApps.Error, data.ManagedApps.Error, data.Records.Error,
            data.Users.Error, data.DirectoryError,
            .. data.Groups.Values.Select(group => group.Error),
            .. view.All.SelectMany(profile => new[]
            {
                profile.Assignments.Error, profile.Bindings.Error, profile.States.Error,
            }),
            .. data.UserErrors.Select(item => item.Error).Where(error => error.Kind != GraphErrorKind.UserNotFound),
        ];
        return errors.OfType<GraphRequestException>();
    }

    private static string Time(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
