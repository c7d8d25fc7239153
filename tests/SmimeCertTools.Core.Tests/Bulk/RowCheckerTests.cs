using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Checking;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Graph;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.Core.Tests.KeyProtection;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

public sealed class RowCheckerTests : IDisposable
{
    private static readonly TestKey Connector = new();
    private readonly TempFolder _folder = new();
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(9));
    private readonly string _manifest;

    public RowCheckerTests() => _manifest = _folder.Combine("users.csv");

    public void Dispose() => _folder.Dispose();

    [ToolFact("openssl")]
    public async Task Every_row_is_checked_by_the_rules_of_the_upload_and_comes_in_order()
    {
        await AddAsync("good.pfx", X509KeyUsageFlags.KeyEncipherment);
        await AddAsync("dual.pfx", TestPfx.Dual);
        _folder.Write("text.pfx", "no PFX");
        var checker = Checker();

        var checks = await CheckAsync(
            checker,
            Row(2, "good.pfx"),
            Row(3, "good.pfx", user: "bert@contoso.com", password: "wrong"),
            Row(4, "missing.pfx"),
            Row(5, "text.pfx"),
            Row(6, "dual.pfx"),
            Row(7, "good.pfx", user: "carl@contoso.com"));

        Assert.Equal(
            ["2", "3 PfxPasswordIncorrect", "4 PathNotFound", "5 PfxNotRecognized", "6 (PurposeRequired)", "7"],
            checks.Select(Describe));
        Assert.Equal((2, 4, 2), (checker.Valid, checker.Invalid, checker.Records));
        Assert.Equal([false, true, true, true, true, false], checks.Select(check => checker.IsLeftOut(check)));
        Assert.All(checks, check => Assert.Throws<ObjectDisposedException>(() => check.Password!.Length));
    }

    [ToolFact("openssl")]
    public async Task Doubled_rows_are_named_with_the_line_that_came_first()
    {
        var path = await AddAsync("good.pfx", X509KeyUsageFlags.KeyEncipherment);
        File.Copy(path, _folder.Combine("copy.pfx"));
        var checker = Checker();

        var checks = await CheckAsync(
            checker,
            Row(2, "good.pfx"),
            Row(3, "good.pfx", user: "ANNA@contoso.com"),
            Row(4, "copy.pfx"),
            Row(5, "copy.pfx", user: "bert@contoso.com"));

        Assert.Equal(["2", "3 ManifestRowDuplicate", "4 ManifestRowDuplicate", "5"], checks.Select(Describe));
        Assert.StartsWith(
            $"Line 3 of '{_manifest}' is left out: line 2 has the same user and file already", checks[1].Error!.Message,
            StringComparison.Ordinal);
        Assert.Contains("line 2 has the same certificate already", checks[2].Error!.Message, StringComparison.Ordinal);
    }

    [ToolFact("openssl")]
    public async Task A_row_is_known_by_place_user_file_purpose_and_password_in_the_second_pass()
    {
        await AddAsync("good.pfx", X509KeyUsageFlags.KeyEncipherment);
        var checker = Checker();
        await CheckAsync(checker, Row(2, "good.pfx"));

        Assert.Equal(RowChange.None, checker.ChangeOf(Row(2, "good.pfx")));
        Assert.Equal(RowChange.Row, checker.ChangeOf(Row(3, "good.pfx")));
        Assert.Equal(RowChange.Row, checker.ChangeOf(Row(2, "good.pfx", user: "bert@contoso.com")));
        Assert.Equal(RowChange.Row, checker.ChangeOf(Row(2, "other.pfx")));
        Assert.Equal(RowChange.Row, checker.ChangeOf(Row(2, "good.pfx", password: "other")));
        Assert.Equal(
            RowChange.Row, checker.ChangeOf(Row(2, "good.pfx") with { IntendedPurpose = UserPfxPurpose.SmimeSigning }));
        Assert.Equal(RowChange.Row, checker.ChangeOf(Row(2, "good.pfx") with { PasswordFile = "good.txt" }));
        Assert.Equal(RowChange.Row, checker.ChangeOf(Row(2, "good.pfx") with { AllowOtherAddress = true }));
    }

    [ToolFact("openssl")]
    public async Task Another_password_in_the_file_that_a_row_names_leaves_the_row_as_it_was()
    {
        await AddAsync("good.pfx", X509KeyUsageFlags.KeyEncipherment);
        var checker = Checker();
        ImportRow Now(string? password) => Row(2, "good.pfx", password: password) with { PasswordFile = "good.txt" };
        await CheckAsync(checker, Now(null));

        Assert.Equal(RowChange.None, checker.ChangeOf(Now(null)));
        Assert.Equal(RowChange.PasswordFile, checker.ChangeOf(Now("other")));
        Assert.Equal(RowChange.PasswordFile, checker.ChangeOf(Now(null) with
        {
            Password = null,
            Error = new ImportException(ImportErrorKind.PasswordMissing, "It is gone."),
        }));
        Assert.Equal(RowChange.Row, checker.ChangeOf(Now("other") with { Path = "other.pfx" }));
        Assert.Equal(1, checker.Deliverable);
    }

    [ToolFact("openssl")]
    public async Task An_unchanged_upload_needs_a_password_that_can_travel()
    {
        var path = await AddAsync("good.pfx", X509KeyUsageFlags.KeyEncipherment, "größe" + _password);

        var rewrapped = await CheckAsync(Checker(), Row(2, path, password: "größe" + _password));
        var unchanged = await CheckAsync(
            Checker(SmimePfxEncryption.Unchanged), Row(2, path, password: "größe" + _password));

        Assert.Equal("2", Describe(rewrapped.Single()));
        Assert.Equal("2 PasswordNotAscii", Describe(unchanged.Single()));
    }

    [ToolFact("openssl")]
    public async Task Rows_of_the_pipeline_are_read_twice_with_their_passwords_and_records_once()
    {
        var path = await AddAsync("good.pfx", X509KeyUsageFlags.KeyEncipherment);
        using var secret = SecretText.Copy(_password.AsSpan());
        using var secure = secret.ToSecureString();
        using var rows = new PipelineRows();
        await rows.AddAsync(new ImportRow { UserPrincipalName = "anna@contoso.com", Path = path }, secure, false, default);
        await rows.AddAsync(new ImportRow { UserPrincipalName = "bert@contoso.com", Path = path }, null, true, default);
        await rows.AddAsync(new ImportRow { UserPrincipalName = "carl@contoso.com", Path = path }, null, false, default);
        await rows.AddAsync(
            new ImportRow { UserPrincipalName = "dora@contoso.com", Record = GraphTestData.Record() }, null, false, default);
        rows.Complete();

        for (var pass = 1; pass <= 2; pass++)
        {
            using var first = await rows.ReadAsync(CancellationToken.None);
            using var second = await rows.ReadAsync(CancellationToken.None);
            using var third = await rows.ReadAsync(CancellationToken.None);
            Assert.Equal((1, _password), (first!.Number, first.Password!.Span.ToString()));
            Assert.Null(second!.Password);
            Assert.True(third!.Password!.IsAbsent);
            if (pass == 1)
            {
                Assert.NotNull((await rows.ReadAsync(CancellationToken.None))!.Record);
            }

            Assert.Null(await rows.ReadAsync(CancellationToken.None));
            await rows.RewindAsync(CancellationToken.None);
        }
    }

    [ToolFact("openssl")]
    public async Task Records_are_kept_for_the_upload_while_there_is_room_and_given_away_once()
    {
        await AddAsync("good.pfx", X509KeyUsageFlags.KeyEncipherment);
        await AddAsync("other.pfx", X509KeyUsageFlags.KeyEncipherment);
        var checker = Checker(mostKept: 1);
        var checks = await CheckAsync(checker, Row(2, "good.pfx"));
        checks.AddRange(await CheckAsync(checker, Row(3, "other.pfx")));

        Assert.Equal(["2", "3"], checks.Select(Describe));
        Assert.Equal(checks[0].File!.Thumbprints, checker.Take(checks[0])!.Records.Select(record => record.Record.Thumbprint));
        Assert.Null(checker.Take(checks[0]));
        Assert.Null(checker.Take(checks[1]));
        Assert.NotEqual(default, checker.FileOf(checks[1]));
        Assert.NotEqual(checker.FileOf(checks[0]), checker.FileOf(checks[1]));
    }

    [Fact]
    public async Task A_cancelled_check_ends_and_leaves_nothing_running()
    {
        using var cancellation = new CancellationTokenSource();
        var checker = Checker();
        await cancellation.CancelAsync();
        checker.Add(Row(2, "good.pfx"), default, cancellation.Token);
        checker.Add(Row(3, "other.pfx"), default, cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(checker.TakeAsync);
        await checker.SettleAsync();

        Assert.False(checker.IsBusy);
    }

    private static string Describe(ImportRow check) => check.Number
        + (check.Error is { } error
            ? " " + error.ErrorId
            : string.Concat((check.File?.Failures ?? []).Select(failure => $" ({failure.Error.ErrorId})")));

    private static async Task<List<ImportRow>> CheckAsync(RowChecker checker, params ImportRow[] rows)
    {
        var checks = new List<ImportRow>();
        foreach (var row in rows)
        {
            while (checker.IsFull)
            {
                checks.Add(await checker.TakeAsync());
            }

            checker.Add(row, checker.IdentityOf(row), CancellationToken.None);
        }

        while (checker.IsBusy)
        {
            checks.Add(await checker.TakeAsync());
        }

        return checks;
    }

    private async Task<string> AddAsync(string name, X509KeyUsageFlags usage, string? password = null)
    {
        using var certificate = TestPfx.Certificate(usage);
        return await TestPfx.WriteAsync(_folder, name, certificate, password ?? _password);
    }

    private ImportRow Row(int line, string name, string user = "anna@contoso.com", string? password = null) => new()
    {
        Number = line,
        List = _manifest,
        UserPrincipalName = user,
        Path = _folder.Combine(name),
        Password = SecretText.Copy((password ?? _password).AsSpan()),
    };

    private static RowChecker Checker(
        SmimePfxEncryption encryption = SmimePfxEncryption.TripleDesSha1, int mostKept = RowChecker.MostKept)
    {
        var key = ConnectorPublicKey.Parse(System.Text.Encoding.ASCII.GetBytes(Connector.Pem), "connector.pem");
        return new RowChecker(
            new UserPfxProtection
            {
                Protector = new PasswordProtector(key, UserPfxPaddingScheme.OaepSha512),
                ProviderName = "Provider",
                KeyName = "Key",
                Encryption = encryption,
            },
            degree: 1,
            mostKept);
    }
}
