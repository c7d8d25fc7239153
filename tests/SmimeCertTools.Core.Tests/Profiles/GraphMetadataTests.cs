using System;
using System.IO;
using SmimeCertTools.GraphSchema;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Profiles;

/// <summary>The judge itself, on requests that are no creation of a profile.</summary>
public sealed class GraphMetadataTests
{
    private const string Profile = "/beta/deviceManagement/deviceConfigurations/5e0a0000-0000-4000-8000-000000000000";
    private const string Mail = Profile + "/microsoft.graph.iosEasEmailProfileConfiguration/smimeSigningCertificate/$ref";
    private const string Address =
        "http://127.0.0.1:5080/beta/deviceManagement/deviceConfigurations('5e0a0000-0000-4000-8000-000000000001')";

    private static readonly Lazy<GraphMetadata> Metadata =
        new(() => GraphMetadata.Load(Path.Combine(SharedCorpus.Shared, "graph", "subset.csdl")));

    [CorpusTheory]
    [InlineData("""{"assignments":[{"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"a"}}]}""", null)]
    [InlineData("""{"assignments":[{"target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}]}""", null)]
    [InlineData("""{"assignments":[]}""", null)]
    [InlineData("""{"assignments":[{"target":{"groupId":"a"}}]}""", "@odata.type is missing")]
    [InlineData("""{"assignments":[{"target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget","groupId":"a"}}]}""",
        "is no member")]
    [InlineData("""{"assignments":[{"target":{"@odata.type":"#microsoft.graph.deviceAndAppManagementAssignmentTarget"}}]}""",
        "is abstract")]
    [InlineData("""{"targets":[]}""", "is no parameter")]
    public void Assignments_are_judged(string body, string? problem) => Expect("POST", Profile + "/assign", body, problem);

    [CorpusTheory]
    [InlineData("""{"@odata.id":"ADDRESS"}""", "iosPkcsCertificateProfile", null)]
    [InlineData("""{"@odata.id":"ADDRESS"}""", "macOSPkcsCertificateProfile", "which is no iosCertificateProfile")]
    [InlineData("""{"@odata.id":"ADDRESS"}""", null, "leads to no profile")]
    [InlineData("""{"@odata.id":"deviceConfigurations/1"}""", "iosPkcsCertificateProfile", "not the address")]
    [InlineData("{}", "iosPkcsCertificateProfile", "@odata.id is missing")]
    public void References_are_judged(string body, string? type, string? problem) =>
        Expect("PUT", Mail, body.Replace("ADDRESS", Address, StringComparison.Ordinal), problem, type);

    [CorpusTheory]
    [InlineData("PATCH", Profile, """{"@odata.type":"#microsoft.graph.iosPkcsCertificateProfile","displayName":"B"}""", null)]
    [InlineData("PATCH", Profile, """{"displayName":"B"}""", "@odata.type is missing")]
    [InlineData("PATCH", Profile, """{"@odata.type":"#microsoft.graph.iosMobileAppConfiguration","displayName":"B"}""", "is no")]
    [InlineData("POST", Profile, "{}", "is no request")]
    [InlineData("POST", "/beta/deviceManagement/deviceProfiles", "{}", "leads nowhere")]
    [InlineData("POST", Profile + "/assign", "nonsense", "no JSON object")]
    public void Changes_and_addresses_are_judged(string method, string address, string body, string? problem) =>
        Expect(method, address, body, problem);

    [CorpusFact]
    public void Requests_without_a_body_are_not_judged() => Assert.Empty(Metadata.Value.Check("GET", Profile, null, _ => null));

    private static void Expect(string method, string address, string body, string? problem, string? type = null)
    {
        var found = Metadata.Value.Check(method, address, body, id => id.EndsWith('1') ? type : null);

        Assert.Equal(problem is null ? 0 : 1, found.Count);
        Assert.All(found, text => Assert.Contains(problem!, text, StringComparison.Ordinal));
    }
}
