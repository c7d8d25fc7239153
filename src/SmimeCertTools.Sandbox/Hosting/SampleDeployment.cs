using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>
/// A deployment as it should be, put into an empty tenant: three users in one group, three platforms with trusted certificates,
/// imported encryption and issued signing certificates and, where there is one, a mail client; two connectors; a device each.
/// </summary>
public sealed class SampleDeployment
{
    /// <summary>The group that everything is assigned to.</summary>
    public const string GroupName = "Mail users";

    private static readonly (string Word, string Root, string Imported, string Pkcs)[] Platforms =
    [
        ("iOS", "iosTrustedRootCertificate", "iosImportedPFXCertificateProfile", "iosPkcsCertificateProfile"),
        ("Windows", "windows81TrustedRootCertificate", "windows10ImportedPFXCertificateProfile",
            "windows10PkcsCertificateProfile"),
        ("Android", "androidWorkProfileTrustedRootCertificate", "androidForWorkImportedPFXCertificateProfile",
            "androidWorkProfilePkcsCertificateProfile"),
    ];

    private readonly ConnectorKeyPair _key;

    private SampleDeployment(SandboxState state, ConnectorKeyPair key)
    {
        (State, _key) = (state, key);
        Group = state.Groups.All.FirstOrDefault(group => group.DisplayName == GroupName)
            ?? state.Groups.Add(GroupName, Array.Empty<Guid>());
    }

    internal SandboxState State { get; }

    internal SandboxGroup Group { get; }

    internal static SamplePeople People => SamplePeople.Shared;

    /// <summary>The files of an archive that holds all users' certificates.</summary>
    public IReadOnlyList<SampleCertificate> Archive { get; internal set; } = SamplePeople.Shared.Certificates;

    /// <summary>
    /// Files that are in nobody's archive: what the CA has issued since, and what somebody still has of a user whose archive lacks
    /// it.
    /// </summary>
    public IReadOnlyList<SampleCertificate> Further =>
        [.. People.Certificates.Concat([People.Next, People.NextSigning]).Where(file => !Archive.Contains(file))];

