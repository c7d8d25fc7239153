using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.TestSupport.Corpus;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>What became of one file.</summary>
internal sealed class CorpusVerdict
{
    public PfxErrorKind? Error { get; private init; }

    /// <summary>An exception that is no PfxException: never right.</summary>
    public string? Unexpected { get; private init; }

    public bool Opened => Error is null && Unexpected is null;

    public IReadOnlySet<string> Certificates { get; private init; } = new HashSet<string>();

    public IReadOnlySet<string> Pairs { get; private init; } = new HashSet<string>();

    public PfxErrorKind? SingleError { get; private init; }

    public TimeSpan Time { get; private set; }

    public long Allocated { get; private set; }

    public static CorpusVerdict Of(JsonElement entry, PfxReadOptions? options = null, string? otherPassword = null)
    {
        var path = Corpus.PathOf(entry.Text("file"));
        var content = File.ReadAllBytes(path);
        using var password = otherPassword is null ? entry.Password() : Core.Secrets.SecretText.Copy(otherPassword);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var verdict = Open(content, password, options);
        verdict.Time = watch.Elapsed;
        verdict.Allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return verdict;
    }

    public OpenedFile Outcome => new()
    {
        Error = Error?.ToString(),
        Unexpected = Unexpected,
        Certificates = Certificates,
        Pairs = Pairs,
        SingleError = SingleError?.ToString(),
        Time = Time,
    };

    public override string ToString() => Unexpected ?? (Error is { } kind ? kind.ToString() : "opened");

    private static CorpusVerdict Open(byte[] content, Core.Secrets.SecretText password, PfxReadOptions? options)
    {
        try
        {
            using var contents = PfxReader.Open(content, password, options);
            return new CorpusVerdict
            {
                Certificates = contents.Certificates.Select(certificate => certificate.Thumbprint).ToHashSet(),
                Pairs = contents.KeyPairs.Select(pair => pair.Certificate.Thumbprint).ToHashSet(),
                SingleError = SingleErrorOf(contents),
            };
        }
        catch (PfxException e)
        {
            return new CorpusVerdict { Error = e.Kind };
        }
#pragma warning disable CA1031 // The test is about any other exception.
        catch (Exception e)
        {
            return new CorpusVerdict { Unexpected = e.ToString() };
        }
#pragma warning restore CA1031
    }

    private static PfxErrorKind? SingleErrorOf(PfxContents contents)
    {
        try
        {
            PfxKeyPairs.Single(contents, null);
            return null;
        }
        catch (PfxException e)
        {
            return e.Kind;
        }
    }
}
