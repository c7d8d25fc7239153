using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core.Migration;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Migration;

public sealed class PasswordListTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<SmimeException> _errors = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("passwords.csv", "Password\none\ntwo\n", "one, two")]
    [InlineData("passwords.csv", "Name;PfxPassword\r\nAnna;\"o;ne\"\r\nBob;\r\nCarl; two \r\n", "o;ne,  two ")]
    [InlineData("passwords.txt", "one\r\n\r\n two,2\r\n", "one,  two,2")]
    [InlineData("passwords.txt", "File\tPassword\na.pfx\tone\n", "one")]
    [InlineData("passwords.csv", "FileName,Password\na.pfx,one\nb.pfx,one\n", "one")]
    public async Task Passwords_are_read_exactly_each_once(string name, string text, string expected)
    {
        var list = await ReadAsync(_folder.Write(name, text));
        Assert.Equal(expected, string.Join(", ", list.Select(password => password.Password.Span.ToString())));
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task What_stands_beside_a_password_speaks_for_it()
    {
        _folder.Write("pw.txt", "from a file\n");
        var list = await ReadAsync(_folder.Write(
            "passwords.csv", "User,Serial,Password,PasswordFile\nanna,,one,\nbob,0A,,pw.txt\ncarl,,one,\n"));
        Assert.Equal(["anna carl", "bob 0A"], list.Select(password => string.Join(' ', password.Hints)));
        Assert.Equal([null, _folder.Combine("pw.txt")], list.Select(password => password.PasswordFile));
        Assert.Equal([2, 3], list.Select(password => password.Line));
    }

    [Fact]
    public async Task A_bad_line_is_named_without_its_password()
    {
        var list = await ReadAsync(_folder.Write(
            "passwords.csv", "User,Password,PasswordFile\na,hush,nowhere.txt\nb,,nowhere.txt\nc,ok,\nd,hu,sh,sh\n"));
        Assert.Single(list);
        Assert.Equal(3, _errors.Count);
        Assert.All(_errors, error => Assert.Equal("PasswordListLineInvalid", error.ErrorId));
        Assert.DoesNotContain("hush", string.Concat(_errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("User,Passwort\na,x\n", "If it is Password, name it so")]
    [InlineData("User,Secret\na,x\n", "has no column Password")]
    public async Task A_table_without_passwords_is_refused(string text, string expected)
    {
        var error = await Assert.ThrowsAsync<PasswordListException>(() => ReadAsync(_folder.Write("passwords.csv", text)));
        Assert.Equal("PasswordListInvalid", error.ErrorId);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UTF-8", new byte[] { (byte)'o', (byte)'k', (byte)'\n', 0xFC, (byte)'\n' })]
    [InlineData("UTF-16", new byte[] { 0xFF, 0xFE, (byte)'k', 0, (byte)'\n', 0, 0x00, 0xDC, (byte)'\n', 0 })]
    public async Task A_text_in_another_encoding_is_refused_by_its_line(string encoding, byte[] content)
    {
        var error = await Assert.ThrowsAsync<PasswordListException>(() =>
            ReadAsync(_folder.Write("passwords.txt", content)));
        Assert.Equal("PasswordListInvalid", error.ErrorId);
        Assert.Contains($"is not in {encoding}: line 2 has", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_not_there_is_a_path_not_found() => Assert.Equal(
        "PathNotFound",
        (await Assert.ThrowsAsync<PasswordListException>(() => ReadAsync(_folder.Combine("none.csv")))).ErrorId);

    private Task<IReadOnlyList<ListedPassword>> ReadAsync(string path) => PasswordList.ReadAsync(path, _errors.Add, default);
}