    /// <summary>Puts the deployment into a tenant, and a fault into that.</summary>
    /// <param name="sandbox">A sandbox with a connector key, and as yet without profiles and records.</param>
    /// <param name="fault">The fault; null for none.</param>
    /// <exception cref="ArgumentException">It has no connector key, or has profiles already.</exception>
    public static SampleDeployment AddTo(SandboxHost sandbox, PlantedFault? fault = null)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        return AddTo(sandbox.State, sandbox.Options.ConnectorKeys, fault is { } planted ? [planted] : []);
    }

    internal static SampleDeployment AddTo(
        SandboxState state, IReadOnlyList<ConnectorKeyPair> keys, IReadOnlyList<PlantedFault> faults)
    {
        if (keys.Count == 0 || state.Profiles.Count > 0 || state.UserPfxCertificates.Count > 0)
        {
            throw new ArgumentException(
                "The deployment needs a connector key (--connector-key), and a tenant without profiles and records.",
                nameof(keys));
        }

        var sample = new SampleDeployment(state, keys[0]);
        sample.AddPeople();
        sample.AddProfiles();
        state.RemoveConnectors();
        state.AddConnector(new SandboxConnector { MachineName = "srv1.contoso.com" });
        state.AddConnector(new SandboxConnector { MachineName = "srv2.contoso.com" });
        foreach (var fault in faults)
        {
            FaultPlanting.Plant(sample, fault);
        }

        return sample;
    }

    /// <summary>The files that go with it, in base64: the archive's, those outside of it, and the CAs' certificates.</summary>
    internal JsonObject ToJson() => JsonBody.Create(new
    {
        People.Password,
        archive = Files(Archive),
        further = Files(Further),
        certificates = new[] { People.Root, People.Issuing, People.SigningAuthority }.Select(certificate => new
        {
            name = certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false) + ".cer",
            content = Convert.ToBase64String(certificate.RawData),
        }),
    });

    private static IEnumerable<object> Files(IEnumerable<SampleCertificate> files) => files.Select(file =>
        new { file.Name, file.User, file.Thumbprint, content = Convert.ToBase64String(file.Pfx) });

    internal IntuneAssignment ToGroup => new() { Target = AssignmentTarget.Group, GroupId = Group.Id };

    internal IntuneEntity Profile(string name) => State.Profiles.All.Single(profile => profile.DisplayName == name);

    internal void Change(string profile, Func<JsonObject, JsonObject>? values = null,
        Func<IReadOnlyList<IntuneAssignment>, IReadOnlyList<IntuneAssignment>>? assignments = null,
        Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>>? bindings = null) =>
        State.Profiles.Update(Profile(profile).Id, entity => entity with
        {
            Values = values is null ? entity.Values : values(entity.Values.DeepClone().AsObject()),
            Assignments = assignments is null ? entity.Assignments : assignments(entity.Assignments),
            Bindings = bindings is null ? entity.Bindings : bindings(entity.Bindings),
        });

    internal void AddRecord(SampleCertificate certificate, string? user = null, string purpose = "smimeEncryption",
        Func<StoredUserPfx, StoredUserPfx>? change = null)
    {
        var name = user ?? certificate.User;
        var password = _key.Encrypt(Encoding.ASCII.GetBytes(People.Password), RSAEncryptionPadding.OaepSHA512);
        var record = new StoredUserPfx
        {
            Id = $"{State.Users.Find(name)!.Id:N}-{certificate.Thumbprint.ToLowerInvariant()}",
            UserPrincipalName = name,
            Thumbprint = certificate.Thumbprint.ToLowerInvariant(),
            IntendedPurpose = purpose,
            StartDateTime = certificate.NotBefore,
            ExpirationDateTime = certificate.NotAfter,
            ProviderName = _key.ProviderName,
            KeyName = _key.KeyName,
            PaddingScheme = "oaepSha512",
            EncryptedPfxBlob = certificate.Pfx,
            EncryptedPfxPassword = Convert.ToBase64String(password),
            CreatedDateTime = People.Now,
            LastModifiedDateTime = People.Now,
        };
        State.UserPfxCertificates.TryAdd(change?.Invoke(record) ?? record);
    }

    internal void ChangeRecord(SampleCertificate certificate, Func<StoredUserPfx, StoredUserPfx> change)
    {
        var record = State.UserPfxCertificates.ForUser(certificate.User).Single(
            item => item.Thumbprint.Equals(certificate.Thumbprint, StringComparison.OrdinalIgnoreCase));
        State.UserPfxCertificates.Replace(change(record));
    }

    internal void RemoveRecord(SampleCertificate certificate) => State.UserPfxCertificates.Remove(
        State.UserPfxCertificates.ForUser(certificate.User).Single(
            item => item.Thumbprint.Equals(certificate.Thumbprint, StringComparison.OrdinalIgnoreCase)).Id);

    /// <summary>The profiles of one platform: trusted certificates, imported encryption, issued signing.</summary>
    internal void AddPlatform(string word, string rootType, string importedType, string pkcsType, JsonObject? imported = null)
    {
        var isWindows = rootType.StartsWith("windows", StringComparison.Ordinal);
        var root = Add(rootType, $"Root {word}", Trusted(People.Root.RawData, isWindows ? "computerCertStoreRoot" : null));
        Add(rootType, $"Issuing {word}",
            Trusted(People.Issuing.RawData, isWindows ? "computerCertStoreIntermediate" : null));
        var binding = word == "Android" ? new Dictionary<string, string> { ["rootCertificate"] = root.Id } : null;
        var values = imported ?? [];
        values["intendedPurpose"] = "smimeEncryption";
        Add(importedType, $"Encryption {word}", WithIssuance(values, word != "iOS", isWindows, word == "Android"), binding);
        Add(pkcsType, $"Signing {word}", WithIssuance(JsonBody.Create(new
        {
            certificationAuthority = "ca1.contoso.com",
            certificationAuthorityName = "Contoso Issuing CA",
            certificateTemplateName = "SmimeSigning",
            customSubjectAlternativeNames = new[] { new { sanType = "emailAddress", name = "{{EmailAddress}}" } },
        }), true, isWindows, hasPurposes: word is "Windows" or "Android"), binding);
    }

    internal IntuneEntity Add(string type, string name, JsonObject values, IReadOnlyDictionary<string, string>? bindings = null)
    {
        values["displayName"] = name;
        return State.Add(State.Profiles, type, values, bindings, [ToGroup]);
    }

    private static JsonObject Trusted(byte[] certificate, string? store)
    {
        var values = new JsonObject { ["trustedRootCertificate"] = Convert.ToBase64String(certificate) };
        if (store is not null)
        {
            values["destinationStore"] = store;
        }

        return values;
    }

    private static JsonObject WithIssuance(JsonObject values, bool hasValidity, bool hasStorage, bool hasPurposes)
    {
        if (hasValidity)
        {
            values["certificateValidityPeriodScale"] = "years";
            values["certificateValidityPeriodValue"] = 1;
            values["renewalThresholdPercentage"] = 20;
            values["subjectAlternativeNameType"] = "none";
            values["subjectNameFormat"] = "commonName";
        }

        if (hasStorage)
        {
            values["keyStorageProvider"] = "useSoftwareKsp";
        }

        if (hasPurposes)
        {
            values["extendedKeyUsages"] = new JsonArray(JsonBody.Create(
                new { name = "Secure Email", objectIdentifier = "1.3.6.1.5.5.7.3.4" }));
        }

        return values;
    }

    private void AddPeople()
    {
        var platforms = new[] { DevicePlatform.Ios, DevicePlatform.Windows, DevicePlatform.AndroidWorkProfile };
        string[] names = ["Anna's iPhone", "Bert's PC", "Carla's phone"];
        List<SandboxUser> users =
            [.. SamplePeople.Users.Select(user => State.Users.Find(user) ?? State.Users.Add(user))];
        State.Groups.SetMembers(Group.Id, users.Select(user => user.Id));
        for (var i = 0; i < users.Count; i++)
        {
            State.Devices.Add(names[i], platforms[i], users[i]);
        }

        foreach (var certificate in People.Certificates)
        {
            AddRecord(certificate);
        }
    }

    private void AddProfiles()
    {
        foreach (var (word, root, imported, pkcs) in Platforms)
        {
            AddPlatform(word, root, imported, pkcs);
        }

        Add("iosEasEmailProfileConfiguration", "Mail iOS", JsonBody.Create(new
        {
            accountName = "Contoso",
            hostName = "outlook.office365.com",
            requireSmime = true,
            requireSsl = true,
            signingCertificateType = "certificate",
            encryptionCertificateType = "certificate",
            emailAddressSource = "primarySmtpAddress",
            usernameSource = "userPrincipalName",
            usernameAADSource = "userPrincipalName",
            durationOfEmailToSync = "unlimited",
            smimeSigningEnabled = true,
        }), new Dictionary<string, string>
        {
            ["smimeSigningCertificate"] = Profile("Signing iOS").Id,
            ["smimeEncryptionCertificate"] = Profile("Encryption iOS").Id,
        });
        AddOutlook(isOn: true);
    }

    internal void AddOutlook(bool isOn)
    {
        foreach (var old in State.AppConfigurations.All)
        {
            State.AppConfigurations.Remove(old.Id);
        }

        var app = State.MobileApps.All.FirstOrDefault(item => item.TypeName == "androidManagedStoreApp")?.Id
            ?? State.AddAndroidApp();
        var payload = JsonBody.Create(new
        {
            kind = "androidenterprise#managedConfiguration",
            productId = "app:com.microsoft.office.outlook",
            managedProperty = new[] { new { key = OutlookApp.SmimeEnabled, valueBool = isOn } },
        });
        State.Add(State.AppConfigurations, "androidManagedStoreAppConfiguration", JsonBody.Create(new
        {
            displayName = "Outlook Android",
            packageId = "app:com.microsoft.office.outlook",
            payloadJson = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload.ToJsonString())),
            profileApplicability = "androidWorkProfile",
            credentialProviderRoleState = "notConfigured",
            targetedMobileApps = new[] { app },
        }), null, [ToGroup]);
    }
}
