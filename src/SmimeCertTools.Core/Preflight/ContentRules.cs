using System.Linq;
using SmimeCertTools.Core.Pfx;

namespace SmimeCertTools.Core.Preflight;

/// <summary>Which certificates and keys are in the file, and whether they belong together.</summary>
internal static class ContentRules
{
    public static void Check(PreflightSubject subject, PfxContents contents)
    {
        CheckPairs(subject, contents);
        CheckDoubles(subject, contents);
    }

    private static void CheckPairs(PreflightSubject subject, PfxContents contents)
    {
        if (contents.KeyPairs.Count == 0)
        {
            try
            {
                PfxKeyPairs.Single(contents, null);
            }
            catch (PfxException error)
            {
                OpenFailure.Report(subject, error);
            }

            return;
        }

        if (contents.KeyPairs.Count > 1)
        {
            subject.Add(
                PreflightRules.MultipleKeyPairs,
                subject.IfUnchanged(SmimeFindingSeverity.Error),
                $"The file holds {contents.KeyPairs.Count} certificates with a private key."
                    + (subject.IsUploadedUnchanged ? string.Empty : " Each becomes a record of its own."),
                subject.IsUploadedUnchanged
                    ? "Leave -PfxEncryption at TripleDesSha1, or split the file with Convert-SmimePfx."
                    : null);
        }

        if (contents.UnmatchedKeys.Count > 0)
        {
            subject.Add(
                PreflightRules.UnmatchedPrivateKey,
                subject.IfUnchanged(SmimeFindingSeverity.Warning),
                $"Private keys that belong to no certificate in the file: {contents.UnmatchedKeys.Count}.",
                "If such a key's certificate is a user's, export the two together.");
        }
    }

    private static void CheckDoubles(PreflightSubject subject, PfxContents contents)
    {
        var groups = contents.Bags.GroupBy(bag => bag.Certificate.Info.ThumbprintSha256);
        foreach (var doubles in groups.Where(bags => bags.Count() > 1))
        {
            var certificate = doubles.First().Certificate.Info;
            subject.Add(
                PreflightRules.DuplicateCertificate,
                subject.IfUnchanged(SmimeFindingSeverity.Warning),
                $"{PreflightSubject.Name(certificate)} is in the file {doubles.Count()} times, which some readers refuse.",
                "Leave -PfxEncryption at TripleDesSha1, or convert the file with Convert-SmimePfx.",
                certificate);
        }
    }
}
