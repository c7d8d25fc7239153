using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

public sealed class RowsAheadTests
{
    private readonly List<string> _announced = [];

    [Fact]
    public async Task Rows_keep_their_order_and_their_users_are_announced_early_and_once()
    {
        using var rows = new ListedRows(Enumerable.Range(0, 400).Select(i => $"user{i / 4}@contoso.com"));
        using var ahead = new RowsAhead(rows, _ => false, _announced.Add);

        using (var first = await ahead.ReadAsync(CancellationToken.None))
        {
            Assert.Equal(1, first!.Number);
        }

        Assert.Equal(54, _announced.Count);
        var numbers = new List<int> { 1 };
        while (await ahead.ReadAsync(CancellationToken.None) is { } row)
        {
            Assert.Contains(row.UserPrincipalName, _announced);
            numbers.Add(row.Number);
            row.Dispose();
        }

        Assert.Equal(Enumerable.Range(1, 400), numbers);
        Assert.Equal(100, _announced.Count);
        Assert.Equal(100, _announced.Distinct().Count());
    }

    [Fact]
    public async Task A_user_with_very_many_rows_does_not_bring_them_all_into_memory()
    {
        using var rows = new ListedRows(Enumerable.Repeat("alice@contoso.com", 5_000));
        using var ahead = new RowsAhead(rows, _ => false, _announced.Add);

        (await ahead.ReadAsync(CancellationToken.None))!.Dispose();

        Assert.Equal(1_000, rows.Read);
    }

    [Fact]
    public async Task Rows_left_out_are_neither_given_nor_announced_and_bad_ones_are_not_announced()
    {
        using var rows = new ListedRows(["a@contoso.com", "b@contoso.com", "c@contoso.com"]) { Bad = 3 };
        using var ahead = new RowsAhead(rows, row => row.Number == 1, _announced.Add);

        Assert.Equal(2, (await ahead.ReadAsync(CancellationToken.None))!.Number);
        Assert.Equal(3, (await ahead.ReadAsync(CancellationToken.None))!.Number);
        Assert.Null(await ahead.ReadAsync(CancellationToken.None));
        Assert.Equal(["b@contoso.com"], _announced);
    }

    [Fact]
    public async Task Rows_before_one_that_cannot_be_read_come_first()
    {
        using var rows = new ListedRows(["a@contoso.com", "b@contoso.com"]) { FailsAtEnd = true };
        using var ahead = new RowsAhead(rows, _ => false, announce: null);

        Assert.Equal(1, (await ahead.ReadAsync(CancellationToken.None))!.Number);
        Assert.Equal(2, (await ahead.ReadAsync(CancellationToken.None))!.Number);
        await Assert.ThrowsAsync<ManifestException>(() => ahead.ReadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<ManifestException>(() => ahead.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Rows_that_nobody_took_are_disposed_of()
    {
        using var rows = new ListedRows(["a@contoso.com", "b@contoso.com"]);
        ImportRow taken;
        using (var ahead = new RowsAhead(rows, _ => false, announce: null))
        {
            taken = (await ahead.ReadAsync(CancellationToken.None))!;
        }

        Assert.Equal("secret".Length, taken.Password!.Length);
        Assert.Throws<System.ObjectDisposedException>(() => rows.Given[1].Password!.Length);
        taken.Dispose();
    }

    private sealed class ListedRows(IEnumerable<string> users) : IImportRows
    {
        private readonly string[] _users = [.. users];

        public int? Bad { get; init; }

        public bool FailsAtEnd { get; init; }

        public int Read { get; private set; }

        public List<ImportRow> Given { get; } = [];

        public Task<ImportRow?> ReadAsync(CancellationToken cancellationToken)
        {
            if (Read == _users.Length)
            {
                return FailsAtEnd
                    ? throw new ManifestException(ManifestErrorKind.RowDuplicate, "unreadable", null, Read + 1)
                    : Task.FromResult<ImportRow?>(null);
            }

            var row = new ImportRow
            {
                Number = ++Read,
                UserPrincipalName = _users[Read - 1],
                Path = "/a.pfx",
                Password = SecretText.Copy("secret"),
                Error = Read == Bad ? new ManifestException(ManifestErrorKind.RowDuplicate, "bad", null, Read) : null,
            };
            Given.Add(row);
            return Task.FromResult<ImportRow?>(row);
        }

        public Task RewindAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public System.Exception Changed(ImportRow row) => new System.InvalidOperationException();

        public System.Exception Shortened() => new System.InvalidOperationException();

        public void Dispose() => Given.ForEach(row => row.Dispose());
    }
}
