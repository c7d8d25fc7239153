using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Secrets;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx.Writing;

public sealed class PfxConverterTests : IDisposable
{
    private readonly SourcePfx _source = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public void One_file_keeps_pairs_chains_and_strangers_in_this_order()
    {
        using var contents = OpenFamily();

        var converted = Assert.Single(Convert(contents, new() { Write = Fast }));

        Assert.Equal(["CN=Alice", "CN=Bob"], Subjects(converted.Certificates));
        Assert.Equal(["CN=Middle", "CN=Root", "CN=Other", "CN=Stranger"], Subjects(converted.OtherCertificates));
        using var written = Reopen(converted.Content);
        Assert.Equal(
            ["CN=Alice", "CN=Bob", "CN=Middle", "CN=Root", "CN=Other", "CN=Stranger"], Subjects(written.Certificates));
        Assert.Equal(["CN=Alice", "CN=Bob"], written.KeyPairs.Select(pair => pair.Certificate.Subject));
        Assert.Equal(["CN=Middle", "CN=Root"], Subjects(written.KeyPairs[0].Chain));
        Assert.Equal(["Alice's", "Bob's"], written.KeyPairs.Select(pair => pair.FriendlyName));
        Assert.Equal(Keys(contents), Keys(written));
    }

    [Fact]
    public void The_chain_and_strangers_can_be_dropped()
    {
        using var contents = OpenFamily();

        var converted = Assert.Single(Convert(contents, new() { Write = Fast, KeepChain = false }));

        Assert.Empty(converted.OtherCertificates);
        using var written = Reopen(converted.Content);
        Assert.Equal(["CN=Alice", "CN=Bob"], Subjects(written.Certificates));
    }

    [Fact]
    public void Split_files_hold_one_pair_each_and_its_own_chain()
    {
        using var contents = OpenFamily();

        var files = Convert(contents, new() { Write = Fast, SplitKeyPairs = true });

        Assert.Equal(["CN=Alice", "CN=Bob"], files.Select(file => Assert.Single(file.Certificates).Subject));
        Assert.Equal(["CN=Middle", "CN=Root"], Subjects(files[0].OtherCertificates));
        Assert.Equal(["CN=Other"], Subjects(files[1].OtherCertificates));
        for (var i = 0; i < files.Count; i++)
        {
            using var written = Reopen(files[i].Content);
            Assert.Equal(Keys(contents)[i], Assert.Single(Keys(written)));
            Assert.Equal(Subjects([.. files[i].Certificates, .. files[i].OtherCertificates]), Subjects(written.Certificates));
        }
    }

    [Fact]
    public void Split_files_without_chains_hold_the_pair_alone()
    {
        using var contents = OpenFamily();

        var files = Convert(contents, new() { Write = Fast, SplitKeyPairs = true, KeepChain = false });

        Assert.Equal(2, files.Count);
        foreach (var file in files)
        {
            using var written = Reopen(file.Content);
            Assert.Single(written.Certificates);
        }
    }

    [Fact]
    public void An_authority_with_its_key_is_a_pair_and_the_chain_of_another_one()
    {
        var root = _source.Make("Root", isAuthority: true);
        using var contents = _source.AddPair(_source.Make("Alice", root)).AddPair(root).Open();

        var whole = Assert.Single(Convert(contents, new() { Write = Fast }));
        var split = Convert(contents, new() { Write = Fast, SplitKeyPairs = true });

        Assert.Equal(["CN=Alice", "CN=Root"], Subjects(whole.Certificates));
        Assert.Empty(whole.OtherCertificates);
        Assert.Equal(["CN=Root"], Subjects(split[0].OtherCertificates));
        using var first = Reopen(split[0].Content);
        Assert.Equal("CN=Alice", Assert.Single(first.KeyPairs).Certificate.Subject);
    }

    [Fact]
    public void Keys_without_a_certificate_are_left_out()
    {
        using var key = RSA.Create(2048);
        using var contents = _source.AddPair(_source.Make("Alice")).Open(extraKey: key);
        Assert.Single(contents.UnmatchedKeys);

        using var written = Reopen(Assert.Single(Convert(contents, new() { Write = Fast })).Content);

        Assert.Empty(written.UnmatchedKeys);
        Assert.Single(written.Protection.KeyEncryption);
    }

    [Fact]
    public void Contents_without_a_key_pair_are_refused_with_the_reason()
    {
        using var key = ECDsa.Create();
        using var bare = new SourcePfx();
        using var certificatesOnly = bare.AddCertificate(bare.Make("Alice")).Open();
        using var mismatch = bare.Open(extraKey: key);
        using var empty = new SourcePfx();
        using var nothing = empty.Open();

        Assert.Equal(PfxErrorKind.NoPrivateKey, Refused(certificatesOnly).Kind);
        Assert.Equal(PfxErrorKind.KeyMismatch, Refused(mismatch).Kind);
        Assert.Equal(PfxErrorKind.NoCertificate, Refused(nothing).Kind);
        Assert.Contains("/data/alice.pfx", Refused(nothing).Message);
    }

