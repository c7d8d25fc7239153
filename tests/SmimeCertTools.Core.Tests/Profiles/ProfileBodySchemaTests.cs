using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.GraphSchema;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Profiles;

/// <summary>Every request body against Graph's metadata, read by OData's own library.</summary>
public sealed class ProfileBodySchemaTests
{
    private static readonly Uri Graph = new("https://graph.microsoft.com/");
    private static readonly Lazy<GraphMetadata> Metadata =
        new(() => GraphMetadata.Load(Path.Combine(SharedCorpus.Shared, "graph", "subset.csdl")));

    private readonly Dictionary<string, string> _types = [];

    [CorpusFact]
    public void Every_body_fits_its_type()
    {
        var problems = ProfileCases.All.SelectMany(item => Judge(item).Select(problem => $"{item}: {problem}")).ToList();

        Assert.Equal([], problems);
    }

    [CorpusFact]
    public void Every_type_of_the_table_exists_in_the_collection_named() =>
        Assert.All(ProfileTypes.All, type =>
        {
            Assert.True(Metadata.Value.IsConcrete(type.ODataType), type.ODataType);
            Assert.All(type.FixedMembers, member => Assert.NotNull(Metadata.Value.MemberType(type.ODataType, member)));
            Assert.DoesNotContain(
                Metadata.Value.Check("POST", "/beta/" + type.Collection,
                    new JsonObject { ["@odata.type"] = ProfileTypes.Prefix + type.ODataType }.ToJsonString(), _ => null),
                problem => problem.Contains("@odata.type", StringComparison.Ordinal) || problem.Contains("leads nowhere"));
        });

    [CorpusFact]
    public void Every_platform_and_kind_that_the_table_has_is_among_the_cases()
    {
        var covered = ProfileCases.All.Select(item => Build(item)).Select(body => (body.Platform, body.Kind)).ToHashSet();

        Assert.Equal([], ProfileTypes.All.Select(type => (type.Platform, type.Kind)).Where(pair => !covered.Contains(pair)));
    }

    [CorpusTheory]
    [InlineData("intendedPurpose", "\"smimeEncryptin\"", "no name of")]
    [InlineData("intendedPurpose", "2", "no name of")]
    [InlineData("intendedPurpose", "null", "is null")]
    [InlineData("certificateValidityPeriodValue", "\"1\"", "no Edm.Int32")]
    [InlineData("intendedPurposes", "\"smimeSigning\"", "is no member")]
    [InlineData("extendedKeyUsages", "{}", "is no list")]
    [InlineData("extendedKeyUsages", "[{\"oid\":\"1.2\"}]", "is no member")]
    [InlineData("@odata.type", "\"#microsoft.graph.androidDeviceOwnerCertificateProfileBase\"", "is abstract")]
    [InlineData("@odata.type", "\"#microsoft.graph.androidImportedProfile\"", "is no type")]
    [InlineData("managedDeviceCertificateStates", "[]", "is a navigation")]
    [InlineData("silentCertificateAccessDetails", "[{}]", "packageId is missing")]
    [InlineData("rootCertificate@odata.bind",
        "\"https://graph.microsoft.com/beta/deviceManagement/deviceConfigurations('5e0a0000-0000-4000-8000-000000000000')\"",
        "which is no androidDeviceOwnerTrustedRootCertificate")]
    public void A_wrong_body_is_found(string member, string json, string problem)
    {
        var body = Compose(ProfileCases.Imported().First(item => item.Platform == SmimePlatform.AndroidDeviceOwner));
        body[member] = JsonNode.Parse(json);

        var found = Metadata.Value.Check("POST", "/beta/deviceManagement/deviceConfigurations", body.ToJsonString(),
            _ => "iosTrustedRootCertificate");

        Assert.Contains(found, text => text.Contains(problem, StringComparison.Ordinal));
    }

    [CorpusFact]
    public void A_missing_member_is_found()
    {
        foreach (var item in ProfileCases.Imported())
        {
            var body = Compose(item);
            body.Remove("intendedPurpose");

            Assert.Equal(["intendedPurpose is missing"],
                Metadata.Value.Check("POST", "/beta/deviceManagement/deviceConfigurations", body.ToJsonString(), _ => null));
        }
    }

    [CorpusFact]
    public void A_patch_of_a_difference_fits_its_type()
    {
        foreach (var item in ProfileCases.All)
        {
            var body = Build(item);
            var patch = ProfileComparison.Compare(body, new IntuneProfile([])).Patch;

            Assert.Equal([], patch is null ? []
                : Metadata.Value.Check("PATCH", $"/beta/{ProfileTypes.CollectionOf(body.Kind)}/{Guid.NewGuid()}",
                    patch.ToJsonString(), _ => null));
        }
    }

    private IReadOnlyList<string> Judge(ProfileCase item)
    {
        var body = Build(item);
        var created = Metadata.Value.Check("POST", "/beta/" + ProfileTypes.CollectionOf(body.Kind),
            ProfileCase.Compose(body, "Test", Graph).ToJsonString(), id => _types.GetValueOrDefault(id));
        return body.TargetApps.Count == 0 ? created :
        [
            .. created,
            .. Metadata.Value.Check("POST", $"/beta/{ProfileTypes.CollectionOf(body.Kind)}/A_1/targetApps",
                ProfileCase.ComposeApps(body).ToJsonString(), _ => null),
        ];
    }

    private JsonObject Compose(ProfileCase item) => ProfileCase.Compose(Build(item), "Test", Graph);

    private ProfileBody Build(ProfileCase item) => item.Settings((platform, kind, purpose) =>
    {
        var profile = new ReferencedProfile
        {
            Id = Guid.NewGuid(),
            DisplayName = "Referenced",
            ODataType = ProfileTypes.Get(platform, kind).ODataType,
            IntendedPurpose = purpose,
        };
        _types[profile.Id.ToString()] = profile.ODataType;
        return profile;
    }).Build(item.Platform);
}
