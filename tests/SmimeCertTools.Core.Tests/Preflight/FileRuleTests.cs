using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Inspection;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Preflight;

/// <summary>What the rules say of protections and passwords, without a file that is protected so.</summary>
public sealed class FileRuleTests
{
    private const string TripleDes = "PBES1 3DES-CBC (SHA-1)";

    private static readonly Lazy<byte[]> Written = new(() => new PreflightFile().Write());

    [Theory]
    [InlineData("PBES1 RC2-40-CBC (SHA-1)", "WeakEncryption")]
    [InlineData("PBES1 RC2-128-CBC (SHA-1)", "")]
    [InlineData("PBES1 RC4-40 (SHA-1)", "WeakEncryption, EncodingRare")]
    [InlineData("PBES1 RC2-64-CBC (SHA-1)", "WeakEncryption, EncodingRare")]
    [InlineData("PBES2 RC2-32-CBC (HMAC-SHA1)", "WeakEncryption, EncodingRare")]
    [InlineData("PBES1 DES-CBC (MD5)", "WeakEncryption, EncodingRare")]
    [InlineData("PBES2 3DES-CBC (HMAC-SHA1)", "EncodingRare")]
    [InlineData("PBES2 AES-256-CBC (HMAC-SHA256)", "EncodingNotUniversal")]
    [InlineData("PBES2 AES-128-CBC (HMAC-SHA1)", "EncodingNotUniversal")]
    [InlineData("PBES2 AES-256-CBC (HMAC-SHA3-256)", "EncodingRare")]
    [InlineData("PBES2 AES-256-GCM (HMAC-SHA256)", "EncodingRare")]
    [InlineData("1.2.3.4", "EncodingRare")]
    [InlineData(TripleDes, "")]
    public void Encryption_is_judged_by_name_in_keys_and_certificates(string algorithm, string ids)
    {
        var key = Protection([Encryption(algorithm)], [Encryption(TripleDes)]);
        var certificate = Protection([Encryption(TripleDes)], [Encryption(TripleDes), Encryption(algorithm)]);

        Assert.Equal(ids, Ids(Check(opened: key)));
        Assert.Equal(ids, Ids(Check(opened: certificate)));
        Assert.All(Check(opened: certificate), finding => Assert.Contains(algorithm, finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_encryption_is_named_once()
    {
        var findings = Check(opened: Protection(
            [Encryption("1.2.3.4"), Encryption("1.2.3.4")], [Encryption("1.2.3.5"), Encryption(TripleDes)]));

        Assert.Contains(": 1.2.3.5, 1.2.3.4.", Assert.Single(findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_in_clear_is_nothing_rare_but_a_key_in_clear_is_told()
    {
        Assert.Equal("", Ids(Check(opened: Protection([Encryption(TripleDes)], [Encryption("None", 0)]))));
        var clear = Protection([Encryption(TripleDes), Encryption("None", 0)], [Encryption(TripleDes)]);
        var unchanged = Assert.Single(Check(opened: clear));
        Assert.Equal(("PrivateKeyInClear", SmimeFindingSeverity.Error), (unchanged.Id, unchanged.Severity));
        var rewritten = Assert.Single(Check(opened: clear, encryption: SmimePfxEncryption.TripleDesSha1));
        Assert.Equal(("PrivateKeyInClear", SmimeFindingSeverity.Warning), (rewritten.Id, rewritten.Severity));
    }

    [Theory]
    [InlineData("HMAC-SHA1", "")]
    [InlineData("HMAC-SHA256", "EncodingNotUniversal")]
    [InlineData("HMAC-MD5", "")]
    [InlineData("PBMAC1 (HMAC-SHA256)", "Pbmac1Integrity")]
    [InlineData("Signature", "")]
    public void The_integrity_check_is_judged_by_name(string algorithm, string ids)
    {
        var findings = Check(Mac(algorithm, 2000));

        Assert.Equal(ids, Ids(findings));
        Assert.All(findings, finding => Assert.Contains(algorithm, finding.Message, StringComparison.Ordinal));
        Assert.Equal("", Ids(Check(Mac("HMAC-SHA256", 2000), encryption: SmimePfxEncryption.TripleDesSha1)));
    }

    [Fact]
    public void Newer_encryption_is_named_before_a_newer_integrity_check()
    {
        const string Aes = "PBES2 AES-256-CBC (HMAC-SHA256)";
        var findings = Check(Mac("HMAC-SHA512", 2000), Protection([Encryption(Aes)], [Encryption(TripleDes)]));

        Assert.Contains("uses " + Aes + ",", Assert.Single(findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_import_would_write_counts_and_not_what_the_file_has()
    {
        var aes = Protection([Encryption("PBES2 AES-256-CBC (HMAC-SHA256)")], []);

        var written = Assert.Single(Check(opened: aes, encryption: SmimePfxEncryption.Aes256Sha256));
        Assert.Equal("EncodingNotUniversal", written.Id);
        Assert.StartsWith("The import would write", written.Message, StringComparison.Ordinal);
        Assert.Empty(Check(opened: aes, encryption: SmimePfxEncryption.TripleDesSha1));
    }

    [Theory]
    [InlineData(2000, 1000, 300_000, "")]
    [InlineData(2000, 999, 1000, "LowIterations")]
    [InlineData(2000, 2000, 999, "LowIterations")]
    [InlineData(999, 1000, 2000, "LowIterations")]
    [InlineData(2000, 300_001, 2000, "HighIterations")]
    [InlineData(300_001, 2000, 2000, "HighIterations")]
    [InlineData(300_001, 999, 2000, "HighIterations, LowIterations")]
    [InlineData(2000, 0, 2000, "")]
    [InlineData(0, 2000, 2000, "")]
    public void Iterations_are_judged_in_every_part(int mac, int key, int certificate, string ids)
    {
        var opened = Protection([Encryption(TripleDes, key)], [Encryption(TripleDes, certificate)]);

        Assert.Equal(ids, Ids(Check(Mac("HMAC-SHA1", mac), opened)));
    }

    [Fact]
    public void Iterations_of_what_is_in_clear_do_not_count_and_those_that_do_are_named()
    {
        Assert.Empty(Check(opened: Protection([Encryption(TripleDes)], [Encryption("None", 1)])));
        var findings = Check(Mac("HMAC-SHA1", 300_002), Protection([Encryption(TripleDes, 998)], [Encryption(TripleDes, 999)]));
        Assert.Contains("300,002 ", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("998 ", findings[1].Message, StringComparison.Ordinal);

        // Without an integrity check the least of all parts is what counts.
        Assert.Equal("NoIntegrityCheck", Ids(Check(Structure(structure => structure.Mac = null))));
    }

    [Fact]
    public void What_was_not_opened_is_judged_by_what_stands_in_clear()
    {
        Assert.Empty(Check());
        Assert.Equal("PrivateKeyInClear", Ids(Check(Read(new PreflightFile { HasKeyInClear = true }.Write()))));
        Assert.Equal("LowIterations", Ids(Check(Read(new PreflightFile { Iterations = 999 }.Write()))));
    }

    [Theory]
    [InlineData(0, false, "")]
    [InlineData(1, false, "TrailingBytes")]
    [InlineData(0, true, "BerEncoding")]
    public void The_form_is_judged(int trailing, bool isBer, string ids)
    {
        byte[] content = isBer ? [Written.Value[0], 0x80, .. Written.Value.Skip(4), 0, 0] : Written.Value;

        Assert.Equal(ids, Ids(Check(Read([.. content, .. new byte[trailing]]))));
    }

    [Theory]
    [InlineData(" ~", "")]
    [InlineData("\u001f", "PasswordNotAscii")]
    [InlineData("a\u007f", "PasswordNotAscii")]
    [InlineData("\u007fa", "PasswordNotAscii")]
    [InlineData("", "PasswordEmpty")]
    public void Passwords_are_judged_by_their_characters(string text, string ids)
    {
        using var password = SecretText.Copy(text);

        Assert.Equal(ids, Ids(CheckPassword(password, new PreflightOptions())));
    }

    [Fact]
    public void An_absent_password_is_an_empty_one()
    {
        using var password = SecretText.Absent();

        Assert.Equal("PasswordEmpty", Ids(CheckPassword(password, new PreflightOptions())));
    }

    [Theory]
    [InlineData(UserPfxPaddingScheme.OaepSha256, 190)]
    [InlineData(UserPfxPaddingScheme.OaepSha384, 158)]
    [InlineData(UserPfxPaddingScheme.OaepSha512, 126)]
    public void A_password_is_as_long_as_padding_and_key_allow(UserPfxPaddingScheme padding, int longest)
    {
        // Any odd number of the right size does for a bound.
        var modulus = Enumerable.Repeat((byte)0xFF, 384).ToArray();
        var key = ConnectorPublicKey.Create(modulus, [1, 0, 1], "test");
        foreach (var (connector, length, bits) in new[] { (null, longest, 2048), (key, longest + 128, 3072) })
        {
            var options = new PreflightOptions { Padding = padding, ConnectorKey = connector };
            using var fits = SecretText.Copy(new string('x', length));
            using var tooLong = SecretText.Copy(new string('x', length + 1));

            Assert.Empty(CheckPassword(fits, options));
            var finding = Assert.Single(CheckPassword(tooLong, options));
            Assert.Equal("PasswordTooLong", finding.Id);
            Assert.Contains($"the {length} characters", finding.Message, StringComparison.Ordinal);
            Assert.Contains($"{bits} bits", finding.Message, StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<PreflightFinding> CheckPassword(SecretText password, PreflightOptions options)
    {
        var subject = new PreflightSubject("/anna.pfx", options, PreflightPki.Now);
        PasswordRules.Check(subject, password);
        return subject.Findings;
    }

    private static IReadOnlyList<PreflightFinding> Check(
        PfxStructure? structure = null, PfxProtection? opened = null,
        SmimePfxEncryption encryption = SmimePfxEncryption.Unchanged)
    {
        var options = new PreflightOptions { Encryption = encryption };
        var subject = new PreflightSubject("/anna.pfx", options, PreflightPki.Now);
        FileRules.Check(subject, structure ?? Read(Written.Value), opened);
        return subject.Findings;
    }

    private static string Ids(IReadOnlyList<PreflightFinding> findings) =>
        string.Join(", ", findings.Select(finding => finding.Id));

    private static PfxStructure Mac(string algorithm, int iterations) =>
        Structure(structure => structure.Mac = Encryption(algorithm, iterations));

    private static PfxStructure Structure(Action<PfxStructure> change)
    {
        var structure = Read(Written.Value);
        change(structure);
        return structure;
    }

    private static PfxStructure Read(byte[] content) => PfxStructure.Read(content, new PfxErrors(null), []);

    private static PfxEncryption Encryption(string algorithm, int iterations = 2000) =>
        new() { Algorithm = algorithm, Iterations = iterations };

    private static PfxProtection Protection(PfxEncryption[] keys, PfxEncryption[] certificates) =>
        new() { KeyEncryption = keys, CertificateEncryption = certificates };
}
