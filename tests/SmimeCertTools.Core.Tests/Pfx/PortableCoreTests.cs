using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SmimeCertTools.Core.Pfx;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>The build for Windows PowerShell against openssl's files, and against the build for .NET.</summary>
public sealed class PortableCoreTests(ITestOutputHelper output)
{
    private const string Password = "p\u00E4ss \U0001F511";

    // A file of many iterations takes the portable build minutes; what differs shows with few as well.
    private const int MaxIterations = 20_000;

    [Fact]
    public void It_is_the_other_build() => Assert.Equal(".NETStandard,Version=v2.0", PortableCore.Framework);

    [OpenSslTheory]
    [InlineData("-legacy")]
    [InlineData("-legacy -keypbe PBE-SHA1-RC4-128 -certpbe PBE-SHA1-RC2-128")]
    [InlineData("-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-2DES -macalg sha1")]
    [InlineData("-macalg sha256")]
    [InlineData("-keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha512")]
    [InlineData("-keypbe CAMELLIA-256-CBC -certpbe NONE -macalg sha384")]
    [InlineData("-macalg sha3-256")]
    [InlineData("-nomac")]
    public void Each_encoding_opens_with_its_key_pair(string options)
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", "rsa:2048");
        openSsl.Run(
            [
                "pkcs12", "-export", "-in", "alice.pem", "-inkey", "alice.key", "-out", "alice.pfx",
                "-passout", "pass:" + Password,
                .. options.Split(' '),
            ]);
        using var expected = X509Certificate2.CreateFromPem(File.ReadAllText(openSsl.PathOf("alice.pem")));

        var (error, certificates, pairs) = PortableCore.Open(openSsl.Read("alice.pfx"), Password);

        Assert.Null(error);
        Assert.Equal([expected.Thumbprint], certificates);
        Assert.Equal([expected.Thumbprint], pairs);
        Assert.Equal(nameof(PfxErrorKind.PasswordIncorrect), PortableCore.Open(openSsl.Read("alice.pfx"), "wrong").Error);
    }

    [OpenSslTheory]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256")]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-521")]
    [InlineData("ed25519")]
    [InlineData("rsa-pss -pkeyopt rsa_keygen_bits:2048")]
    public void Each_kind_of_key_is_proven_to_match(string options)
    {
        using var openSsl = new OpenSsl();
        openSsl.MakeCertificate("alice", options.Split(' '));
        openSsl.Run(
            "pkcs12", "-export", "-in", "alice.pem", "-inkey", "alice.key", "-out", "alice.pfx", "-passout", "pass:" + Password);

        Assert.Single(PortableCore.Open(openSsl.Read("alice.pfx"), Password).Pairs);
    }

    [CorpusFact]
    public void Third_party_files_end_as_under_the_build_for_dotNET()
    {
        var compared = 0;
        var problems = new List<string>();
        foreach (var entry in Corpus.Entries("pfx", "files").Concat(Corpus.Entries("generated", "files")))
        {
            if (Iterations(entry) > MaxIterations)
            {
                continue;
            }

            var verdict = CorpusVerdict.Of(entry);
            var portable = PortableCore.Open(
                File.ReadAllBytes(Corpus.PathOf(entry.Text("file"))), entry.GetProperty("password").GetString());
            compared++;
            if (portable.Error != verdict.Error?.ToString()
                || !verdict.Certificates.SetEquals(portable.Certificates)
                || !verdict.Pairs.SetEquals(portable.Pairs))
            {
                problems.Add(entry.Text("file") + ": " + verdict + ", but " + (portable.Error ?? "opened otherwise"));
            }
        }

        output.WriteLine(compared + " files, " + problems.Count + " problems");
        Assert.True(compared > 100, "Only " + compared + " files were compared.");
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    // The largest number in what the corpus says of the algorithms.
    private static long Iterations(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("algorithms", out var algorithms) => Iterations(algorithms),
        JsonValueKind.Object => element.EnumerateObject().Select(member => Iterations(member.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => element.EnumerateArray().Select(Iterations).DefaultIfEmpty().Max(),
        JsonValueKind.Number when element.TryGetInt64(out var number) => number,
        _ => 0,
    };
}
