using System;
using System.Diagnostics;
using System.IO;
using System.Text;

namespace SmimeCertTools.Browser.Tests;

/// <summary>The text of a PDF, by poppler's pdftotext.</summary>
internal static class PdfText
{
    /// <summary>The text, page after page; null where the program is not there.</summary>
    public static string? Of(byte[] pdf)
    {
        var folder = Directory.CreateTempSubdirectory("smime-pdf-");
        try
        {
            var file = Path.Combine(folder.FullName, "report.pdf");
            File.WriteAllBytes(file, pdf);
            using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-layout", "-enc", "UTF-8", file, "-"])
            {
                RedirectStandardOutput = true,
                StandardOutputEncoding = Encoding.UTF8,
            });
            var text = process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return text;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
