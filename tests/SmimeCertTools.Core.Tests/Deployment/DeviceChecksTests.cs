using System.Text.Json.Nodes;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Core.Graph.Intune;
using Xunit;

namespace SmimeCertTools.Core.Tests.Deployment;

public sealed class DeviceChecksTests
{
    [Theory]
    [InlineData("installed", 0, true, false)]
    [InlineData("installed", 5, true, false)]
    [InlineData("enrollmentSucceeded", 0, true, false)]
    [InlineData("enrollmentNotNeeded", 0, true, false)]
    [InlineData("renewVerified", 0, true, false)]
    [InlineData("renewalRequested", 0, false, false)]
    [InlineData("issuePending", 5, false, true)]
    [InlineData("installFailed", 0, false, true)]
    [InlineData("deleted", 5, false, false)]
    public void A_state_tells_whether_the_certificate_is_there_or_failed(string name, int error, bool isThere, bool isFailed)
    {
        var state = new DeviceCertificateState(
            new JsonObject { ["certificateIssuanceState"] = name, ["certificateErrorCode"] = error });

        Assert.Equal((isThere, isFailed), (state.IsInstalled, DeviceChecks.IsFailed(state)));
    }
}
