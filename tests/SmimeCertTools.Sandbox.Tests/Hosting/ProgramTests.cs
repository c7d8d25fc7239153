using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;

namespace SmimeCertTools.Sandbox.Tests.Hosting;

public sealed class ProgramTests
{
    [Fact]
    public void The_configuration_sets_options_users_and_groups()
    {
        var settings = SandboxSettings.Parse("""
            {
              // rehearsal
              "port": 5081,
              "pageSize": 2,
              "latencyMs": 150,
              "deletionLagMs": 250,
              "duplicateRecordStatus": 409,
              "throttle": { "writes": 100, "window": "00:00:20", "retryAfter": "decimalSeconds" },
              "faultRates": { "seed": 3, "serviceUnavailable": 0.05, "resetAfterEffect": 0.05 },
              "clients": [ { "clientId": "11111111-2222-3333-4444-555555555555", "secret": "x" } ],
              "users": [ { "userPrincipalName": "anna@contoso.com", "mail": "anna.a@contoso.com" } ],
              "devices": [
                { "name": "iPhone", "platform": "ios", "userPrincipalName": "anna@contoso.com", "model": "iPhone 17" } ],
              "groups": [ { "displayName": "All", "members": [ "anna@contoso.com", "iPhone" ] } ],
              "connectors": [ { "machineName": "srv1", "version": "6.2406.0.2002", "isActive": false } ],
              "scopeTags": [ "Berlin" ],
              "assignmentFilters": [ { "displayName": "iPads", "platform": "iOS", "rule": "(device.model -eq \"iPad\")" } ],
            }
            """);
        var options = settings.ToOptions(port: null, []);
        var state = new SandboxState(1);
        settings.Fill(state);

        Assert.Equal(5081, options.Port);
        Assert.Equal(6000, settings.ToOptions(port: 6000, []).Port);
        Assert.Equal(TimeSpan.FromMilliseconds(150), options.Latency);
        Assert.Equal(TimeSpan.FromMilliseconds(250), options.DeletionLag);
        Assert.Equal(RetryAfterForm.DecimalSeconds, options.Throttle.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(20), options.Throttle.Window);
        Assert.Equal(0.05, options.FaultRates.ResetAfterEffect);
        Assert.Equal("x", options.Clients.Single().Secret);
        Assert.Equal("anna.a@contoso.com", state.Users.Find("ANNA@contoso.com")!.Mail);
        Assert.Equal([state.Users.All.Single().Id, state.Devices.All.Single().Id], state.Groups.All.Single().MemberIds);
        Assert.Equal("iPhone 17", state.Devices.All.Single().Model);
        Assert.False(state.Connectors.Single().IsActive);
        Assert.Equal("Berlin", state.ScopeTags.Find("1")!.DisplayName);
        Assert.Equal("iPads", state.AssignmentFilters.All.Single().DisplayName);
        Assert.Equal(2, state.MobileApps.Count);
    }

    [Theory]
    [InlineData("""{ "prot": 5080 }""")]
    [InlineData("""{ "users": [ { } ] }""")]
    [InlineData("nonsense")]
    [InlineData("null")]
    public void A_configuration_with_unknown_or_missing_members_is_refused(string json) =>
        Assert.Throws<JsonException>(() => SandboxSettings.Parse(json));

    [Theory]
    [InlineData("""{ "groups": [ { "displayName": "All", "members": [ "nobody" ] } ] }""")]
    [InlineData("""{ "devices": [ { "name": "x", "platform": "ios", "userPrincipalName": "nobody" } ] }""")]
    [InlineData("""{ "assignmentFilters": [ { "displayName": "x", "platform": "iOS", "rule": "x" } ] }""")]
    public void A_tenant_that_names_what_it_does_not_have_is_refused(string json) =>
        Assert.Throws<JsonException>(() => SandboxSettings.Parse(json).Fill(new SandboxState(1)));

    [Fact]
    public void Arguments_are_read_and_unknown_ones_refused()
    {
        var arguments = ProgramArguments.Parse(["--port", "6000", "--connector-key", "key.pem", "--key-name", "k"]);

        Assert.Equal(6000, arguments.Port);
        Assert.Equal("key.pem", arguments.ConnectorKeyPath);
        Assert.Equal("k", arguments.KeyName);
        Assert.Equal(5080, ProgramArguments.Parse([]).Port);
        Assert.Null(ProgramArguments.Parse(["--config", "x.json"]).Port);
        Assert.True(ProgramArguments.Parse(["--help"]).IsHelp);
        Assert.Throws<ArgumentException>(() => ProgramArguments.Parse(["--prot", "1"]));
        Assert.Throws<ArgumentException>(() => ProgramArguments.Parse(["--port"]));
        Assert.Throws<ArgumentException>(() => ProgramArguments.Parse(["--port", "99999"]));
    }

    [Fact]
    public void A_new_connector_key_is_written_once_for_the_owner_only_and_reads_back()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("sandbox-key");
        try
        {
            using var output = new StringWriter();
            ConnectorKeyFiles.Create(folder.FullName, output);
            var privatePath = Path.Combine(folder.FullName, "connector-private.pem");
            using var pair = ConnectorKeyFiles.Read(privatePath, "provider", "key");

            Assert.Equal(File.ReadAllText(Path.Combine(folder.FullName, "connector-public.pem")), pair.PublicKeyPem);
            Assert.Equal("provider", pair.ProviderName);
            Assert.DoesNotContain(File.ReadAllText(privatePath + ".password"), output.ToString(), StringComparison.Ordinal);
            Assert.Throws<IOException>(() => ConnectorKeyFiles.Create(folder.FullName, output));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(privatePath));
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(privatePath + ".password"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void New_samples_open_with_the_passwords_that_stand_beside_them_and_are_the_owners_alone()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("sandbox-samples");
        try
        {
            using var output = new StringWriter();
            SampleFiles.Create(folder.FullName, output);
            string PathOf(string name) => Path.Combine(folder.FullName, name);
            using var list = JsonDocument.Parse(File.ReadAllText(PathOf("samples.json")));
            foreach (var name in new[] { "issued", "selfSigned" })
            {
                var entry = list.RootElement.GetProperty(name);
                var password = entry.GetProperty("password").GetString()!;
                using var certificate = X509CertificateLoader.LoadPkcs12FromFile(
                    PathOf(entry.GetProperty("path").GetString()!), password, X509KeyStorageFlags.EphemeralKeySet);

                Assert.True(certificate.HasPrivateKey);
                Assert.Equal(entry.GetProperty("thumbprint").GetString(), certificate.Thumbprint);
                Assert.DoesNotContain(password, output.ToString(), StringComparison.Ordinal);
            }

            Assert.Contains("anna@contoso.com,anna.pfx,", File.ReadAllText(PathOf("users.csv")), StringComparison.Ordinal);
            Assert.True(File.Exists(PathOf("connector-public.pem")));
            Assert.Throws<IOException>(() => SampleFiles.Create(folder.FullName, output));
            Assert.Equal(folder.FullName, ProgramArguments.Parse(["--new-samples", folder.FullName]).NewSamplesFolder);
            if (!OperatingSystem.IsWindows())
            {
                foreach (var file in folder.GetFiles())
                {
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
