using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

public sealed class LongManifestTests
{
    [Fact]
    public async Task A_hundred_thousand_rows_are_read_without_being_kept()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("users.csv");
        await using (var writer = new StreamWriter(path))
        {
            await writer.WriteLineAsync("UserPrincipalName,Path,Password");
            for (var i = 0; i < 100_000; i++)
            {
                await writer.WriteLineAsync($"user{i}@contoso.com,{i % 50}.pfx,password {i}");
            }
        }

        using var manifest = await ImportManifest.OpenAsync(path, needsPassword: true, CancellationToken.None);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var rows = 0;
        while (await manifest.ReadAsync(CancellationToken.None) is { } row)
        {
            row.Dispose();
            rows++;
        }

        Assert.Equal(100_000, rows);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 * 1024 * 1024);
    }
}
