using System.Linq;
using SmimeCertTools.Core.Pfx;
using static SmimeCertTools.Core.Preflight.PreflightSubject;

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
            subject.Add(PreflightRules.MultipleKeyPairs,
                $"The file holds {contents.KeyPairs.Count} certificates with a private key."
                    + (subject.IsUploadedUnchanged ? string.Empty : " Each becomes a record of its own."),
                advice: subject.IsUploadedUnchanged ? "Have each uploaded as a record of its own, or split the file." : null);
        }

        if (contents.UnmatchedKeys.Count > 0)
        {
            subject.Add(PreflightRules.UnmatchedPrivateKey,
                $"Private keys that belong to no certificate in the file: {contents.UnmatchedKeys.Count}.");
        }
    }

    private static void CheckDoubles(PreflightSubject subject, PfxContents contents)
    {
        var groups = contents.Bags.ToLookup(bag => bag.Certificate.Info.ThumbprintSha256).Select(bags => bags.ToList());
        foreach (var doubles in groups.Where(bags => bags.Count > 1))
        {
            var certificate = doubles[0].Certificate.Info;
            subject.Add(PreflightRules.DuplicateCertificate,
                $"{Name(certificate)} is in the file {doubles.Count} times, which some readers refuse.", certificate);
        }
    }
}