    [Fact]
    public void Whatever_is_written_is_read_back_the_same()
    {
        // A fixed seed: a failure can be repeated.
        var random = new Random(7292);
        var root = _source.Make("Root", isAuthority: true);
        var middle = _source.Make("Middle", root, isAuthority: true);
        var people = Enumerable.Range(0, 6).Select(i => _source.Make("Person " + i, i % 2 == 0 ? middle : null)).ToArray();
        for (var round = 0; round < 60; round++)
        {
            using var source = new SourcePfx();
            foreach (var person in random.GetItems(people, random.Next(1, 5)).Distinct())
            {
                source.AddPair(person, random.Next(2) == 0 ? null : RandomText(random, 30));
            }

            if (random.Next(2) == 0)
            {
                source.AddCertificate(root).AddCertificate(middle);
            }

            var options = new PfxConvertOptions
            {
                KeepChain = random.Next(2) == 0,
                SplitKeyPairs = random.Next(2) == 0,
                Write = new()
                {
                    Encryption = random.Next(2) == 0 ? SmimePfxEncryption.TripleDesSha1 : SmimePfxEncryption.Aes256Sha256,
                    Iterations = random.Next(1, 40),
                    IncludeFriendlyNames = random.Next(2) == 0,
                },
            };
            RoundTrip(source, RandomText(random, 60), options);
        }
    }

    private static void RoundTrip(SourcePfx source, string password, PfxConvertOptions options)
    {
        using var contents = source.Open();
        using var secret = SecretText.Copy(password);

        var files = PfxConverter.Convert(contents, secret, options);

        var keys = new List<string>();
        var names = new List<string?>();
        foreach (var file in files)
        {
            using var written = PfxReader.Open(file.Content, secret);
            Assert.Empty(written.UnmatchedKeys);
            Assert.Equal(
                Subjects([.. file.Certificates, .. file.OtherCertificates]), Subjects(written.Certificates));
            Assert.All(written.KeyPairs, pair => Assert.Equal(
                options.KeepChain ? Subjects(contents.KeyPairs.Single(Same(pair)).Chain) : [], Subjects(pair.Chain)));
            keys.AddRange(Keys(written));
            names.AddRange(written.KeyPairs.Select(pair => pair.FriendlyName));
        }

        Assert.Equal(options.SplitKeyPairs ? contents.KeyPairs.Count : 1, files.Count);
        Assert.Equal(Keys(contents), keys);
        Assert.Equal(
            contents.KeyPairs.Select(pair => options.Write.IncludeFriendlyNames ? pair.FriendlyName : null), names);

        static Func<PfxKeyPair, bool> Same(PfxKeyPair pair) =>
            other => other.Certificate.Thumbprint == pair.Certificate.Thumbprint;
    }

    private static PfxWriteOptions Fast => new() { Iterations = 2 };

    private static string RandomText(Random random, int most)
    {
        string[] pieces = ["a", "Z", "7", " ", "ä", "€", "ß", "語", "🔑", "'", "\"", "\\", "\n"];
        return string.Concat(random.GetItems(pieces, random.Next(1, most)));
    }

    private static PfxException Refused(PfxContents contents) =>
        Assert.Throws<PfxException>(() => Convert(contents, new() { Write = Fast }));

    private static IReadOnlyList<ConvertedPfx> Convert(PfxContents contents, PfxConvertOptions options)
    {
        using var password = SecretText.Copy("x");
        return PfxConverter.Convert(contents, password, options, "/data/alice.pfx");
    }

    private static PfxContents Reopen(byte[] content)
    {
        using var password = SecretText.Copy("x");
        return PfxReader.Open(content, password);
    }

    private static List<string> Keys(PfxContents contents) =>
        [.. contents.KeyPairs.Select(pair => System.Convert.ToHexString(pair.PrivateKey.Span))];

    private static List<string> Subjects(IEnumerable<Core.Certificates.CertificateInfo> certificates) =>
        [.. certificates.Select(certificate => certificate.Subject)];

    // Two people, one with a chain of two, one with another issuer, and a stranger, in no order.
    private PfxContents OpenFamily()
    {
        var root = _source.Make("Root", isAuthority: true);
        var middle = _source.Make("Middle", root, isAuthority: true);
        var other = _source.Make("Other", isAuthority: true);
        return _source
            .AddCertificate(root)
            .AddCertificate(_source.Make("Stranger", isAuthority: true))
            .AddPair(_source.Make("Alice", middle), "Alice's")
            .AddCertificate(other)
            .AddCertificate(middle)
            .AddPair(_source.Make("Bob", other), "Bob's")
            .Open();
    }
}
