using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SmimeCertTools.Connection;

/// <summary>
/// Offers the thumbprints of the certificates with a private key in the personal stores, with subject and end of validity.
/// </summary>
public sealed class ClientCertificateCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var prefix = wordToComplete.Trim('\'', '"');
        var results = new List<CompletionResult>();
        foreach (var certificate in PersonalStores.Read())
        {
            using (certificate)
            {
                if (certificate.HasPrivateKey && certificate.Thumbprint.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                {
                    var validity = certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                    results.Add(new CompletionResult(
                        certificate.Thumbprint,
                        $"{certificate.Thumbprint} {certificate.Subject}",
                        CompletionResultType.ParameterValue,
                        $"{certificate.Subject}, valid until {validity}"));
                }
            }
        }

        return results;
    }
}
