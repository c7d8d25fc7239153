using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>What an import leaves alone: in a rehearsal, after an earlier run, and where the certificate is another's.</summary>
public sealed class UserPfxImporterChoiceTests
{
    private static readonly DateTimeOffset Stored = new(2026, 5, 1, 0, 0, 1, TimeSpan.Zero);

    [Theory]
    [InlineData(null, false, SmimeImportStatus.Imported)]
    [InlineData("OldKey", true, SmimeImportStatus.Updated)]
    [InlineData("OldKey", false, SmimeImportStatus.Outdated)]
    [InlineData("PFXEncryptionKey", false, SmimeImportStatus.AlreadyPresent)]
    public async Task A_rehearsal_says_what_would_become_of_it_and_sends_nothing(
        string? keyName, bool force, SmimeImportStatus status)
    {
        await using var service = await PfxService.StartAsync();
        if (keyName is not null)
        {
            service.Put(Record() with { KeyName = keyName });
        }

        var outcome = await new UserPfxImporter(service.Client) { IsRehearsal = true }.ImportAsync(
            Record(), force, CancellationToken.None);

        Assert.Equal(status, outcome.Status);
        Assert.Equal(["GET user", "GET"], service.Requests);
    }

    [Fact]
    public async Task A_rehearsal_says_of_each_that_it_would_be_sent_and_keeps_none_of_them()
    {
        await using var service = await PfxService.StartAsync();
        var importer = new UserPfxImporter(service.Client) { IsRehearsal = true };

        var first = await importer.ImportAsync(Record(), force: false, CancellationToken.None);
        var second = await importer.ImportAsync(Record(), force: false, CancellationToken.None);

        Assert.Equal((SmimeImportStatus.Imported, SmimeImportStatus.Imported), (first.Status, second.Status));
        Assert.Null(first.Record.Id);
    }

    [Theory]
    [InlineData(0, null, SmimeImportStatus.AlreadyPresent)]
    [InlineData(1, null, SmimeImportStatus.Updated)]
    [InlineData(null, null, SmimeImportStatus.Updated)]
    [InlineData(0, "OldKey", SmimeImportStatus.Updated)]
    public async Task What_an_earlier_run_stored_and_nobody_changed_is_not_replaced_again(
        int? secondsLater, string? keyName, SmimeImportStatus status)
    {
        await using var service = await PfxService.StartAsync();
        service.Put(Record() with { KeyName = keyName ?? Record().KeyName });
        var doneAt = secondsLater is { } seconds ? Stored.AddSeconds(seconds) : (DateTimeOffset?)null;

        var outcome = await new UserPfxImporter(service.Client).ImportAsync(Record(), true, doneAt, CancellationToken.None);

        Assert.Equal(status, outcome.Status);
        Assert.Equal(status == SmimeImportStatus.Updated ? 1 : 0, service.Requests.Count(request => request == "PATCH"));
    }

    [Fact]
    public async Task What_is_replaced_is_known_from_then_on_as_it_is_now()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(Record() with { KeyName = "OldKey" });
        var importer = new UserPfxImporter(service.Client);

        await importer.ImportAsync(Record(), force: true, CancellationToken.None);
        var again = await importer.ImportAsync(Record(), force: false, CancellationToken.None);

        Assert.Equal(SmimeImportStatus.AlreadyPresent, again.Status);
        Assert.Single(service.Requests, "GET");
    }

    [Theory]
    [InlineData("alice@contoso.com", false)]
    [InlineData("bob@contoso.com", true)]
    public async Task A_certificate_is_taken_for_the_user_whom_it_names(string address, bool isRefused)
    {
        await using var service = await PfxService.StartAsync();
        var importer = new UserPfxImporter(service.Client);

        var error = await Xunit.Record.ExceptionAsync(
            async () => Assert.Null(await importer.CheckOwnerAsync(Certificate(address), User, "/a.pfx", default)));

        Assert.Equal(isRefused ? ImportErrorKind.AddressDiffers : null, (error as ImportException)?.Kind);
        Assert.Equal(isRefused, error is not null);
        Assert.Equal(isRefused ? "/a.pfx" : null, (error as ImportException)?.Item);
    }

    [Theory]
    [InlineData("alice@contoso.com", false)]
    [InlineData("bob@contoso.com", true)]
    public async Task Where_users_cannot_be_looked_up_another_address_is_warned_of(string address, bool isWarned)
    {
        await using var service = await PfxService.StartAsync();
        service.UserStatus = 403;
        List<string> warnings = [];

        var warning = await new UserPfxImporter(service.Client, warnings.Add).CheckOwnerAsync(
            Certificate(address), User, "/a.pfx", default);

        Assert.Equal(isWarned, warning is not null);
        Assert.Equal(isWarned, warning?.Contains("User.Read.All", StringComparison.Ordinal) == true);
        Assert.Single(warnings);
        Assert.Null(await Xunit.Record.ExceptionAsync(
            () => new UserPfxImporter(service.Client).CheckOwnerAsync(Certificate(address), User, null, default)));
    }

    [Fact]
    public async Task A_user_who_is_not_known_is_an_error_of_the_check_too()
    {
        await using var service = await PfxService.StartAsync();
        service.UserStatus = 404;

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => new UserPfxImporter(service.Client).CheckOwnerAsync(
            Certificate(User), User, null, default));

        Assert.Equal(GraphErrorKind.UserNotFound, error.Kind);
    }

    [Fact]
    public async Task Users_and_records_that_are_none_are_refused_before_anything_is_asked()
    {
        await using var service = await PfxService.StartAsync();
        var importer = new UserPfxImporter(service.Client);

        Assert.ThrowsAny<ArgumentException>(() => importer.Announce(" ", default));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => importer.CheckOwnerAsync(Certificate(User), "", null, default));
        await Assert.ThrowsAsync<ArgumentNullException>(() => importer.ImportAsync(null!, force: false, default));
        Assert.Throws<ArgumentNullException>(() => new UserPfxImporter(null!));
        Assert.Empty(service.Requests);
    }

    internal static CertificateInfo Certificate(params string[] addresses) => new()
    {
        RawData = [],
        Thumbprint = Print,
        ThumbprintSha256 = new string('B', 64),
        Subject = "CN=x",
        Issuer = "CN=y",
        SerialNumber = "01",
        NotBefore = DateTimeOffset.UnixEpoch,
        NotAfter = DateTimeOffset.UnixEpoch.AddYears(1),
        KeyAlgorithm = "RSA",
        KeySize = 2048,
        SignatureAlgorithm = "sha256WithRSAEncryption",
        EmailAddresses = addresses,
    };
}
