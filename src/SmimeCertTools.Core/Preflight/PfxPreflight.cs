using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Inspection;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Preflight;

/// <summary>Tests PFX files before they are delivered.</summary>
public static class PfxPreflight
{
    /// <summary>
    /// Tests one file. A file that cannot be read or opened is a finding too. CPU work and file access happen on the thread pool.
    /// </summary>
    /// <param name="path">The full path.</param>
    /// <param name="password">Its password; <see cref="SecretText.Absent"/> for none.</param>
    /// <param name="options">What it is to be used for; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// The findings, most severe first. One with the id PfxOk is among them when there is no warning and no error.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative.</exception>
    public static Task<IReadOnlyList<PreflightFinding>> CheckAsync(
        string path, SecretText password, PreflightOptions? options = null, CancellationToken cancellationToken = default) =>
        CheckAsync(path, password, options, TimeProvider.System, cancellationToken);

    /// <summary>The same at another clock's time.</summary>
    internal static async Task<IReadOnlyList<PreflightFinding>> CheckAsync(
        string path, SecretText password, PreflightOptions? options, TimeProvider clock, CancellationToken cancellationToken)
    {
        Guard.NotNull(password);
        options ??= new PreflightOptions();
        byte[] content;
        try
        {
            content = await PfxFile.ReadAsync(path, null, cancellationToken).ConfigureAwait(false);
        }
        catch (PfxException error)
        {
            var subject = new PreflightSubject(path, options, clock.GetUtcNow());
            OpenFailure.Report(subject, error);
            AddressRules.CheckUser(subject);
            return subject.Findings;
        }

        try
        {
            return await Task.Run(
                () => Check(path, content, password, options, clock.GetUtcNow(), cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            // A private key may stand in it in clear.
            SecretBytes.Zero(content);
        }
    }

    /// <summary>Tests content at a moment.</summary>
    internal static IReadOnlyList<PreflightFinding> Check(
        string path, ReadOnlyMemory<byte> content, SecretText password, PreflightOptions options, DateTimeOffset now,
        CancellationToken cancellationToken = default)
    {
        var subject = new PreflightSubject(path, options, now);
        var read = new PfxReadOptions { Path = path, MaxIterations = options.MaxIterations };
        try
        {
            using var contents = PfxReader.Open(content, password, read, cancellationToken);
            CheckFile(subject, content, contents.Protection);
            PasswordRules.Check(subject, password);
            CheckContents(subject, contents);
        }
        catch (PfxException error)
        {
            OpenFailure.Report(subject, error);
            CheckFile(subject, content, null);
        }

        AddressRules.CheckUser(subject);
        Conclude(subject);
        return [.. subject.Findings.OrderByDescending(finding => finding.Severity)];
    }

    private static void CheckContents(PreflightSubject subject, PfxContents contents)
    {
        ContentRules.Check(subject, contents);
        subject.Only = contents.KeyPairs.Count == 1 ? contents.KeyPairs[0].Certificate : null;
        var chains = new ChainRules(subject, contents);
        foreach (var pair in contents.KeyPairs)
        {
            var purpose = subject.PurposeOf(pair, contents.KeyPairs);
            PurposeRules.Check(subject, pair.Certificate, purpose);
            if (PreflightSubject.IsForMail(purpose))
            {
                AddressRules.Check(subject, pair.Certificate);
            }

            KeyRules.Check(subject, pair.Certificate);
            ValidityRules.Check(subject, pair.Certificate, purpose);
            chains.Check(pair, purpose);
        }

        chains.CheckExtra();
    }

    private static void CheckFile(PreflightSubject subject, ReadOnlyMemory<byte> content, PfxProtection? opened)
    {
        var scratch = new List<byte[]>();
        try
        {
            FileRules.Check(subject, PfxStructure.Read(content, new PfxErrors(null), scratch), opened);
        }
        catch (Exception e) when (e is PfxException or DerException)
        {
            // What is wrong with the structure has been reported as what keeps the file from being opened.
        }
        finally
        {
            SecretBytes.Zero(scratch);
        }
    }

    private static void Conclude(PreflightSubject subject)
    {
        if (subject.Findings.All(finding => finding.Severity == SmimeFindingSeverity.Information))
        {
            subject.Add(PreflightRules.PfxOk, "No warning and no error: the file can be imported.", subject.Only);
        }
    }
}
