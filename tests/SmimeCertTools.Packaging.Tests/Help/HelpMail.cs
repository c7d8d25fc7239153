using System;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>The encrypted mail that examples in the help look at.</summary>
internal static class HelpMail
{
    /// <summary>A mail that the certificate's key opens.</summary>
    public static string For(X509Certificate2 certificate)
    {
        var envelope = new EnvelopedCms(new ContentInfo(Encoding.ASCII.GetBytes("Content-Type: text/plain\r\n\r\nHello\r\n")));
        envelope.Encrypt(new CmsRecipient(certificate));
        return "From: bob@contoso.com\r\nTo: alice@contoso.com\r\nSubject: Contract\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(envelope.Encode(), Base64FormattingOptions.InsertLineBreaks) + "\r\n";
    }
}
