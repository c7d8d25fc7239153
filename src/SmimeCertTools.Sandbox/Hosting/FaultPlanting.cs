using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>Puts one fault into the sample deployment.</summary>
internal static class FaultPlanting
{
    private const string Second = "srv2.contoso.com";
    private const string Carla = "carla@contoso.com";
    private const int Remediation = -2016345112; // 0x87D1FDE8, "remediation failed"

    private static readonly Dictionary<PlantedFault, Action<SampleDeployment>> Faults = new()
    {
        [PlantedFault.ConnectorMissing] = sample => sample.State.RemoveConnectors(),
        [PlantedFault.ConnectorInactive] = sample => Connector(sample, connector => connector with { IsActive = false }),
        [PlantedFault.ConnectorSilent] = sample => Connector(sample, connector => connector with
        {
            LastContact = DateTimeOffset.UtcNow.AddDays(-3),
        }),
        [PlantedFault.ConnectorVersion] = sample => Connector(
            sample, connector => connector with { Version = "6.2301.1.0" }),
        [PlantedFault.ConnectorContradiction] = sample =>
        {
            Connector(sample, connector => connector with { IsInConnectorDetails = false });
            sample.State.AddConnector(new SandboxConnector
            {
                MachineName = Second,
                IsInNdesConnectors = false,
                Version = "6.2301.1.0",
                LastContact = DateTimeOffset.UtcNow.AddHours(-2),
            });
        },
        [PlantedFault.ConnectorKeyUnnamed] = sample => UnreportedChange(
            sample, Current(), record => record with { KeyName = "", ProviderName = "" }),
        [PlantedFault.ConnectorKeySeveral] = sample => UnreportedChange(sample, Old(), record => record with
        {
            KeyName = "FormerKey",
            LastModifiedDateTime = record.LastModifiedDateTime.AddYears(-1),
            CreatedDateTime = record.CreatedDateTime.AddYears(-1),
        }),
        [PlantedFault.TrustedRootMissing] = sample => Remove(sample, "Issuing iOS"),
        [PlantedFault.TrustedRootIncomplete] = sample => Remove(sample, "Root iOS"),
        [PlantedFault.TrustedRootExpiring] = sample => sample.Change("Issuing iOS", values => With(values,
            "trustedRootCertificate", Convert.ToBase64String(
                SampleDeployment.People.IssuingUntil(DateTimeOffset.UtcNow.AddDays(30))))),
        [PlantedFault.TrustedRootStore] = sample => sample.Change(
            "Issuing Windows", values => With(values, "destinationStore", "computerCertStoreRoot")),
        [PlantedFault.ImportedProfileMissing] = sample => Remove(sample, "Encryption Windows"),
        [PlantedFault.ImportedProfileChannel] = sample => sample.AddPlatform("macOS", "macOSTrustedRootCertificate",
            "macOSImportedPFXCertificateProfile", "macOSPkcsCertificateProfile",
            new JsonObject { ["deploymentChannel"] = "deviceChannel" }),
        [PlantedFault.ImportedProfileDeprecated] = sample => sample.State.AddFound(new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.windows10PFXImportCertificateProfile",
            ["id"] = Guid.NewGuid().ToString(),
            ["displayName"] = "Imported, former type",
            ["keyStorageProvider"] = "useSoftwareKsp",
        }, assignments: [sample.ToGroup]),
        [PlantedFault.SigningMissing] = sample => Remove(sample, "Signing Windows"),
        [PlantedFault.SigningProfileIncomplete] = sample => sample.Change(
            "Signing Windows", values => With(values, "certificateTemplateName", "")),
        [PlantedFault.SigningProfileAddress] = sample => sample.Change(
            "Signing Windows", values => With(values, "customSubjectAlternativeNames", new JsonArray())),
        [PlantedFault.SigningProfileRoot] = sample => sample.Change(
            "Signing Windows", values => With(values, "certificationAuthorityName", "Contoso Signing CA")),
        [PlantedFault.ProfileUnassigned] = sample => sample.Change("Encryption Windows", assignments: _ => []),
        [PlantedFault.AssignmentRoot] = sample => sample.Change(
            "Issuing Windows", assignments: _ => [Group(sample, "Pilot", "anna@contoso.com")]),
        [PlantedFault.AssignmentMail] = sample =>
        {
            sample.State.Users.Add("dora@contoso.com");
            sample.Change("Mail iOS", assignments: old => [.. old, Group(sample, "New users", "dora@contoso.com")]);
        },
        [PlantedFault.AssignmentExcluded] = sample =>
        {
            var excluded = Group(sample, "Leavers", Carla) with { Target = AssignmentTarget.ExcludedGroup };
            foreach (var platform in new[] { "iOS", "Windows", "Android" })
            {
                sample.Change($"Encryption {platform}", assignments: old => [.. old, excluded]);
            }
        },
        [PlantedFault.AssignmentFilter] = sample =>
        {
            var filter = sample.State.AddAssignmentFilter(
                "Company PCs", "windows10AndLater", "(device.deviceOwnership -eq \"Corporate\")");
            sample.Change("Root Windows", assignments: old => [.. old.Select(item => item with { FilterId = filter })]);
            sample.Change("Issuing Windows", assignments: old => [.. old.Select(item => item with { FilterId = filter })]);
        },
        [PlantedFault.AssignmentGroupGone] = sample =>
        {
            var gone = Group(sample, "Former users", Carla);
            sample.Change("Root Windows", assignments: old => [.. old, gone]);
            sample.State.Groups.Remove(gone.GroupId!.Value);
        },
        [PlantedFault.UserNotReached] = sample =>
        {
            var carla = sample.State.Users.Find(Carla)!.Id;
            var members = sample.State.Groups.All.Single(group => group.Id == sample.Group.Id).MemberIds;
            sample.State.Groups.SetMembers(sample.Group.Id, members.Where(id => id != carla));
        },
        [PlantedFault.MailClient] = sample =>
            sample.State.AppConfigurations.Remove(sample.State.AppConfigurations.All[0].Id),
        [PlantedFault.MailClientOff] = sample => sample.AddOutlook(isOn: false),
        [PlantedFault.MailProfileUnbound] = sample => sample.Change("Mail iOS", bindings: old =>
            old.Where(pair => pair.Key != "smimeEncryptionCertificate").ToDictionary(pair => pair.Key, pair => pair.Value)),
        [PlantedFault.EncryptionMissing] = sample => sample.RemoveRecord(Current()),
        [PlantedFault.EncryptionGap] = sample => Replace(sample, Old(), SampleDeployment.People.Gapped),
        [PlantedFault.CertificateExpiring] = sample => Replace(sample, Current(), SampleDeployment.People.Ending),
        [PlantedFault.SigningExpired] = sample =>
        {
            var signers = Group(sample, "Signers", "anna@contoso.com", "bert@contoso.com");
            foreach (var platform in new[] { "iOS", "Windows", "Android" })
            {
                sample.Change($"Signing {platform}", assignments: _ => [signers]);
            }

            sample.AddRecord(SampleDeployment.People.Signing, purpose: "smimeSigning");
            sample.Archive = [.. sample.Archive, SampleDeployment.People.Signing];
        },
        [PlantedFault.CertificateShared] = sample => sample.AddRecord(Current(), "bert@contoso.com"),
        [PlantedFault.RecordPadding] = sample => UnreportedChange(
            sample, Old(), record => record with { PaddingScheme = "oaepSha1" }),
        [PlantedFault.RecordPurpose] = sample =>
        {
            sample.AddRecord(SampleDeployment.People.Signing, purpose: "unassigned");
            sample.Archive = [.. sample.Archive, SampleDeployment.People.Signing];
        },
        [PlantedFault.CertificateCount] = sample => AddYears(sample, 11),
        [PlantedFault.RecordUserUnknown] = sample => sample.State.Users.Remove(Carla),
        [PlantedFault.RecordFormerName] = sample => sample.State.Users.Rename(Carla, "carla.new@contoso.com"),
        [PlantedFault.RecordEarlierAccount] = sample => sample.AddRecord(SampleDeployment.People.Gapped, change: record =>
            record with { Id = $"{Guid.NewGuid():N}-{record.Thumbprint}" }),
        [PlantedFault.ArchiveNotImported] = sample => sample.RemoveRecord(Old()),
        [PlantedFault.RecordNotArchived] = sample => sample.Archive = [.. sample.Archive.Where(file => file != Old())],
        [PlantedFault.CertificateFailed] = sample => Report(sample, new CertificateReport("installFailed", Remediation)),
        [PlantedFault.CertificatePending] = sample => Report(
            sample, new CertificateReport("issuePending", 0, DateTimeOffset.UtcNow.AddDays(-3))),
    };

    public static void Plant(SampleDeployment sample, PlantedFault fault) => Faults[fault](sample);

    private static SampleCertificate Old() => SampleDeployment.People.Certificates[^2];

    private static SampleCertificate Current() => SampleDeployment.People.Certificates[^1];

    private static void Connector(SampleDeployment sample, Func<SandboxConnector, SandboxConnector> change)
    {
        sample.State.RemoveConnectors(Second);
        sample.State.AddConnector(change(new SandboxConnector { MachineName = Second }));
    }

    private static void Remove(SampleDeployment sample, string profile) =>
        sample.State.Profiles.Remove(sample.Profile(profile).Id);

    private static JsonObject With(JsonObject values, string name, JsonNode value)
    {
        values[name] = value;
        return values;
    }

    private static IntuneAssignment Group(SampleDeployment sample, string name, params string[] users)
    {
        var group = sample.State.Groups.Add(name, users.Select(user => sample.State.Users.Find(user)!));
        return new IntuneAssignment { Target = AssignmentTarget.Group, GroupId = group.Id };
    }

    private static void Replace(SampleDeployment sample, SampleCertificate old, SampleCertificate replacement)
    {
        sample.RemoveRecord(old);
        sample.AddRecord(replacement);
        sample.Archive = [.. sample.Archive.Select(file => file == old ? replacement : file)];
    }

    // Records of certificates of earlier years, one after the other.
    private static void AddYears(SampleDeployment sample, int years)
    {
        var first = Old();
        for (var i = 1; i <= years; i++)
        {
            var print = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
            sample.AddRecord(first with
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"carla-{i}.pfx"),
                Thumbprint = print,
                NotBefore = first.NotBefore.AddDays(-365 * i),
                NotAfter = first.NotBefore.AddDays(-365 * (i - 1)),
            });
        }

        RemoveDevice(sample);
    }

    // Before her device asks for it again: it would report that it failed.
    private static void UnreportedChange(
        SampleDeployment sample, SampleCertificate certificate, Func<StoredUserPfx, StoredUserPfx> change)
    {
        sample.ChangeRecord(certificate, change);
        RemoveDevice(sample);
    }

    private static void RemoveDevice(SampleDeployment sample) => sample.State.Devices.Remove(
        sample.State.Devices.All.Single(device => device.User.UserPrincipalName == Carla).Id);

    private static void Report(SampleDeployment sample, CertificateReport report)
    {
        var device = sample.State.Devices.All.Single(item => item.User.UserPrincipalName == "anna@contoso.com");
        sample.State.Devices.Add(device with { Report = report });
    }
}
