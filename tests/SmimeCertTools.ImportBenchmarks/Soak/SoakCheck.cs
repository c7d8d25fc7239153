using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.ImportBenchmarks.Soak;

/// <summary>Compares what the service has with the list and with the file of results.</summary>
internal static class SoakCheck
{
    /// <summary>Everything that is wrong, in words.</summary>
    public static IReadOnlyList<string> Find(BenchmarkTenant tenant, string resultPath)
    {
        var problems = new List<string>();
        var records = tenant.Host.State.UserPfxCertificates.All;
        var wanted = tenant.Rows.ToDictionary(row => Key(row.User, row.Thumbprint), StringComparer.OrdinalIgnoreCase);
        var present = records
            .GroupBy(record => Key(record.UserPrincipalName, record.Thumbprint), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.OrdinalIgnoreCase);
        problems.AddRange(wanted.Keys.Where(key => !present.ContainsKey(key)).Select(key => $"{key} is missing"));
        problems.AddRange(present.Keys.Where(key => !wanted.ContainsKey(key)).Select(key => $"{key} was in no row"));
        problems.AddRange(
            present.Where(pair => pair.Value.Count > 1).Select(pair => $"{pair.Key} is there {pair.Value.Count} times"));
        problems.AddRange(records.Select(record => Open(tenant, record)).OfType<string>());
        problems.AddRange(CompareResults(records, resultPath));
        return problems;
    }

    private static string Key(string user, string thumbprint) => $"{user} {thumbprint}";

    /// <summary>What is wrong with a record as a connector and a device see it; null for nothing.</summary>
    private static string? Open(BenchmarkTenant tenant, StoredUserPfx record)
    {
        try
        {
            var password = tenant.ConnectorKey.Decrypt(
                Convert.FromBase64String(record.EncryptedPfxPassword), RSAEncryptionPadding.OaepSHA512);
            var all = X509CertificateLoader.LoadPkcs12Collection(record.EncryptedPfxBlob, Encoding.ASCII.GetString(password));
            return all.Any(one => one.HasPrivateKey
                && one.Thumbprint.Equals(record.Thumbprint, StringComparison.OrdinalIgnoreCase))
                ? null
                : $"record {record.Id} opens to another certificate";
        }
        catch (CryptographicException e)
        {
            return $"record {record.Id} does not open: {e.Message}";
        }
    }

    private static IEnumerable<string> CompareResults(IReadOnlyList<StoredUserPfx> records, string resultPath)
    {
        var ids = records.Select(record => record.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var done = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var line = 0;
        foreach (var text in File.ReadLines(resultPath))
        {
            line++;
            JsonElement entry;
            try
            {
                entry = JsonDocument.Parse(text).RootElement;
            }
            catch (JsonException)
            {
                entry = default;
            }

            if (entry.ValueKind != JsonValueKind.Object)
            {
                yield return $"line {line} of the results cannot be read";
                continue;
            }

            var id = entry.TryGetProperty("RecordId", out var value) ? value.GetString() : null;
            if (id is not null && !ids.Contains(id))
            {
                yield return $"line {line} of the results names the record {id}, which is not there";
            }

            if (id is not null && entry.GetProperty("Status").GetString() is "Imported" or "AlreadyPresent")
            {
                done.Add(id!);
            }
        }

        foreach (var id in ids.Where(id => !done.Contains(id)))
        {
            yield return $"the results do not say that {id} is done";
        }
    }
}
