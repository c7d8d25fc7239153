using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Tests.Files;
using Xunit;

namespace SmimeCertTools.Core.Tests.Jobs;

/// <summary>A disk without room, and files that others take away while a removal writes to them.</summary>
[Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
public sealed class RemovalFileTests : IDisposable
{
    private readonly RemovalRunner _runner = new();
    private readonly List<KeptFile> _files = [];

    public void Dispose() => _runner.Dispose();

    [Fact]
    public async Task Without_room_for_what_is_to_be_deleted_nothing_is_deleted()
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        _runner.Opened = (results, _) => results.File.BeforeDisk = DiskFull;

        var error = await Assert.ThrowsAsync<ResultsFileException>(() => _runner.RunAsync(service, RemovalRunner.Row()));

        Assert.Equal(ResultsFileErrorKind.NotWritable, error.Kind);
        Assert.Equal((0, 1, 0), (service.Deletes, service.Records.Count, _runner.Results.Count));
        Assert.Empty(File.ReadAllBytes(_runner.ResultPath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_room_for_the_result_it_is_told_and_the_next_run_writes_it_down(bool isOfList)
    {
        await using var service = await RemovalService.StartAsync();
        service.Add();
        service.BeforeDelete = () =>
        {
            _files.ForEach(file => file.BeforeDisk = DiskFull);
            return Task.CompletedTask;
        };
        _runner.Opened = (results, list) => _files.Add(isOfList ? list.File : results.File);

        var error = await Assert.ThrowsAnyAsync<SmimeException>(() => _runner.RunAsync(service, RemovalRunner.Row()));

        Assert.Equal(isOfList ? "FileNotWritable" : "LedgerNotWritable", error.ErrorId);
        Assert.Equal(["Removed"], _runner.Statuses);
        Assert.Equal(["Removing 0"], _runner.Kept);

        (service.BeforeDelete, _runner.Opened) = (null, null);
        await _runner.RunAsync(service, RemovalRunner.Row());

        Assert.Equal(["Removing 0", "Removed 0"], _runner.Kept);
        Assert.Equal(["certutil -revoke 4711 5"], _runner.Commands);
    }

    [Theory]
    [InlineData("delete", "LedgerChanged")]
    [InlineData("replace", "LedgerChanged")]
    [InlineData("shorten", "LedgerChanged")]
    [InlineData("delete list", "RevocationListChanged")]
    [InlineData("replace list", "RevocationListChanged")]
    [InlineData("shorten list", "RevocationListChanged")]
    public async Task Whoever_takes_the_file_away_ends_the_run_before_anything_more_is_deleted(string what, string errorId)
    {
        if (OperatingSystem.IsWindows())
        {
            // What is open there cannot be taken away.
            return;
        }

        await using var service = await RemovalService.StartAsync();
        service.Add(thumbprint: RemovalRunner.Print('A'));
        service.Add(thumbprint: RemovalRunner.Print('B'));
        var path = what.EndsWith("list", StringComparison.Ordinal) ? _runner.ListPath : _runner.ResultPath;
        service.BeforeDelete = () =>
        {
            Damage(what.Split(' ')[0], path);
            return Task.CompletedTask;
        };

        var error = await Assert.ThrowsAnyAsync<SmimeException>(() => _runner.RunAsync(
            service, RemovalRunner.Row(RemovalRunner.Print('A')), RemovalRunner.Row(RemovalRunner.Print('B'))));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (service.Deletes, service.Records.Count));
        Assert.Equal(["Removed"], _runner.Statuses);
    }

    [Theory]
    [InlineData("delete", "LedgerChanged")]
    [InlineData("delete list", "RevocationListChanged")]
    public async Task A_file_that_is_gone_in_the_end_is_an_error(string what, string errorId)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var service = await RemovalService.StartAsync();
        service.Add();
        service.BeforeLook = () =>
        {
            Damage("delete", what.EndsWith("list", StringComparison.Ordinal) ? _runner.ListPath : _runner.ResultPath);
            return Task.CompletedTask;
        };

        var error = await Assert.ThrowsAnyAsync<SmimeException>(() => _runner.RunAsync(service, RemovalRunner.Row()));

        Assert.Equal(errorId, error.ErrorId);
    }

    [Theory]
    [InlineData("delete", "LedgerChanged")]
    [InlineData("delete list", "RevocationListChanged")]
    public async Task A_file_that_is_taken_away_after_the_last_result_is_an_error_too(string what, string errorId)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var service = await RemovalService.StartAsync();
        service.Add();
        _runner.EndsLate = true;
        _runner.Handle = told =>
        {
            if (told is RemovalResult)
            {
                Damage("delete", what.EndsWith("list", StringComparison.Ordinal) ? _runner.ListPath : _runner.ResultPath);
            }
        };

        var error = await Assert.ThrowsAnyAsync<SmimeException>(() => _runner.RunAsync(service, RemovalRunner.Row()));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(["Removed"], _runner.Statuses);
    }

    private static void DiskFull() => throw new IOException("No space left on device");

    private static void Damage(string how, string path)
    {
        // As other programs do that ask for no lock.
        HeldFileShell.Run(how switch
        {
            "delete" => $"rm '{path}'",
            "replace" => $"cp '{path}' '{path}.new' && mv '{path}.new' '{path}'",
            _ => $"printf x > '{path}'",
        });
    }
}
