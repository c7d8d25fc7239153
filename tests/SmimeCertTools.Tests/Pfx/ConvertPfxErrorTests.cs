using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Hosting;
using SmimeCertTools.Pfx;
using SmimeCertTools.Tests.Support;
using Xunit;

namespace SmimeCertTools.Tests.Pfx;

public sealed class ConvertPfxErrorTests
{
    [Fact]
    public async Task Bad_files_leave_the_others_converted_in_order()
    {
        await using var bench = await PfxBench.StartAsync();
        using var certificate = PfxBench.Issue();
        using var bare = X509CertificateLoader.LoadCertificate(certificate.RawData);
        var (first, _) = bench.AddPfx("1.pfx");
        var html = bench.Folder.Write("2.pfx", "<html>Sign in</html>");
        var (locked, _) = bench.AddPfx("3.pfx", "another password");
        var keyless = bench.Folder.Write("4.pfx", PfxBench.Bundle(bench.Password, bare));
        var (last, _) = bench.AddPfx("5.pfx");

        var result = await bench.RunAsync(
            "Convert-SmimePfx 1.pfx, 2.pfx, 3.pfx, 4.pfx, none.pfx, '', 5.pfx -Password $Password -RandomPassword "
            + "-ThrottleLimit 3");

        Assert.Null(result.TerminatingError);
        Assert.Equal([first, last], result.OutputAs<SmimeConvertedPfx>().Select(item => item.SourcePath));
        var errors = result.Errors.ToDictionary(error => error.FullyQualifiedErrorId.Split(',')[0], error => error.TargetObject);
        Assert.Equal(5, errors.Count);
        Assert.Equal(html, errors["PfxNotRecognized"]);
        Assert.Equal(locked, errors["PfxPasswordIncorrect"]);
        Assert.Equal(keyless, errors["PfxNoPrivateKey"]);
        Assert.Equal("none.pfx", errors["PathNotFound"]);
        Assert.Null(errors["PathMissing"]);
        Assert.Equal(
            ["1-converted.pfx", "1.pfx", "2.pfx", "3.pfx", "4.pfx", "5-converted.pfx", "5.pfx"], bench.Files());
    }

    [Fact]
    public async Task An_empty_new_password_is_refused()
    {
        await using var bench = await PfxBench.StartAsync();
        var (path, _) = bench.AddPfx("alice.pfx");

        var result = await bench.RunAsync("Convert-SmimePfx alice.pfx -Password $Password -NewPassword ''");

        Assert.Equal("NewPasswordEmpty", Assert.Single(result.ErrorIds));
        Assert.Equal(path, result.Errors[0].TargetObject);
        Assert.Equal(["alice.pfx"], bench.Files());
    }

    [Theory]
    [InlineData("-NewPassword $NewPassword -RandomPassword", "InputAmbiguous")]
    [InlineData("-RandomPassword -PfxEncryption Unchanged", "ParameterArgumentValidationError")]
    [InlineData("-RandomPassword -Iterations 0", "ParameterArgumentValidationError")]
    [InlineData("-RandomPassword -Iterations 10000001", "ParameterArgumentValidationError")]
    public async Task Parameters_that_make_no_sense_are_refused(string parameters, string errorId)
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");

        var result = await bench.RunAsync("Convert-SmimePfx alice.pfx -Password $Password " + parameters);

