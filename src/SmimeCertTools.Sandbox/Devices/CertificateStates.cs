using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>The managedDeviceCertificateStates of a profile: what became of its certificates on each device.</summary>
internal sealed class CertificateStates(IDeviceTenant state, DeviceSimulator devices, TimeProvider clock)
{
    private const int NoError = 0;
    private const int Failed = -2016345112; // 0x87D1FDE8, "remediation failed"

    public IReadOnlyList<JsonObject> Of(IntuneEntity profile)
    {
        var states = new List<JsonObject>();
        foreach (var device in state.Devices.All)
        {
            using var delivery = devices.Deliver(device);
            foreach (var issued in delivery.IssuedCertificates.Where(item => item.ProfileId == profile.Id))
            {
                states.Add(Create(profile, device, issued.Certificate, issued.Certificate.Thumbprint));
            }

            foreach (var record in delivery.Records.Where(record => record.ProfileIds.Contains(profile.Id)))
            {
                states.Add(Create(profile, device, record.Certificate, record.Thumbprint));
            }
        }

        return states;
    }

    private JsonObject Create(IntuneEntity profile, ManagedDevice device, X509Certificate2? certificate, string thumbprint)
    {
        var now = MemberReader.Date(clock.GetUtcNow());
        var type = SchemaModel.Graph["managedDeviceCertificateState"];
        var json = new JsonObject { ["id"] = $"{profile.Id}_{device.Id}_{thumbprint}" };
        foreach (var member in type.Members)
        {
            json[member.Name] = member.Name switch
            {
                "certificateErrorCode" => device.Report?.ErrorCode ?? (certificate is null ? Failed : NoError),
                "certificateExpirationDateTime" => Date(certificate?.NotAfter) ?? now,
                "certificateIssuanceDateTime" => Date(certificate?.NotBefore) ?? now,
                "certificateIssuanceState" => device.Report?.State ?? (certificate is null ? "installFailed" : "installed"),
                "lastCertificateStateChangeDateTime" => MemberReader.Date(device.Report?.Changed ?? clock.GetUtcNow()),
                "certificateIssuer" => certificate?.Issuer,
                "certificateKeyLength" =>
                    certificate?.GetRSAPublicKey()?.KeySize ?? certificate?.GetECDsaPublicKey()?.KeySize ?? 0,
                "certificateProfileDisplayName" => profile.DisplayName,
                "certificateSerialNumber" => certificate?.SerialNumber,
                "certificateThumbprint" => thumbprint,
                "certificateValidityPeriod" => profile.Values["certificateValidityPeriodValue"]?.DeepClone() ?? 0,
                "certificateValidityPeriodUnits" => profile.Text("certificateValidityPeriodScale") ?? "days",
                "certificateKeyStorageProvider" => profile.Text("keyStorageProvider") ?? "useTpmKspOtherwiseUseSoftwareKsp",
                "certificateSubjectNameFormatString" => certificate?.Subject,
                "deviceDisplayName" => device.Name,
                "devicePlatform" => ProfileKind.GraphName(device.Platform),
                "userDisplayName" => device.User.DisplayName,
                _ => member.Kind switch
                {
                    MemberKind.DateTimeOffset => now,
                    MemberKind.Enum => member.Enum!.Members[0],
                    _ => null,
                },
            };
        }

        return json;
    }

    private static string? Date(DateTime? local) =>
        local is { } date ? MemberReader.Date(new DateTimeOffset(date.ToUniversalTime())) : null;
}
