using System;
using System.IO;
using System.Linq;
using System.Text;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Bulk;

public sealed class ResultsFileTests : IDisposable
{
    private const string Fingerprint = "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";
    private static readonly DateTimeOffset Stored = new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero).AddTicks(1234567);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("results.jsonl")]
    [InlineData("results.NDJSON")]
    [InlineData("results.csv")]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void What_was_written_is_known_to_the_next_run(string name)
    {
        var path = _folder.Combine(name);
        using (var resultsFile = ResultsFile.Open(path))
        {
            resultsFile.Append(Entry("anna@contoso.com"));
            var before = new FileInfo(path).Length;
            resultsFile.Append(Entry("bert@contoso.com", SmimeImportStatus.Failed));

            // Before it is closed: the process may die at any time.
            Assert.NotEqual(before, new FileInfo(path).Length);
        }

        using var again = ResultsFile.Open(path);
        Assert.Equal((2, 0, null), (again.EarlierEntries, again.UnreadableLines, again.Repair));
        Assert.Equal(Stored, again.Done.DoneAt(Record("ANNA@contoso.com"), Fingerprint.ToLowerInvariant()));
        Assert.Null(again.Done.DoneAt(Record("bert@contoso.com"), Fingerprint));
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void Only_what_was_sent_the_same_way_counts_as_done()
    {
        using var resultsFile = ResultsFile.Open(Write("results.jsonl", Entry("anna@contoso.com")));
        var record = Record("anna@contoso.com");

        Assert.NotNull(resultsFile.Done.DoneAt(record, Fingerprint));
        Assert.Null(resultsFile.Done.DoneAt(record, new string('0', 64)));
        Assert.Null(resultsFile.Done.DoneAt(record with { KeyName = "Other" }, Fingerprint));
        Assert.Null(resultsFile.Done.DoneAt(record with { PaddingScheme = UserPfxPaddingScheme.OaepSha256 }, Fingerprint));
        Assert.Null(resultsFile.Done.DoneAt(record with { IntendedPurpose = UserPfxPurpose.SmimeSigning }, Fingerprint));
        Assert.Null(resultsFile.Done.DoneAt(record with { Thumbprint = new string('B', 40) }, Fingerprint));
    }

    [Theory]
    [InlineData('a')]
    [InlineData('A')]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void A_files_thumbprints_are_read_in_either_case(char digit)
    {
        var path = Write("results.jsonl", Entry("anna@contoso.com"));
        var text = File.ReadAllText(path).Replace(new string('A', 40), new string(digit, 40), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(new string(digit, 40), text, StringComparison.Ordinal);
        File.WriteAllText(path, text);

        using var resultsFile = ResultsFile.Open(path);

        Assert.NotNull(resultsFile.Done.DoneAt(Record("anna@contoso.com"), Fingerprint));
    }

    [Theory]
    [InlineData("results.jsonl")]
    [InlineData("results.csv")]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void A_file_cut_off_at_any_byte_opens_and_takes_entries_again(string name)
    {
        var whole = File.ReadAllBytes(Write(name, Entry("anna@contoso.com"), Entry("bert@contoso.com")));
        for (var length = 0; length < whole.Length; length++)
        {
            var path = _folder.Write("torn-" + name, whole[..length]);
            int earlier;
            using (var resultsFile = ResultsFile.Open(path))
            {
                earlier = resultsFile.EarlierEntries;
                Assert.Equal(length == 0 || whole[length - 1] == (byte)'\n', resultsFile.Repair is null);
                resultsFile.Append(Entry("carl@contoso.com"));
            }

            using var again = ResultsFile.Open(path);
            Assert.Equal((earlier + 1, 0, null), (again.EarlierEntries, again.UnreadableLines, again.Repair));
            Assert.NotNull(again.Done.DoneAt(Record("carl@contoso.com"), Fingerprint));
        }
    }

    [Theory]
    [InlineData("notes.csv", "Name,Colour\r\nanna,red\r\n")]
    [InlineData("notes.csv", "no end")]
    [InlineData("notes.jsonl", "{\"name\":\"anna\"}\n")]
    [InlineData("notes.jsonl", "hello")]
    [InlineData("notes.jsonl", "\n")]
    public void A_file_of_something_else_is_refused_and_left_as_it_is(string name, string content)
    {
        var path = _folder.Write(name, content);

        var error = Assert.Throws<ResultsFileException>(() => ResultsFile.Open(path));

        Assert.Equal(ResultsFileErrorKind.NotRecognized, error.Kind);
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void A_line_that_cannot_be_read_is_passed_over()
    {
        var path = Write("results.jsonl", Entry("anna@contoso.com"));
        File.AppendAllText(path, "\0\0\0\0\n");

        using var resultsFile = ResultsFile.Open(path);

        Assert.Equal((1, 1, null), (resultsFile.EarlierEntries, resultsFile.UnreadableLines, resultsFile.Repair));
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void A_second_writer_is_told_that_the_file_is_in_use()
    {
        var path = _folder.Combine("results.csv");
        using var resultsFile = ResultsFile.Open(path);

        Assert.Equal(ResultsFileErrorKind.InUse, Assert.Throws<ResultsFileException>(() => ResultsFile.Open(path)).Kind);
    }

    [Theory]
    [InlineData("results.txt", ResultsFileErrorKind.FormatUnknown)]
    [InlineData("results.json", ResultsFileErrorKind.FormatUnknown)]
    [InlineData("results", ResultsFileErrorKind.FormatUnknown)]
    [InlineData("nowhere/results.csv", ResultsFileErrorKind.NotWritable)]
    public void A_file_that_cannot_be_written_is_refused(string name, ResultsFileErrorKind kind)
    {
        var path = _folder.Combine(name);

        Assert.Equal(kind, Assert.Throws<ResultsFileException>(() => ResultsFile.Open(path)).Kind);
        Assert.False(File.Exists(path));
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void A_new_file_is_the_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Write("results.csv", Entry("anna@contoso.com"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void No_text_in_a_csv_file_is_a_formula_and_each_comes_back()
    {
        string[] texts = ["=1+1", "+1", "-1", "@x", "\tx", "'quoted", "＝1", "a \"b\", c", "plain"];
        var path = Write("results.csv", [.. texts.Select(text => Entry("anna@contoso.com", path: text))]);

        var format = ResultsFormat.Of(path);
        var lines = File.ReadAllText(path).TrimEnd('\n').Split('\n').Skip(1).ToList();

        Assert.All(lines, line => Assert.DoesNotMatch("(^|,)\"[=+@\\-\\t＝]", line));
        Assert.Equal(texts, lines.Select(line => format.Read(Encoding.UTF8.GetBytes(line))!.Path));
    }

    [Theory]
    [InlineData("results.csv")]
    [InlineData("results.jsonl")]
    [Trait(PortableBuild.Trait, PortableBuild.WindowsOnly)]
    public void A_line_break_in_a_text_does_not_break_the_line(string name)
    {
        var path = Write(name, Entry("anna@contoso.com", path: "a\r\nb\n"));

        using var resultsFile = ResultsFile.Open(path);

        Assert.Equal((1, 0), (resultsFile.EarlierEntries, resultsFile.UnreadableLines));
    }

    [Theory]
    [InlineData("results.csv")]
    [InlineData("results.jsonl")]
    public void An_entry_keeps_all_its_values(string name)
    {
        var entry = Entry("änna@contoso.com", SmimeImportStatus.Failed, "ä.pfx");
        var format = ResultsFormat.Of(name);
        var line = format.Write(entry);

        var back = format.Read(line.AsMemory(0, line.Length - 1))!;

        Assert.Equal(ResultsFields.Write(entry), ResultsFields.Write(back));
        Assert.All(ResultsFields.Write(back), Assert.NotNull);
        Assert.Equal(Stored, back.LastModified);
    }

    private static ResultsEntry Entry(
        string user, SmimeImportStatus status = SmimeImportStatus.Imported, string path = "a.pfx") =>
        new()
        {
            Time = Stored.AddSeconds(1),
            RunId = "1f",
            Line = 7,
            UserPrincipalName = user,
            Path = path,
            Thumbprint = new string('A', 40),
            Status = status,
            RecordId = "id",
            LastModified = Stored,
            KeyName = "Key",
            ProviderName = "Provider",
            Padding = UserPfxPaddingScheme.OaepSha512,
            Purpose = UserPfxPurpose.SmimeEncryption,
            PublicKeyFingerprint = Fingerprint,
            ErrorId = "None",
            Message = "It is \"done\", as asked.",
            Issuer = "CN=\"Contoso, Ltd\" CA",
            SerialNumber = "0A1B",
            NotBefore = Stored.AddYears(-1),
            NotAfter = Stored.AddYears(1),
            Certificate = new CatalogEntry
            {
                Thumbprint = new string('A', 40),
                ThumbprintSha256 = new string('B', 64),
                Subject = "CN=\"Änna, Dr\"",
                SubjectKeyIdentifier = "0C1D",
                EmailAddresses = ["änna@contoso.com", "a.nna@contoso.com"],
                UserPrincipalNames = ["anna@contoso.com"],
                NotBefore = Stored.AddYears(-1),
                NotAfter = Stored.AddYears(1),
                Capability = SmimeCertCapability.Both,
                KeyUsage = CertificateKeyUsages.DigitalSignature | CertificateKeyUsages.KeyEncipherment,
                ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.4"],
                KeyAlgorithm = "EC",
                KeySize = 256,
                Curve = "P-256",
                SignatureAlgorithm = "ecdsa-with-SHA256",
            },
            FoundBy = "anna.berg@contoso.com",
        };

    private static UserPfxRecord Record(string user) => new()
    {
        UserPrincipalName = user,
        Thumbprint = new string('a', 40),
        IntendedPurpose = UserPfxPurpose.SmimeEncryption,
        StartDateTime = Stored,
        ExpirationDateTime = Stored.AddYears(1),
        ProviderName = "Provider",
        KeyName = "Key",
        PaddingScheme = UserPfxPaddingScheme.OaepSha512,
    };

    private string Write(string name, params ResultsEntry[] entries)
    {
        var path = _folder.Combine(name);
        using var resultsFile = ResultsFile.Open(path);
        foreach (var entry in entries)
        {
            resultsFile.Append(entry);
        }

        return path;
    }
}
