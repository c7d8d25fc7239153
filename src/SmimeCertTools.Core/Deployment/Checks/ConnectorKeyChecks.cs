using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>The keys that the records name: connectors find the private key by them.</summary>
internal static class ConnectorKeyChecks
{
    public static IEnumerable<DeploymentCheckResult> Unnamed(DeploymentView view)
    {
        var records = view.Data.Records.Value.Where(record => !IsNamed(record)).ToList();
        if (records.Count > 0)
        {
            yield return Found.OfUsers(SmimeCheckStatus.Fail, Users(records),
                $"{Found.Count(records.Count, "record")} name no connector key or no key storage provider, so no connector "
                    + $"finds the private key: {Found.Named(Users(records))}. Import these certificates again with the key's "
                    + "name and provider.",
                Details(view, records));
        }
    }

    public static IEnumerable<DeploymentCheckResult> Several(DeploymentView view)
    {
        var keys = view.Data.Records.Value.Where(IsNamed)
            .GroupBy(record => (record.ProviderName, record.KeyName))
            .OrderByDescending(group => group.Max(record => record.LastModifiedDateTime ?? record.CreatedDateTime))
            .ThenByDescending(group => group.Count())
            .ToList();
        if (keys.Count == 1)
        {
            var (provider, key) = keys[0].Key;
            yield return Found.Pass(key, $"All records name the key '{key}' of '{provider}'. Whether every connector has it "
                + "shows on the connectors alone.");
        }
        else if (keys.Count > 1)
        {
            var older = keys.Skip(1).SelectMany(group => group).ToList();
            yield return Found.OfUsers(SmimeCheckStatus.Warning, Users(older),
                $"The records name {keys.Count} connector keys: "
                    + $"{string.Join("; ", keys.Select(group => $"'{group.Key.KeyName}' of '{group.Key.ProviderName}' "
                        + $"({Found.Count(group.Count(), "record")})"))}. Every connector needs all of them. "
                    + $"'{keys[0].Key.KeyName}' was used last; under another are records of {Found.Named(Users(older))}.",
                Details(view, older));
        }
    }

    /// <summary>The key that was used last, for what is to be imported; no name where no record has one.</summary>
    public static DeploymentCheckDetails WithKey(this DeploymentCheckDetails details, DeploymentView view)
    {
        var last = (view.Data.Records.ValueOrDefault ?? []).Where(IsNamed)
            .OrderByDescending(record => record.LastModifiedDateTime ?? record.CreatedDateTime).FirstOrDefault();
        return details with { KeyName = last?.KeyName, ProviderName = last?.ProviderName };
    }

    /// <summary>Keys that bear one name: connectors have one of them at most.</summary>
    public static IEnumerable<DeploymentCheckResult> Fingerprints(DeploymentView view)
    {
        var known = view.Data.Records.Value.Where(IsNamed)
            .Select(record => (Record: record, Fingerprint: view.Data.Scope.FingerprintOf!(record)?.ToUpperInvariant()))
            .Where(pair => pair.Fingerprint is not null).ToList();
        foreach (var key in known.GroupBy(pair => (pair.Record.ProviderName, pair.Record.KeyName)))
        {
            var prints = key.GroupBy(pair => pair.Fingerprint!, StringComparer.Ordinal)
                .OrderByDescending(group => group.Max(pair => pair.Record.LastModifiedDateTime)).ToList();
            var (provider, name) = key.Key;
            if (prints.Count == 1)
            {
                yield return Found.Pass(name, $"The records under '{name}' of '{provider}' whose key is known "
                    + $"({Found.Count(prints[0].Count(), "record")}) were written under the key {prints[0].Key}. Connectors must "
                    + "have that one.");
                continue;
            }

            var records = prints.Skip(1).SelectMany(group => group).Select(pair => pair.Record).ToList();
            var older = Users(records);
            yield return Found.OfUsers(SmimeCheckStatus.Fail, older,
                $"Under the one name '{name}' of '{provider}' records were written under {prints.Count} keys: "
                    + $"{string.Join("; ", prints.Select(group => $"{group.Key} ({Found.Count(group.Count(), "record")})"))}. A "
                    + $"connector has one key of a name, and opens no record of the others. {prints[0].Key} was used last; under "
                    + $"another are records of {Found.Named(older)}.",
                Details(view, records) with { KeyName = name, ProviderName = provider });
        }
    }

    private static DeploymentCheckDetails Details(DeploymentView view, IEnumerable<UserPfxRecord> records) =>
        new DeploymentCheckDetails { Certificates = CertificateToMend.Of(view, records) }.WithKey(view);

    private static bool IsNamed(UserPfxRecord record) =>
        !string.IsNullOrWhiteSpace(record.KeyName) && !string.IsNullOrWhiteSpace(record.ProviderName);

    private static HashSet<string> Users(IEnumerable<UserPfxRecord> records) =>
        new(records.Select(record => record.UserPrincipalName), StringComparer.OrdinalIgnoreCase);
}
