using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Tests.Intune;

/// <summary>Bodies of profiles, made from the schema: the members that have to be there and nothing else.</summary>
internal static class ProfileBodies
{
    public const string Profiles = "beta/deviceManagement/deviceConfigurations";

    // The table of platforms and kinds, and the e-mail profiles.
    public static readonly IReadOnlyList<string> TypeNames =
    [
        "windows81TrustedRootCertificate", "windows10PkcsCertificateProfile", "windows10ImportedPFXCertificateProfile",
        "iosTrustedRootCertificate", "iosPkcsCertificateProfile", "iosImportedPFXCertificateProfile",
        "macOSTrustedRootCertificate", "macOSPkcsCertificateProfile", "macOSImportedPFXCertificateProfile",
        "androidDeviceOwnerTrustedRootCertificate", "androidDeviceOwnerPkcsCertificateProfile",
        "androidDeviceOwnerImportedPFXCertificateProfile", "androidWorkProfileTrustedRootCertificate",
        "androidWorkProfilePkcsCertificateProfile", "androidForWorkImportedPFXCertificateProfile",
        "androidTrustedRootCertificate", "androidPkcsCertificateProfile", "androidImportedPFXCertificateProfile",
        "aospDeviceOwnerTrustedRootCertificate", "aospDeviceOwnerPkcsCertificateProfile",
        "iosEasEmailProfileConfiguration", "androidEasEmailProfileConfiguration", "windows10EasEmailProfileConfiguration",
    ];

    /// <summary>A body with the members that have to be there, and some others.</summary>
    public static JsonObject Create(string typeName, params ReadOnlySpan<(string Name, JsonNode? Value)> others)
    {
        var body = new JsonObject { ["@odata.type"] = $"#microsoft.graph.{typeName}" };
        foreach (var member in SchemaModel.Graph[typeName].Members.Where(member => member.IsRequired))
        {
            body[member.Name] = Valid(member);
        }

        foreach (var (name, value) in others)
        {
            body[name] = value;
        }

        return body;
    }

    /// <summary>A value that fits the member.</summary>
    public static JsonNode Valid(MemberSchema member)
    {
        JsonNode value = (member.Kind, member.Name) switch
        {
            (_, "trustedRootCertificate") => Convert.ToBase64String(TestPki.Factory.Root.RawData),
            (MemberKind.Enum, _) => member.Enum!.Writable.First(),
            (MemberKind.Boolean, _) => true,
            (MemberKind.Int32, _) => 20,
            (MemberKind.DateTimeOffset, _) => "2026-01-02T03:04:05Z",
            (MemberKind.Binary, _) => "AQID",
            (MemberKind.Complex, _) => Complex(member.Complex!),
            _ => $"some {member.Name}",
        };
        return member.IsCollection ? new JsonArray(value) : value;
    }

    /// <summary>Values that do not fit the member, with a word from the reason.</summary>
    public static IEnumerable<(JsonNode? Value, string Reason)> Wrong(MemberSchema member)
    {
        if (!member.IsNullable)
        {
            yield return (null, "is null");
        }

        if (member.IsCollection)
        {
            yield return ("text", "not an array");
            yield return (new JsonArray(new JsonArray()), "is a JSON Array");
            yield break;
        }

        yield return (new JsonArray(), member.Kind == MemberKind.Int32 ? "is []" : "is a JSON Array");
        switch (member.Kind)
        {
            case MemberKind.Enum:
                yield return ("nonsense", "'nonsense', not one of");
                yield return (1, "not a string");
                yield return (member.Enum!.Writable.First() + "s", "not one of");
                break;
            case MemberKind.Boolean:
                yield return ("true", "not true or false");
                break;
            case MemberKind.Int32:
                yield return ("20", "not a whole number");
                yield return (1.5, "not a whole number");
                break;
            case MemberKind.Binary:
                yield return ("not base64!", "is not base64");
                break;
            case MemberKind.DateTimeOffset:
                yield return ("1.2.2026", "ISO 8601");
                break;
            default:
                yield return (5, member.Kind == MemberKind.Complex ? "not an object" : "not a string");
                break;
        }
    }

    private static JsonObject Complex(StructuredType type)
    {
        var json = new JsonObject();
        foreach (var member in type.Members)
        {
            json[member.Name] = Valid(member);
        }

        return json;
    }
}
