using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>One record at a time: whether it is asked for, sent, passed over or refused, and what is kept of it.</summary>
public sealed class ImportUploadTests
{
    private const string User = GraphTestData.User;

    private readonly JobRun _run = new();
    private readonly List<JobEvent> _events = [];
    private bool _isWanted = true;
    private Action<PasswordWanted>? _onAsked;

    private List<ImportResult> Results => [.. _events.OfType<ImportResult>()];

    private string Told => string.Join(" ", _events.Select(told => told.GetType().Name));

    [Fact]
    public async Task What_is_sent_is_asked_for_first_and_told_with_its_certificate()
    {
        await using var service = await PfxService.StartAsync();
        var prepared = Prepared();

        await SendAsync(service, new ImportOptions(), Row(), prepared);

        Assert.Equal("UploadWanted ImportResult", Told);
        var result = Assert.Single(Results);
        Assert.Equal((SmimeImportStatus.Imported, null), (result.Entry.Status, result.Error));
        Assert.Equal(("CN=y", "01"), (result.Entry.Issuer, result.Entry.SerialNumber));
        var dates = ((DateTimeOffset?)prepared.Record.StartDateTime, (DateTimeOffset?)prepared.Record.ExpirationDateTime);
        Assert.Equal(dates, (result.NotBefore, result.NotAfter));
        Assert.Equal(dates, (result.Entry.NotBefore, result.Entry.NotAfter));
        Assert.Equal(service.Records.Keys.Single(), result.Entry.RecordId);
        Assert.NotNull(result.Entry.LastModified);
        Assert.Equal((1, 0, 0), (
            _run.Of(SmimeImportStatus.Imported), _run.Passed(SmimeImportStatus.Imported), _run.Failures.Count));
    }

    [Fact]
    public async Task What_is_not_wanted_is_asked_for_once_and_passed_over()
    {
        await using var service = await PfxService.StartAsync();
        _isWanted = false;

        await SendAsync(service, new ImportOptions(), Row(), Prepared());

        Assert.Equal("UploadWanted RecordPassed", Told);
        Assert.Equal(1, _run.Passed(SmimeImportStatus.Imported));
        Assert.DoesNotContain("POST", service.Requests);
    }

