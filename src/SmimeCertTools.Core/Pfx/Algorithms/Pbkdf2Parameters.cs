using System;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>PBKDF2-params of RFC 8018 appendix A.2.</summary>
internal static class Pbkdf2Parameters
{
    /// <summary>
    /// Reads them; the key length is what the file states, whatever it is, or null. The derivation's is yet to be set.
    /// </summary>
    /// <exception cref="DerException">They are broken.</exception>
    /// <exception cref="Exception">They are not supported, or ask for too much.</exception>
    public static (Derivation Key, long? KeyLength) Read(DerReader parameters, KeyDeriver deriver, IAlgorithmErrors errors)
    {
        if (parameters.NextIs(DerTag.Sequence))
        {
            throw errors.Unsupported("a PBKDF2 salt from another source");
        }

        var salt = deriver.ReadSalt(ref parameters);
        var iterations = deriver.ReadIterations(ref parameters);
        long? keyLength = parameters.NextIs(DerTag.Integer) ? parameters.ReadCount() : null;
        var digest = DigestKind.Sha1;
        if (!parameters.IsEmpty)
        {
            var function = parameters.EnterSequence();
            var identifier = function.ReadIdentifier();
            digest = DigestKind.FromHmac(identifier) ?? throw errors.Unsupported("the pseudo-random function " + identifier);
        }

        parameters.Finish();
        return (new(DerivationKind.Pbkdf2, digest, salt, iterations, 0), keyLength);
    }
}
