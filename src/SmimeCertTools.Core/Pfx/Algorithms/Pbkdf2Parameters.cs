using System;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>PBKDF2-params of RFC 8018 appendix A.2.</summary>
internal static class Pbkdf2Parameters
{
    // No cipher or HMAC here takes a longer key.
    private const int MaxKeyLength = 1024;

    /// <summary>Reads them; the key length is 0 where the file states none.</summary>
    /// <exception cref="DerException">They are broken.</exception>
    /// <exception cref="Exception">They are not supported, or ask for too much.</exception>
    public static (Derivation Key, int KeyLength) Read(DerReader parameters, KeyDeriver deriver, IAlgorithmErrors errors)
    {
        if (parameters.NextIs(DerTag.Sequence))
        {
            throw errors.Unsupported("a PBKDF2 salt from another source");
        }

        var salt = deriver.ReadSalt(ref parameters);
        var iterations = deriver.ReadIterations(ref parameters);
        long keyLength = 0;
        if (parameters.NextIs(DerTag.Integer))
        {
            keyLength = parameters.ReadCount();
            if (keyLength is < 1 or > MaxKeyLength)
            {
                throw new DerException();
            }
        }

        var digest = DigestKind.Sha1;
        if (!parameters.IsEmpty)
        {
            var function = parameters.EnterSequence();
            var identifier = function.ReadIdentifier();
            digest = DigestKind.FromHmac(identifier) ?? throw errors.Unsupported("the pseudo-random function " + identifier);
        }

        parameters.Finish();
        return (new(DerivationKind.Pbkdf2, digest, salt, iterations, (int)keyLength), (int)keyLength);
    }
}
