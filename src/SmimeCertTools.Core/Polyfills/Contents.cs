#if !NET
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core;

/// <summary>Readings with a token that .NET Standard lacks. What lies in memory already needs none.</summary>
internal static class Contents
{
    public static Task<Stream> ReadAsStreamAsync(this HttpContent content, CancellationToken _) => content.ReadAsStreamAsync();

    public static Task<string> ReadAsStringAsync(this HttpContent content, CancellationToken _) => content.ReadAsStringAsync();

    public static Task<byte[]> ReadAsByteArrayAsync(this HttpContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return content.ReadAsByteArrayAsync();
    }

    public static Task<int> ReadAsync(this Stream stream, byte[] buffer, CancellationToken cancellationToken) =>
        stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken);
}
#endif
