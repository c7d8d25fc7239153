using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>Offers the key name of Microsoft's documentation and, on Windows, the machine keys of the provider.</summary>
public sealed class ConnectorKeyNameCompleter : CandidateCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> Candidates(IDictionary boundParameters)
    {
        var given = boundParameters["ProviderName"]?.ToString();
        var provider = string.IsNullOrEmpty(given) ? ConnectorKeyDefaults.ProviderName : given!;
        return KeysOf(provider)
            .Where(name => !string.Equals(name, ConnectorKeyDefaults.KeyName, StringComparison.OrdinalIgnoreCase))
            .OrderBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Select(name => new KeyValuePair<string, string>(name, $"A machine key in {provider}"))
            .Prepend(new(ConnectorKeyDefaults.KeyName, "The key name in the examples of Microsoft's documentation; the default"));
    }

    // Where there is no such provider, or no leave to look, there is nothing to offer.
    private static IReadOnlyList<string> KeysOf(string provider)
    {
        try
        {
            return KeyStorage.ForThisPlatform().List(provider);
        }
        catch (KeyProtectionException)
        {
            return [];
        }
    }
}
