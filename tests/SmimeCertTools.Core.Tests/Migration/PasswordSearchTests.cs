using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Migration;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Core.Tests.Import;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Core.Tests.Migration;

public sealed class PasswordSearchTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<SmimeException> _errors = [];

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// The rival takes files and passwords as they come. Derivations are counted, which are what both spend their time on,
    /// and cost next to nothing here.
    /// </summary>
    [Theory]
    [InlineData("address", 12)]
    [InlineData("name", 12)]
    [InlineData("account", 12)]
    [InlineData("none", 1.1)]
    public async Task Three_hundred_and_seventy_five_files_find_their_passwords_with_few_derivations(string hint, double ratio)
    {
        var archive = ExportedArchive.Make(_folder, people: 300, files: 375, hint switch
        {
            "address" => person => person.Address,
            "name" => person => $"{person.First} {person.Last} {person.Number}",
            "account" => person => person.Account,
            _ => null,
        }, iterations: 1);
        var passwords = await PasswordList.ReadAsync(archive.List, _errors.Add, default);
        var search = new PasswordSearch(archive.Items, passwords);

        var found = await search.RunAsync(throttleLimit: 2, default);

        Assert.Equal(375, found.Count(file => file.Password is not null));
        Assert.All(found, file => Assert.Single(file.Certificates));
        Assert.True(
            archive.TrialsInOrder >= ratio * search.Trials,
            $"{search.Trials} passwords were tried, and {archive.TrialsInOrder} would have been in the order of the list.");
        Assert.Empty(_errors);

        var rows = await new ImportListBuilder(new NamedOwners()).BuildAsync(found, default);
        Assert.All(rows, row => Assert.Equal(SmimeImportListStatus.Matched, row.Status));
    }

    [Fact]
    public async Task No_password_is_tried_twice_on_a_file_and_none_after_the_right_one()
    {
        var archive = ExportedArchive.Make(_folder, people: 3, files: 3, hints: null);
        File.AppendAllLines(archive.List, ["wrong one", "wrong two", "wrong one"]);
        var passwords = await PasswordList.ReadAsync(archive.List, _errors.Add, default);
        using var stranger = TestPfx.Certificate(TestPfx.Dual);
        var other = Write("stranger.pfx", stranger, "of nobody");
        ArchiveItem[] items = [.. archive.Items, new ArchiveItem { Path = other, Password = SecretText.Absent() }];
        var search = new PasswordSearch(items, passwords);

        var found = await search.RunAsync(throttleLimit: 1, default);

        Assert.Equal(5, passwords.Count);
        Assert.Equal(5, found[^1].Tried);
        Assert.Null(found[^1].Password);
        Assert.Equal(found.Sum(file => (long)file.Tried), search.Trials);
        Assert.All(found.Take(3), file => Assert.InRange(file.Tried, 1, 5));
    }

    [Fact]
    public async Task What_is_no_PFX_costs_no_derivation_and_stops_nothing()
    {
        using var certificate = TestPfx.Certificate(TestPfx.Dual);
        var good = Write("good.pfx", certificate, "secret");
        var page = _folder.Write("page.pfx", "<html></html>");
        var list = _folder.Write("passwords.csv", "Password\nsecret\n");
        var passwords = await PasswordList.ReadAsync(list, _errors.Add, default);
        var search = new PasswordSearch([Item(page), Item(_folder.Combine("none.pfx")), Item(good)], passwords);

        var found = await search.RunAsync(throttleLimit: 2, default);

        Assert.Equal(PfxErrorKind.NotPfx, ((PfxException)found[0].Error!).Kind);
        Assert.Equal(PfxErrorKind.Unreadable, ((PfxException)found[1].Error!).Kind);
        Assert.NotNull(found[2].Password);
        Assert.Equal(1, search.Trials);
    }

    [Fact]
    public async Task A_password_that_goes_with_a_file_is_tried_first()
    {
        using var certificate = TestPfx.Certificate(TestPfx.Dual);
        using var own = SecretText.Copy("own");
        var path = Write("a.pfx", certificate, "own");
        var list = _folder.Write("passwords.csv", "Name,Password\na,x\na,y\n");
        var passwords = await PasswordList.ReadAsync(list, _errors.Add, default);
        var search = new PasswordSearch([new ArchiveItem { Path = path, Password = own }], passwords);

        var found = Assert.Single(await search.RunAsync(throttleLimit: 2, default));

        Assert.Equal("own", found.Password!.Span.ToString());
        Assert.Null(found.Listed);
        Assert.Equal(1, search.Trials);
    }

    [Fact]
    public async Task A_search_can_be_ended()
    {
        var archive = ExportedArchive.Make(_folder, people: 3, files: 3, hints: null);
        var passwords = await PasswordList.ReadAsync(archive.List, _errors.Add, default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new PasswordSearch(archive.Items, passwords).RunAsync(2, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Somebody_may_give_a_password_for_a_file()
    {
        using var certificate = TestPfx.Certificate(TestPfx.Dual);
        var path = Write("a.pfx", certificate, "given");
        var file = Assert.Single(await new PasswordSearch([Item(path)], []).RunAsync(1, default));
        using var wrong = SecretText.Copy("wrong");
        using var right = SecretText.Copy("given");

        Assert.Same(file, await PasswordSearch.OpenAsync(file, wrong, default));
        Assert.Single((await PasswordSearch.OpenAsync(file, right, default)).Certificates);
    }

    private static ArchiveItem Item(string path) => new() { Path = path, Password = SecretText.Absent() };

    private string Write(string name, X509Certificate2 certificate, string password) =>
        _folder.Write(name, certificate.ExportPkcs12(
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2000), password));
}
