using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;

namespace SmimeCertTools.Core.Tests.Import;

public sealed class UserPfxImporterInputTests
{
    [Fact]
    public async Task A_record_that_was_read_back_is_not_sent()
    {
        await using var service = await PfxService.StartAsync();

        var error = await Assert.ThrowsAsync<ImportException>(() => new UserPfxImporter(service.Client).ImportAsync(
            Record() with { EncryptedPfxBlob = null }, force: false, CancellationToken.None));

        Assert.Equal(ImportErrorKind.RecordInvalid, error.Kind);
        Assert.Empty(service.Requests);
    }
}
