using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>What devices report of the certificates that profiles brought.</summary>
internal static class DeviceChecks
{
    /// <summary>Members of certificateIssuanceStates that say that the certificate did not come.</summary>
    private static readonly HashSet<string> Failures = new(StringComparer.OrdinalIgnoreCase)
    {
        "challengeIssueFailed", "requestCreationFailed", "requestSubmitFailed", "challengeValidationFailed", "issueFailed",
        "responseProcessingFailed", "installFailed", "deleteFailed",
    };

    /// <summary>Members that say that it is on its way.</summary>
    private static readonly HashSet<string> OnTheWay = new(StringComparer.OrdinalIgnoreCase)
    {
        "challengeIssued", "challengeValidationSucceeded", "issuePending", "issued", "responsePending", "renewalRequested",
        "requested",
    };

    /// <summary>How long a certificate may be on its way: devices ask every eight hours.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public static IEnumerable<DeploymentCheckResult> Failed(DeploymentView view) => Of(view, SmimeCheckStatus.Fail,
        IsFailed,
        (profile, states) => $"On {Found.Count(states.Count, "device")} a certificate of '{profile}' failed: "
            + $"{Found.Named(states.Select(Describe))}.");

    public static IEnumerable<DeploymentCheckResult> Pending(DeploymentView view) => Of(view, SmimeCheckStatus.Warning,
        state => OnTheWay.Contains(state.State ?? string.Empty) && state.ErrorCode == 0
            && !(view.Now - state.LastChangeDateTime < Patience),
        (profile, states) => $"On {Found.Count(states.Count, "device")} a certificate of '{profile}' has been on its way for "
            + FormattableString.Invariant($"more than {Patience.TotalHours:0} hours: {Found.Named(states.Select(Describe))}."));

    /// <summary>Whether the certificate did not come.</summary>
    public static bool IsFailed(DeviceCertificateState state) =>
        Failures.Contains(state.State ?? string.Empty) || (state.ErrorCode != 0 && !IsDone(state));

    private static bool IsDone(DeviceCertificateState state) =>
        state.IsInstalled || state.State is "deleted" or "removedFromCollection";

    private static IEnumerable<DeploymentCheckResult> Of(DeploymentView view, SmimeCheckStatus status,
        Func<DeviceCertificateState, bool> isWrong, Func<string, IReadOnlyList<DeviceCertificateState>, string> describe) =>
        view.Certificates
            .Where(profile => profile.Platforms.Any(view.Platforms.Contains)
                && (profile.Kind == SmimeProfileKind.ImportedPfx || view.IsForSigning(profile)))
            .Select(profile => (Profile: profile, States: (profile.States.ValueOrDefault ?? [])
                .Where(isWrong).Where(state => IsAsked(view, state))
                .GroupBy(state => state.DeviceName ?? string.Empty, StringComparer.OrdinalIgnoreCase)
                .Select(group => group.First()).ToList()))
            .Where(found => found.States.Count > 0)
            .Select(found => Found.Make(status, found.Profile.Profile.DisplayName,
                describe(found.Profile.Profile.DisplayName, found.States),
                DeploymentCheckDetails.About(found.Profile) with
                {
                    Devices = [.. found.States.Select(state => state.DeviceName).OfType<string>()],
                }));

    // States name the user by display name only; where some users were asked for, their records' thumbprints tell.
    private static bool IsAsked(DeploymentView view, DeviceCertificateState state) => view.Data.Scope.Users is null
        || (view.Data.Records.ValueOrDefault ?? []).Any(record =>
            string.Equals(record.Thumbprint, state.Thumbprint, StringComparison.OrdinalIgnoreCase));

    private static string Describe(DeviceCertificateState state) =>
        $"{state.DeviceName ?? "a device without name"} of {state.UserName ?? "an unknown user"} ({state.State ?? "no state"}"
        + (state.ErrorCode == 0 ? ")" : FormattableString.Invariant($", error 0x{state.ErrorCode:X8})"));
}
