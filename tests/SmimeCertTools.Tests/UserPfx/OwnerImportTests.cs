using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

/// <summary>Files without a user: the certificate leads to the one whom it is for.</summary>
public sealed class OwnerImportTests
{
    private const string Dora = "dora@contoso.com";
    private const string DorasMail = "Dora.Smith@contoso.com";
    private const string DorasAlias = "former@fabrikam.com";

    [Theory]
    [InlineData(Dora)]
    [InlineData("dora.smith@contoso.com")]
    [InlineData("FORMER@fabrikam.com")]
    public async Task A_file_without_user_goes_to_whom_its_certificate_names_by_any_address(string address)
    {
        await using var tenant = await StartAsync();
        var (path, thumbprint) = tenant.AddPfx("dora.pfx", address);

        var result = await tenant.RunAsync(
            "param($Key, $Path, $Password) Import-SmimeUserPfx -Path $Path -Password $Password -PublicKeyPath $Key",
            new() { ["Key"] = tenant.KeyPath, ["Path"] = path, ["Password"] = TestTenant.Secure(tenant.Password) });
        var item = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>());
        Assert.Equal((SmimeImportStatus.Imported, Dora, address, thumbprint),
            (item.Status, item.UserPrincipalName, item.FoundBy, item.Thumbprint));
        Assert.Equal(Dora, Assert.Single(tenant.Records).UserPrincipalName);
    }

    [Fact]
    public async Task Rows_of_the_pipeline_and_of_a_list_may_leave_the_user_empty()
    {
        await using var tenant = await StartAsync();
        var (alice, dora) = (tenant.AddPfx("alice.pfx").Path, tenant.AddPfx("dora.pfx", DorasAlias).Path);
        var list = tenant.Folder.Write("users.csv", "UserPrincipalName,Path,Password\n"
            + $",alice.pfx,{tenant.Password}\n\u00a0,dora.pfx,{tenant.Password}\n");

        var piped = await tenant.ImportAsync(new[] { tenant.CsvRow("", alice), tenant.CsvRow(" ", dora) });
        var listed = await ImportListAsync(tenant, list, "-Detailed");

        Assert.Equal([TestTenant.Alice, Dora],
            piped.EnsureNoErrors().OutputAs<SmimeImportResult>().Select(item => item.UserPrincipalName).Order());
        Assert.Equal([SmimeImportStatus.AlreadyPresent, SmimeImportStatus.AlreadyPresent],
            listed.EnsureNoErrors().OutputAs<SmimeImportResult>().Select(item => item.Status));
        Assert.Equal(2, tenant.Records.Count);
    }

    [Fact]
    public async Task A_list_needs_no_column_of_users_when_all_its_columns_are_known()
    {
        await using var tenant = await StartAsync();
        tenant.AddPfx("dora.pfx", Dora);
        var list = tenant.Folder.Write("users.csv", $"Path,Password\ndora.pfx,{tenant.Password}\n");
        var other = tenant.Folder.Write("other.csv", $"Benutzer,Path,Password\n{TestTenant.Bob},dora.pfx,{tenant.Password}\n");

        var result = await ImportListAsync(tenant, list);
        var refused = await ImportListAsync(tenant, other);

        Assert.Equal(Dora, Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>()).UserPrincipalName);
        Assert.Equal("ManifestInvalid", Assert.Single(refused.ErrorIds));
        Assert.Contains("Benutzer", Assert.Single(refused.AllErrors).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_and_several_are_errors_of_their_rows_and_the_others_go_on()
    {
        await using var tenant = await StartAsync();
        tenant.Host.State.Users.Add("dora2@contoso.com", mail: "second@contoso.com", aliases: [DorasAlias]);
        var rows = new[]
        {
            tenant.CsvRow("", tenant.AddPfx("nobody.pfx", "nobody@contoso.com").Path),
            tenant.CsvRow("", tenant.AddPfx("both.pfx", DorasAlias).Path),
            tenant.CsvRow("", tenant.AddPfx("alice.pfx").Path),
        };

        var result = await tenant.ImportAsync(rows);

        Assert.Equal(["UserAmbiguous", "UserNotIdentified"], result.ErrorIds.Order());
        var messages = result.Errors.ToDictionary(
            error => error.FullyQualifiedErrorId.Split(',')[0], error => error.ErrorDetails.Message);
        Assert.Contains("nobody in this tenant has nobody@contoso.com", messages["UserNotIdentified"], StringComparison.Ordinal);
        Assert.Contains("dora2@contoso.com, dora@contoso.com", messages["UserAmbiguous"], StringComparison.Ordinal);
        Assert.All(messages.Values, text => Assert.Contains("-UserPrincipalName", text, StringComparison.Ordinal));
        Assert.Equal(TestTenant.Alice, Assert.Single(tenant.Records).UserPrincipalName);
        Assert.Equal(2, result.OutputAs<SmimeImportResult>().Count(item => item.Status == SmimeImportStatus.Failed));
    }

    [Fact]
    public async Task With_StopOnInvalid_nobody_stops_all()
    {
        await using var tenant = await StartAsync();
        var rows = new[]
        {
            tenant.CsvRow("", tenant.AddPfx("alice.pfx").Path),
            tenant.CsvRow("", tenant.AddPfx("nobody.pfx", "nobody@contoso.com").Path),
        };

        var result = await tenant.ImportAsync(rows, "-StopOnInvalid");

        Assert.Equal(["RowsInvalid", "UserNotIdentified"], result.ErrorIds.Order());
        Assert.Empty(tenant.Records);
        Assert.Equal(0, tenant.Writes());
    }

    [Fact]
    public async Task WhatIf_shows_who_it_would_be()
    {
        await using var tenant = await StartAsync();
        var row = tenant.CsvRow("", tenant.AddPfx("dora.pfx", DorasMail).Path);

        var result = await tenant.ImportAsync(new[] { row }, "-WhatIf");

        Assert.Contains($"{Dora} (found by {DorasMail}", result.EnsureNoErrors().HostText, StringComparison.Ordinal);
        Assert.Equal(0, tenant.Writes());
    }

    [Fact]
    public async Task WhatIf_without_connection_says_by_what_the_user_will_be_looked_up()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        var row = tenant.CsvRow("", tenant.AddPfx("bob.pfx", TestTenant.Bob).Path);

        var result = await tenant.ImportAsync(new[] { row }, "-WhatIf");

        Assert.Contains($"the user of {TestTenant.Bob}, who is looked up when connected",
            result.EnsureNoErrors().HostText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_address_given_for_a_user_principal_name_leads_to_its_user()
    {
        await using var tenant = await StartAsync();
        var path = tenant.AddPfx("dora.pfx", DorasMail).Path;

        var result = await tenant.ImportFileAsync(path, DorasMail.ToUpperInvariant());
        var item = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>());
        Assert.Equal((Dora, DorasMail.ToUpperInvariant()), (item.UserPrincipalName, item.FoundBy));
        Assert.Equal(Dora, Assert.Single(tenant.Records).UserPrincipalName);
    }

    [Fact]
    public async Task A_mail_address_of_somebody_else_is_held_against_the_certificate()
    {
        await using var tenant = await StartAsync();

        var result = await tenant.ImportFileAsync(tenant.AddPfx("alice.pfx").Path, DorasMail);

        Assert.Equal("AddressDiffers", Assert.Single(result.ErrorIds));
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task The_results_file_says_who_was_found_and_a_second_run_replaces_nothing_twice()
    {
        await using var tenant = await StartAsync();
        var (path, thumbprint) = tenant.AddPfx("dora.pfx", DorasAlias);
        var results = tenant.Folder.Combine("results.jsonl");
        var options = $"-Force -ResultPath '{results}'";

        (await tenant.ImportAsync(new[] { tenant.CsvRow("", path) }, options)).EnsureNoErrors();
        var again = await tenant.ImportAsync(new[] { tenant.CsvRow("", path) }, options + " -Detailed");

        var entry = JsonNode.Parse(File.ReadLines(results).First())!;
        Assert.Equal((Dora, DorasAlias, thumbprint),
            ((string)entry["UserPrincipalName"]!, (string)entry["FoundBy"]!, (string)entry["Thumbprint"]!));
        Assert.Equal(64, ((string)entry["PublicKeyFingerprint"]!).Length);
        Assert.Equal(SmimeImportStatus.AlreadyPresent, Assert.Single(again.OutputAs<SmimeImportResult>()).Status);
        Assert.Equal(1, tenant.Writes());
    }

    [Fact]
    public async Task Who_may_not_look_users_up_is_told_that_the_permission_is_missing()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);
        (await tenant.ConnectAsync(tenant.Host.IssueToken(["DeviceManagementConfiguration.ReadWrite.All"]))).EnsureNoErrors();

        var result = await tenant.ImportAsync(new[] { tenant.CsvRow("", tenant.AddPfx("alice.pfx").Path) });

        Assert.Equal("GraphForbidden", Assert.Single(result.ErrorIds));
        Assert.Contains("User.Read.All", Assert.Single(result.Errors).ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(tenant.Records);
    }

    [Fact]
    public async Task Many_files_without_user_share_their_look_ups()
    {
        await using var tenant = await StartAsync();
        var rows = Enumerable.Range(0, 40).Select(number =>
        {
            var user = $"user{number:00}@contoso.com";
            tenant.Host.State.Users.Add(user);
            return tenant.CsvRow("", tenant.AddPfx($"{number}.pfx", user).Path);
        }).ToArray();

        tenant.Host.State.Requests.Clear();

        var result = await tenant.ImportAsync(rows);

        // Far fewer than one for each file; how many depends on how many files are open at a time.
        Assert.Equal(40, result.EnsureNoErrors().Output.Count);
        var sent = tenant.Host.State.Requests.Entries.Where(entry => entry.BatchPartId is null).ToList();
        Assert.InRange(sent.Count - 40, 2, 20);
    }

    [Fact]
    public async Task A_record_is_made_for_whom_the_certificate_names_where_there_is_a_connection()
    {
        await using var tenant = await StartAsync();
        var path = tenant.AddPfx("dora.pfx", DorasMail).Path;

        var result = await NewAsync(tenant, path);

        Assert.Equal(Dora, Assert.Single(result.EnsureNoErrors().Output).Properties["UserPrincipalName"].Value);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task Without_connection_a_record_without_user_is_an_error_that_says_why()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);

        var result = await NewAsync(tenant, tenant.AddPfx("alice.pfx").Path);

        Assert.Equal("UserNotIdentified", Assert.Single(result.ErrorIds));
        Assert.Contains("there is no connection", Assert.Single(result.Errors).ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Connect-SmimeGraph", Assert.Single(result.Errors).ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-SmimeUserPfx")]
    [InlineData("Get-UserCertHistory")]
    public async Task A_mail_address_and_an_object_id_show_the_users_certificates(string command)
    {
        await using var tenant = await StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("dora.pfx", Dora).Path, Dora)).EnsureNoErrors();
        var id = tenant.Host.State.Users.Find(Dora)!.Id.ToString();
        foreach (var name in new[] { DorasMail, id, $" {id.ToUpperInvariant()} " })
        {
            var result = await tenant.RunAsync($"param($Name) {command} -UserPrincipalName $Name", new() { ["Name"] = name });

            Assert.Equal(Dora, Assert.Single(result.EnsureNoErrors().Output).Properties["UserPrincipalName"].Value);
        }
    }

    [Fact]
    public async Task A_removal_by_mail_address_removes_nothing_and_names_the_user()
    {
        await using var tenant = await StartAsync();
        (await tenant.ImportFileAsync(tenant.AddPfx("dora.pfx", Dora).Path, Dora)).EnsureNoErrors();

        var result = await tenant.RunAsync($"Remove-SmimeUserPfx -UserPrincipalName {DorasMail} -All -Confirm:$false");

        Assert.Equal("RecordNotFound", Assert.Single(result.ErrorIds));
        Assert.Contains($"{DorasMail} is a mail address of {Dora}: name that user.",
            Assert.Single(result.Errors).ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Single(tenant.Records);
    }

    [Fact]
    public async Task The_record_of_a_user_who_was_renamed_is_found_by_the_object_id_and_nothing_is_sent()
    {
        await using var tenant = await StartAsync();
        var path = tenant.AddPfx("dora.pfx", DorasMail).Path;
        (await tenant.ImportFileAsync(path, Dora)).EnsureNoErrors();
        tenant.Host.State.Users.Rename(Dora, "dora.smith@fabrikam.com");
        tenant.Host.State.Requests.Clear();

        var result = await tenant.ImportFileAsync(path, "dora.smith@fabrikam.com", "-Detailed");
        var item = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeImportResult>());
        Assert.Equal((SmimeImportStatus.AlreadyPresent, $"user principal name {Dora} → dora.smith@fabrikam.com"),
            (item.Status, item.Difference));
        Assert.Equal(0, tenant.Writes());
        Assert.Single(tenant.Records);
    }

    private static async Task<TestTenant> StartAsync()
    {
        var tenant = await TestTenant.StartAsync();
        tenant.Host.State.Users.Add(Dora, mail: DorasMail, aliases: [DorasAlias]);
        return tenant;
    }

    private static Task<ShellResult> ImportListAsync(TestTenant tenant, string list, string options = "") => tenant.RunAsync(
        $"param($Key, $List) Import-SmimeUserPfx -ManifestPath $List -PublicKeyPath $Key {options}",
        new() { ["Key"] = tenant.KeyPath, ["List"] = list });

    private static Task<ShellResult> NewAsync(TestTenant tenant, string path) => tenant.RunAsync(
        "param($Key, $Path, $Password) New-SmimeUserPfx -Path $Path -Password $Password -PublicKeyPath $Key",
        new() { ["Key"] = tenant.KeyPath, ["Path"] = path, ["Password"] = TestTenant.Secure(tenant.Password) });
}