        Assert.Equal(errorId, Assert.Single(result.ErrorIds));
        Assert.Equal(["alice.pfx"], bench.Files());
    }

    [Fact]
    public async Task A_file_that_nobody_would_read_again_is_not_written()
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");

        var result = await bench.RunAsync(
            "Convert-SmimePfx alice.pfx -Password $Password -RandomPassword -Iterations 10000000");

        Assert.Equal("PfxLimitExceeded", Assert.Single(result.ErrorIds));
        Assert.Contains("fewer", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(["alice.pfx"], bench.Files());
    }

    [Fact]
    public async Task Keys_without_certificate_are_left_out_with_a_warning()
    {
        await using var bench = await PfxBench.StartAsync();
        using var certificate = PfxBench.Issue();
        using var stranger = RSA.Create(2048);
        bench.Folder.Write("alice.pfx", WithStrayKey(certificate, stranger, bench.Password));

        var result = await bench.RunAsync("Convert-SmimePfx alice.pfx -Password $Password -RandomPassword");

        var item = Assert.Single(result.EnsureNoErrors().OutputAs<SmimeConvertedPfx>());
        Assert.Equal([certificate.Thumbprint], item.Thumbprints);
        Assert.Contains("keep the original", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_opens_the_files_and_writes_nothing()
    {
        await using var bench = await PfxBench.StartAsync();
        var (path, _) = bench.AddPfx("alice.pfx");
        bench.Folder.Write("bob.pfx", "no pfx");
        bench.AddPfx("carol.pfx", "another password");

        var result = await bench.RunAsync("Convert-SmimePfx *.pfx -Password $Password -RandomPassword -WhatIf");

        Assert.Equal(["PfxNotRecognized", "PfxPasswordIncorrect"], result.ErrorIds.Order(StringComparer.Ordinal));
        Assert.Empty(result.Output);
        var shown = result.HostText;
        var to = bench.Folder.Combine("alice-converted.pfx");
        Assert.Contains(
            "Convert PFX to TripleDesSha1 with 2000 iterations under a random password", shown, StringComparison.Ordinal);
        Assert.Contains($"'{path}' to '{to}'", shown, StringComparison.Ordinal);
        Assert.Equal(["alice.pfx", "bob.pfx", "carol.pfx"], bench.Files());
    }

    [Fact]
    public async Task WhatIf_says_what_is_in_the_way()
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");
        bench.Folder.Write("there.pfx", "precious");

        var result = await bench.RunAsync(
            "Convert-SmimePfx alice.pfx -Password $Password -RandomPassword -DestinationPath there.pfx -WhatIf");

        Assert.Equal("FileExists", Assert.Single(result.ErrorIds));
    }

    [Fact]
    public async Task A_refused_confirmation_writes_nothing()
    {
        await using var bench = await PfxBench.StartAsync();
        bench.AddPfx("alice.pfx");
        bench.Shell.Answers.Choose("No");

        var result = await bench.RunAsync("Convert-SmimePfx alice.pfx -Password $Password -RandomPassword -Confirm");

        Assert.Empty(result.EnsureNoErrors().Output);
        Assert.Equal(["alice.pfx"], bench.Files());
    }

    [Fact]
    public async Task No_stream_holds_a_password_or_key()
    {
        await using var bench = await PfxBench.StartAsync();
        var (path, _) = bench.AddPfx("alice.pfx");
        bench.Folder.Write("bad.pfx", "bad");
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, bench.Password, X509KeyStorageFlags.Exportable);
        using var rsa = certificate.GetRSAPrivateKey()!;
        const string options = "-Verbose -Debug -WarningAction Continue";

        var random = await bench.RunAsync($"Convert-SmimePfx *.pfx -Password $Password -RandomPassword {options}");
        var chosen = await bench.RunAsync(
            $"Convert-SmimePfx alice.pfx -Password $Password -NewPassword $NewPassword -Iterations 2000 "
            + $"-DestinationPath b.pfx {options};"
            + $"Convert-SmimePfx alice.pfx -Password $NewPassword -RandomPassword -DestinationPath c.pfx {options}");
        var made = Assert.Single(random.OutputAs<SmimeConvertedPfx>());
        var shown = await bench.RenderAsync(
            "Convert-SmimePfx alice.pfx -Password $Password -NewPassword $NewPassword -Iterations 2000 -DestinationPath d.pfx");

        Assert.NotEmpty(random.Verbose);
        Assert.NotEmpty(random.Errors);
        Assert.NotEmpty(chosen.Errors);
        var text = random.AllText() + chosen.AllText() + shown.AllText();
        string[] secrets =
        [
            bench.Password, bench.NewPassword, PfxBench.TextOf(made.NewPassword),
            Convert.ToBase64String(rsa.ExportPkcs8PrivateKey())[64..128],
            Convert.ToHexString(rsa.ExportParameters(includePrivateParameters: true).D!)[..32],
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Verbose_tells_how_a_file_was_and_what_became_of_it()
    {
        await using var bench = await PfxBench.StartAsync();
        var (path, _) = bench.AddPfx("alice.pfx");

        var result = await bench.RunAsync(
            "Convert-SmimePfx alice.pfx -Password $Password -RandomPassword -PfxEncryption Aes256Sha256 -Verbose");

        Assert.Contains(result.Verbose, line => line.Contains(path, StringComparison.Ordinal)
            && line.Contains("PBES1 3DES-CBC (SHA-1), 2048 iterations", StringComparison.Ordinal));
        Assert.Contains(result.Verbose, line => line.Contains("alice-converted.pfx", StringComparison.Ordinal)
            && line.Contains("read back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_table_fits_a_hundred_columns_and_shows_no_secret()
    {
        await using var bench = await PfxBench.StartAsync();
        using var encryption = PfxBench.Issue();
        using var signing = PfxBench.Issue(usage: Sandbox.Pki.CertificateUsage.Signing);
        bench.Folder.Write("both.pfx", PfxBench.Bundle(bench.Password, encryption, signing));
        bench.AddPfx("a file with quite a long name, as people tend to give.pfx");

        var table = (await bench.RenderAsync(
            "Convert-SmimePfx *.pfx -Password $Password -NewPassword $NewPassword -Iterations 10")).EnsureNoErrors().HostText;

        Assert.Contains(encryption.Thumbprint, table, StringComparison.Ordinal);
        Assert.Contains(signing.Thumbprint, table, StringComparison.Ordinal);
        Assert.Contains("TripleDesSha1", table, StringComparison.Ordinal);
        Assert.Contains("both-converted.pfx", table, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.NewPassword, table, StringComparison.Ordinal);
        Assert.All(table.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    private static byte[] WithStrayKey(X509Certificate2 certificate, RSA stranger, string password)
    {
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 2000);
        using var key = certificate.GetRSAPrivateKey()!;
        var contents = new System.Security.Cryptography.Pkcs.Pkcs12SafeContents();
        contents.AddShroudedKey(key, password, encryption);
        contents.AddShroudedKey(stranger, password, encryption);
        contents.AddCertificate(certificate);
        var builder = new System.Security.Cryptography.Pkcs.Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(contents);
        builder.SealWithMac(password, HashAlgorithmName.SHA1, 2000);
        return builder.Encode();
    }
}