    [Theory]
    [InlineData(false, false, SmimeImportStatus.Imported, true)]
    [InlineData(true, true, SmimeImportStatus.Updated, true)]
    [InlineData(true, false, SmimeImportStatus.AlreadyPresent, false)]
    public async Task A_rehearsal_asks_for_what_would_be_sent_and_tells_of_what_would_not(
        bool exists, bool force, SmimeImportStatus status, bool isPassed)
    {
        await using var service = await PfxService.StartAsync();
        if (exists)
        {
            service.Put(GraphTestData.Record());
        }

        await SendAsync(service, new ImportOptions { IsRehearsal = true, Force = force }, Row(), Prepared());

        Assert.Equal(isPassed ? "UploadWanted RecordPassed" : "ImportResult", Told);
        Assert.Equal(isPassed ? (1, 0) : (0, 1), (_run.Passed(status), _run.Of(status)));
        Assert.All(service.Requests, request => Assert.StartsWith("GET", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_connection_it_is_asked_for_and_passed_over_and_another_address_is_warned_of()
    {
        await SendAsync(null, new ImportOptions(), Row(), Prepared("bob@contoso.com"));

        Assert.Equal("JobMessage UploadWanted RecordPassed", Told);
        var warning = Assert.IsType<JobMessage>(_events[0]);
        Assert.True(warning.IsWarning);
        Assert.Contains("there is no connection to ask by", warning.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "AddressDiffers")]
    [InlineData(true, null)]
    public async Task Another_persons_certificate_is_refused_unless_that_is_allowed(bool isAllowed, string? errorId)
    {
        await using var service = await PfxService.StartAsync();
        var prepared = Prepared("bob@contoso.com");

        await SendAsync(service, new ImportOptions(), Row() with { AllowOtherAddress = isAllowed }, prepared);

        var result = Assert.Single(Results);
        Assert.Equal(errorId, result.Error?.ErrorId);
        Assert.Equal((prepared.Record.StartDateTime, prepared.Record.ExpirationDateTime), (result.NotBefore, result.NotAfter));
        Assert.Equal(isAllowed ? 1 : 0, service.Records.Count);
        Assert.Equal(isAllowed ? [] : [new JobFailure("AddressDiffers", 7, "/a.pfx")], _run.Failures);
    }

    [Fact]
    public async Task Where_users_cannot_be_looked_up_that_is_warned_of_and_it_is_sent()
    {
        await using var service = await PfxService.StartAsync();
        service.UserStatus = 403;

        await SendAsync(service, new ImportOptions(), Row(), Prepared("bob@contoso.com"));

        var warnings = _events.OfType<JobMessage>().ToList();
        Assert.Equal([true, true], warnings.Select(warning => warning.IsWarning));
        Assert.Equal(SmimeImportStatus.Imported, Assert.Single(Results).Entry.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_is_lost_is_the_whole_jobs_error_and_what_comes_after_is_not_tried(bool isInCheck)
    {
        await using var service = await PfxService.StartAsync();
        service.UserStatus = 401;
        var first = isInCheck ? Prepared() : Prepared(certificate: false);
        GraphRequestException? lost = null;

        await RunAsync(service, new ImportOptions(), async (upload, token) =>
        {
            await upload.SendAsync(Row(), first, token);
            lost = upload.SessionError;
            service.UserStatus = 500;
            await upload.SendAsync(Row(), Prepared(), token);
            Assert.Same(lost, upload.SessionError);
        });

        Assert.Equal(GraphErrorKind.Unauthorized, lost?.Kind);
        Assert.Equal(
            [SmimeImportStatus.Failed, SmimeImportStatus.NotAttempted], Results.Select(result => result.Entry.Status));
        Assert.All(Results, result => Assert.Equal(("GraphUnauthorized", null), (result.Entry.ErrorId, result.Error)));
        Assert.Equal(JobRun.NotTried, Results[1].Entry.Message);
        Assert.Equal(["GET user"], service.Requests);
    }

    [Fact]
    public async Task A_request_that_fails_is_its_records_error_alone()
    {
        await using var service = await PfxService.StartAsync();
        service.Faults.Enqueue(WriteFault.Refused);

        await RunAsync(service, new ImportOptions(), async (upload, token) =>
        {
            await upload.SendAsync(Row(), Prepared(), token);
            await upload.SendAsync(Row(), Prepared(), token);
            Assert.Null(upload.SessionError);
        });

        Assert.Equal(["GraphBadRequest", null], Results.Select(result => result.Error?.ErrorId));
        Assert.Equal([new JobFailure("GraphBadRequest", 7, "/a.pfx")], _run.Failures);
    }

    [Fact]
    public async Task A_row_after_the_session_was_lost_is_not_opened_and_its_password_is_gone()
    {
        await using var service = await PfxService.StartAsync();
        service.UserStatus = 401;
        using var password = SecretText.Copy("secret of a test");

        await RunAsync(service, new ImportOptions(), async (upload, token) =>
        {
            await upload.SendAsync(Row(), Prepared(), token);
            await upload.SendAsync(Row() with { Password = password }, null!, default, token);
        });

        Assert.Equal(SmimeImportStatus.NotAttempted, Results[1].Entry.Status);
        Assert.ThrowsAny<ObjectDisposedException>(() => password.Encode(System.Text.Encoding.UTF8));
    }

    [Fact]
    public async Task A_password_that_nobody_gives_when_asked_is_the_rows_error()
    {
        var missing = new ImportException(ImportErrorKind.PasswordMissing, "There is none.");
        _onAsked = asked => asked.Row.Error = missing;

        await RunAsync(null, new ImportOptions(), (upload, token) => upload.SendAsync(Row(), null!, default, token));

        Assert.Equal("PasswordWanted ImportResult", Told);
        Assert.Same(missing, Results[0].Error);
    }

    [Fact]
    public async Task A_row_that_no_record_comes_of_is_told_with_its_certificate_as_far_as_it_is_known()
    {
        var error = new ImportException(ImportErrorKind.RecordInvalid, "No.");
        var certificate = UserPfxImporterChoiceTests.Certificate();

        await RunAsync(null, new ImportOptions(), async (upload, token) =>
        {
            await upload.FailAsync(Row() with { Thumbprint = "ROW" }, error, certificate, token);
            await upload.FailAsync(Row() with { Thumbprint = "ROW" }, error, null, token);
        });

        Assert.Equal([certificate.Thumbprint, "ROW"], Results.Select(result => result.Entry.Thumbprint));
        Assert.Equal((certificate.NotBefore, certificate.NotAfter), (Results[0].NotBefore, Results[0].NotAfter));
        Assert.Equal((null, null), (Results[1].NotBefore, Results[1].NotAfter));
        Assert.All(Results, result => Assert.Same(error, result.Error));
        Assert.Equal(2, _run.Of(SmimeImportStatus.Failed));
    }

    [Theory]
    [InlineData(200, "bob@contoso.com", false, "AddressDiffers")]
    [InlineData(200, "bob@contoso.com", true, null)]
    [InlineData(200, User, false, null)]
    [InlineData(404, User, false, "UserNotFound")]
    [InlineData(500, User, false, null)]
    public async Task Before_anything_is_sent_only_what_is_certain_is_a_problem(
        int userStatus, string address, bool isAllowed, string? errorId)
    {
        await using var service = await PfxService.StartAsync();
        service.UserStatus = userStatus;
        var row = Row() with { AllowOtherAddress = isAllowed };
        var certificate = UserPfxImporterChoiceTests.Certificate(address);

        await RunAsync(service, new ImportOptions(), async (upload, token) =>
            Assert.Equal(errorId, (await upload.Owners.FindProblemAsync(row, certificate, token))?.ErrorId));
        await RunAsync(null, new ImportOptions(), async (upload, token) =>
            Assert.Null(await upload.Owners.FindProblemAsync(row, certificate, token)));
    }

    [Fact]
    public async Task Users_are_announced_where_there_is_a_connection_to_look_them_up_by()
    {
        await using var service = await PfxService.StartAsync();

        await RunAsync(service, new ImportOptions(), (upload, token) => Task.FromResult(upload.Announce(token) is null
            ? throw new InvalidOperationException() : 0));
        await RunAsync(null, new ImportOptions(), (upload, token) => Task.FromResult(upload.Announce(token) is null
            ? 0 : throw new InvalidOperationException()));
    }

    [Fact]
    public async Task No_more_than_the_limit_are_under_way_and_whatever_ends_makes_room()
    {
        await using var service = await PfxService.StartAsync();
        service.UserStatus = 404;

        await RunAsync(service, new ImportOptions { ThrottleLimit = 1 }, async (upload, token) =>
        {
            foreach (var prepared in new[] { Prepared(), Prepared(certificate: false), Prepared(), Prepared(certificate: false) })
            {
                await upload.SendAsync(Row(), prepared, token);
            }
        });

        Assert.Equal(4, Results.Count);
    }

    private static ImportRow Row() => new() { UserPrincipalName = User, Path = "/a.pfx", Number = 7 };

    private static PreparedUserPfx Prepared(string address = User, bool certificate = true) => new()
    {
        Record = GraphTestData.Record(),
        Certificate = certificate ? UserPfxImporterChoiceTests.Certificate(address) : null,
    };

    private Task SendAsync(PfxService? service, ImportOptions options, ImportRow row, PreparedUserPfx prepared) =>
        RunAsync(service, options, (upload, token) => upload.SendAsync(row, prepared, token));

    private Task RunAsync(PfxService? service, ImportOptions options, Func<ImportUpload, CancellationToken, Task> act) =>
        JobEvents.RunAsync(
            async (events, token) =>
            {
                using var upload = new ImportUpload(options, _run, service?.Client, events, () => null);
                await act(upload, token);
            },
            told =>
            {
                _events.Add(told);
                (told as UploadWanted)?.Answer(_isWanted);
                if (told is PasswordWanted asked)
                {
                    _onAsked?.Invoke(asked);
                    asked.Answer(true);
                }
            },
            CancellationToken.None);
}
