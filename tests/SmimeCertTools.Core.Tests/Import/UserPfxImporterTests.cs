using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Graph;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;

namespace SmimeCertTools.Core.Tests.Import;

public sealed class UserPfxImporterTests
{
    [Fact]
    public async Task A_missing_record_is_sent_once_and_then_present()
    {
        await using var service = await PfxService.StartAsync();
        var importer = new UserPfxImporter(service.Client);

        var first = await importer.ImportAsync(Record(), force: false, CancellationToken.None);
        var second = await importer.ImportAsync(Record(User.ToUpperInvariant()), force: false, CancellationToken.None);

        Assert.Equal(SmimeImportStatus.Imported, first.Status);
        Assert.NotNull(first.Record.Id);
        Assert.Equal(SmimeImportStatus.AlreadyPresent, second.Status);
        Assert.Equal(["GET user", "GET", "POST"], service.Requests);
    }

    [Fact]
    public async Task The_same_record_many_times_at_once_is_sent_once()
    {
        await using var service = await PfxService.StartAsync();
        var importer = new UserPfxImporter(service.Client);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => importer.ImportAsync(Record(), force: false, CancellationToken.None)));

        Assert.Single(outcomes, o => o.Status == SmimeImportStatus.Imported);
        Assert.Equal(19, outcomes.Count(o => o.Status == SmimeImportStatus.AlreadyPresent));
        Assert.Equal(["GET user", "GET", "POST"], service.Requests);
    }

    [Fact]
    public async Task Many_certificates_of_a_user_share_the_look_ups()
    {
        await using var service = await PfxService.StartAsync();
        var importer = new UserPfxImporter(service.Client);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => importer.ImportAsync(Record(thumbprint: $"{i:X40}"), force: false, CancellationToken.None)));

        Assert.Single(service.Requests, "GET user");
        Assert.Single(service.Requests, "GET");
        Assert.Equal(20, service.Requests.Count(r => r == "POST"));
    }

    [Fact]
    public async Task A_different_record_is_left_alone_without_force()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(Record() with { KeyName = "OldKey", IntendedPurpose = UserPfxPurpose.SmimeSigning });

        var outcome = await new UserPfxImporter(service.Client).ImportAsync(Record(), force: false, CancellationToken.None);

        Assert.Equal(SmimeImportStatus.Outdated, outcome.Status);
        Assert.Equal("purpose SmimeSigning → SmimeEncryption, key name OldKey → PFXEncryptionKey", outcome.Difference);
        Assert.Equal("OldKey", outcome.Record.KeyName);
        Assert.DoesNotContain("PATCH", service.Requests);
    }

    [Theory]
    [InlineData("OldKey")]
    [InlineData("PFXEncryptionKey")]
    public async Task Force_replaces_a_record_identical_or_not(string keyName)
    {
        await using var service = await PfxService.StartAsync();
        service.Put(Record() with { KeyName = keyName });

        var outcome = await new UserPfxImporter(service.Client).ImportAsync(Record(), force: true, CancellationToken.None);

        Assert.Equal(SmimeImportStatus.Updated, outcome.Status);
        Assert.Equal("PFXEncryptionKey", outcome.Record.KeyName);
        Assert.Equal(["GET user", "GET", "PATCH"], service.Requests);
    }

    [Fact]
    public async Task An_unknown_user_stops_before_anything_is_sent_and_is_asked_again_next_time()
    {
        await using var service = await PfxService.StartAsync();
        service.UserStatus = 404;
        var importer = new UserPfxImporter(service.Client);

        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<GraphRequestException>(
                () => importer.ImportAsync(Record(), force: false, CancellationToken.None));
            Assert.Equal("UserNotFound", error.ErrorId);
        }

        Assert.Equal(["GET user", "GET users", "GET user", "GET users"], service.Requests);
    }

    [Fact]
    public async Task Without_the_permission_to_look_up_users_it_warns_once_and_goes_on()
    {
        await using var service = await PfxService.StartAsync();
        service.UserStatus = 403;
        var warnings = new List<string>();
        var importer = new UserPfxImporter(service.Client, warnings.Add);

        await importer.ImportAsync(Record(), force: false, CancellationToken.None);
        await importer.ImportAsync(Record("bob@contoso.com"), force: false, CancellationToken.None);

        Assert.Contains("User.Read.All", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(2, service.Records.Count);
        Assert.Single(service.Requests, "GET user");
    }

    [Fact]
    public async Task A_name_that_finds_a_user_of_another_name_is_refused()
    {
        await using var service = await PfxService.StartAsync();
        service.UserName = "real@contoso.com";

        var error = await Assert.ThrowsAsync<ImportException>(
            () => new UserPfxImporter(service.Client).ImportAsync(Record(), force: false, CancellationToken.None));

        Assert.Equal("UserPrincipalNameInvalid", error.ErrorId);
        Assert.Contains("real@contoso.com", error.Message, StringComparison.Ordinal);
        Assert.Empty(service.Records);
    }

    [Theory]
    [InlineData(WriteFault.ResetAfter)]
    [InlineData(WriteFault.ErrorAfter)]
    [InlineData(WriteFault.ResetBefore)]
    [InlineData(WriteFault.ErrorBefore)]
    [InlineData(WriteFault.Throttled)]
    public async Task A_write_whose_outcome_was_unknown_ends_as_one_record(WriteFault fault)
    {
        await using var service = await PfxService.StartAsync();
        service.Faults.Enqueue(fault);

        var outcome = await new UserPfxImporter(service.Client).ImportAsync(Record(), force: false, CancellationToken.None);

        Assert.Equal(SmimeImportStatus.Imported, outcome.Status);
        Assert.NotNull(outcome.Record.Id);
        Assert.Single(service.Records);
        var tookEffect = fault is WriteFault.ResetAfter or WriteFault.ErrorAfter;
        Assert.Equal(tookEffect ? 1 : 2, service.Requests.Count(r => r == "POST"));
        Assert.Equal(fault == WriteFault.Throttled ? 1 : 2, service.Requests.Count(r => r == "GET"));
    }

    [Theory]
    [InlineData(WriteFault.ErrorAfter, 1)]
    [InlineData(WriteFault.ErrorBefore, 2)]
    public async Task A_forced_update_whose_outcome_was_unknown_is_looked_up(WriteFault fault, int patches)
    {
        await using var service = await PfxService.StartAsync();
        service.Put(Record());
        service.Faults.Enqueue(fault);

        var outcome = await new UserPfxImporter(service.Client).ImportAsync(Record(), force: true, CancellationToken.None);

        Assert.Equal(SmimeImportStatus.Updated, outcome.Status);
        Assert.Equal(patches, service.Requests.Count(r => r == "PATCH"));
    }

    [Fact]
    public async Task A_write_that_keeps_failing_ends_with_its_cause()
    {
        await using var service = await PfxService.StartAsync(maxRetries: 2);
        foreach (var _ in Enumerable.Range(0, 10))
        {
            service.Faults.Enqueue(WriteFault.ErrorBefore);
        }

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => new UserPfxImporter(service.Client).ImportAsync(Record(), force: false, CancellationToken.None));

        Assert.Equal("GraphServiceUnavailable", error.ErrorId);
        Assert.Equal(3, service.Requests.Count(r => r == "POST"));
        Assert.Empty(service.Records);
    }

    [Theory]
    [InlineData(WriteFault.ConflictSame, false, SmimeImportStatus.AlreadyPresent)]
    [InlineData(WriteFault.ConflictSame, true, SmimeImportStatus.Updated)]
    [InlineData(WriteFault.ConflictDifferent, true, SmimeImportStatus.Updated)]
    [InlineData(WriteFault.ConflictDifferent, false, SmimeImportStatus.Outdated)]
    public async Task Somebody_who_was_faster_is_noticed(WriteFault fault, bool force, SmimeImportStatus expected)
    {
        await using var service = await PfxService.StartAsync();
        service.Faults.Enqueue(fault);
        var importer = new UserPfxImporter(service.Client);

        var outcome = await importer.ImportAsync(Record(), force, CancellationToken.None);

        Assert.Equal(expected, outcome.Status);
        Assert.Equal(expected == SmimeImportStatus.Outdated, outcome.Difference is not null);
        Assert.Single(service.Records);
    }

    [Fact]
    public async Task A_refused_record_is_looked_up_once_and_not_sent_again()
    {
        await using var service = await PfxService.StartAsync();
        service.Faults.Enqueue(WriteFault.Refused);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => new UserPfxImporter(service.Client).ImportAsync(Record(), force: false, CancellationToken.None));

        Assert.Equal("GraphBadRequest", error.ErrorId);
        Assert.Equal(["GET user", "GET", "POST", "GET"], service.Requests);
    }

    [Fact]
    public async Task A_record_removed_meanwhile_is_created_by_force()
    {
        await using var service = await PfxService.StartAsync();
        service.Put(Record());
        service.Faults.Enqueue(WriteFault.Vanished);

        var outcome = await new UserPfxImporter(service.Client).ImportAsync(Record(), force: true, CancellationToken.None);

        Assert.Equal(SmimeImportStatus.Imported, outcome.Status);
        Assert.Single(service.Records);
    }

    [Fact]
    public async Task A_write_under_way_is_finished_when_the_call_is_cancelled()
    {
        await using var service = await PfxService.StartAsync();
        using var cancellation = new CancellationTokenSource();
        service.BeforeWrite = cancellation.CancelAsync;

        var outcome = await new UserPfxImporter(service.Client).ImportAsync(Record(), force: false, cancellation.Token);

        Assert.Equal(SmimeImportStatus.Imported, outcome.Status);
    }

    [Fact]
    public async Task A_cancelled_write_without_an_answer_says_that_its_outcome_is_unknown()
    {
        await using var service = await PfxService.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        service.BeforeWrite = async () =>
        {
            await cancellation.CancelAsync();
            service.Clock.End(RetryPolicy.Grace);
            await end.Task;
        };
        var importer = new UserPfxImporter(service.Client);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => importer.ImportAsync(Record(), force: false, cancellation.Token));
        end.SetResult();

        Assert.True(error.IsOutcomeUnknown);
        Assert.Equal(User, error.Target);
    }

    [Fact]
    public async Task Nothing_is_sent_once_the_call_is_cancelled()
    {
        await using var service = await PfxService.StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new UserPfxImporter(service.Client).ImportAsync(Record(), force: false, new CancellationToken(canceled: true)));

        Assert.Empty(service.Records);
    }
}
