using System;
using System.Text;

namespace SmimeCertTools.Core.Formats;

/// <summary>Writes PEM (RFC 7468) of what is no secret: public keys, and private keys that are encrypted.</summary>
internal static class PemWriter
{
    private const int LineLength = 64;

    /// <summary>One block with line feeds.</summary>
    public static string Write(string label, byte[] der)
    {
        var base64 = Convert.ToBase64String(der);
        var pem = new StringBuilder("-----BEGIN ").Append(label).Append("-----\n");
        for (var i = 0; i < base64.Length; i += LineLength)
        {
            pem.Append(base64, i, Math.Min(LineLength, base64.Length - i)).Append('\n');
        }

        return pem.Append("-----END ").Append(label).Append("-----\n").ToString();
    }
}
