using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;

namespace SmimeCertTools.ImportBenchmarks.Children;

/// <summary>
/// The rival: the way of the earlier scripts. For every record the PFX is opened with the platform's loader, its password
/// encrypted with the connector's key, and the file uploaded as it is by a request on a connection of its own; one record after
/// another, without looking whether it is there.
/// </summary>
internal static class EarlierScriptsChild
{
    public static async Task<int> RunAsync()
    {
        var settings = await ChildProcess.ReadSettingsAsync();
        using var connectorKey = RSA.Create();
        connectorKey.ImportFromPem(await File.ReadAllTextAsync(settings.PublicKeyPath));
        var folder = Path.GetDirectoryName(settings.ManifestPath)!;
        var rows = (await File.ReadAllLinesAsync(settings.ManifestPath)).Skip(1).Select(line => line.Split(',')).ToList();
        var failed = 0;
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        foreach (var row in rows)
        {
            failed += await UploadAsync(settings, connectorKey, row[0], Path.Combine(folder, row[1]), row[2]) ? 0 : 1;
        }

        using var process = Process.GetCurrentProcess();
        ChildProcess.Write(new ChildReport
        {
            Imported = rows.Count - failed,
            Failed = failed,
            Elapsed = watch.Elapsed,
            Cpu = Environment.CpuUsage.TotalTime - cpu,
            PeakWorkingSet = process.PeakWorkingSet64,
            Requests = rows.Count,
        });
        return 0;
    }

    private static async Task<bool> UploadAsync(
        ChildSettings settings, RSA connectorKey, string user, string path, string password)
    {
        var content = await File.ReadAllBytesAsync(path);
        using var certificate = X509CertificateLoader.LoadPkcs12(content, password);
        var encrypted = connectorKey.Encrypt(Encoding.ASCII.GetBytes(password), RSAEncryptionPadding.OaepSHA512);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        using var answer = await http.PostAsJsonAsync(
            new Uri(settings.GraphUri, "beta/deviceManagement/userPfxCertificates"),
            new
            {
                thumbprint = certificate.Thumbprint,
                intendedPurpose = "smimeEncryption",
                userPrincipalName = user,
                startDateTime = Text(certificate.NotBefore),
                expirationDateTime = Text(certificate.NotAfter),
                providerName = "Microsoft Software Key Storage Provider",
                keyName = "PFXEncryptionKey",
                paddingScheme = "oaepSha512",
                encryptedPfxBlob = Convert.ToBase64String(content),
                encryptedPfxPassword = Convert.ToBase64String(encrypted),
                createdDateTime = "0001-01-01T00:00:00Z",
                lastModifiedDateTime = "0001-01-01T00:00:00Z",
            });
        return answer.IsSuccessStatusCode;
    }

    private static string Text(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
