using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Import;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;
using static SmimeCertTools.Core.Tests.Import.CannedRecords;

namespace SmimeCertTools.Core.Tests.Import;

/// <summary>With what a write ends that did not go as it should.</summary>
public sealed class RecordWriteEndTests
{
    private static readonly Func<HttpContext, Task> Refused = Json(400, Error("BadRequest", "generic"));
    private static readonly Func<HttpContext, Task> Conflict = Json(409, Error("Conflict", "exists"));

    [Theory]
    [InlineData(true, "no record of this certificate for the user, whom the directory has as alice@contoso.com; nothing")]
    [InlineData(false, "no record of this certificate for that name; nothing")]
    public async Task A_refusal_says_for_whom_it_was_looked_since(bool isKnown, string part)
    {
        await using var service = await StartAsync();
        service.On("POST", Refused).On("LIST", List());

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, isKnown));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_with_what_nobody_sees_does_not_say_that_nothing_was_stored()
    {
        await using var service = await StartAsync();
        service.On("POST", Conflict).On("LIST", List());

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => WriteAsync(service, isKnown: true));

        Assert.Equal(GraphErrorKind.Conflict, error.Kind);
        Assert.DoesNotContain("nothing was stored", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_conflicts_with_a_try_that_was_not_answered_is_its_own_record_however_many_there_were(int unanswered)
    {
        await using var service = await StartAsync();
        service.On("POST", unanswered == 1 ? [Json(503, ""), Conflict] : [Json(503, ""), Json(503, ""), Conflict])
            .On("LIST", unanswered == 1 ? [List(), List(Stored())] : [List(), List(), List(Stored())]);

        Assert.Equal(SmimeImportStatus.Imported, (await WriteAsync(service, isKnown: true)).Status);
        Assert.Equal(unanswered + 1, service.Count("POST"));
    }

    private static Task<ImportOutcome> WriteAsync(CannedRecords service, bool isKnown) =>
        new RecordWrite(service.Client, Record(), null, _ => false, isKnown ? Alice : null).RunAsync(CancellationToken.None);
}
