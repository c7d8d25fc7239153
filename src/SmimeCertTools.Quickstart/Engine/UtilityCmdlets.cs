using System;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace SmimeCertTools.Quickstart.Engine;

// The embedded engine lacks Microsoft.PowerShell.Utility, which no package brings. These are the cmdlets of it that the sample uses, with
// just the parameters it uses, so that the sample is an ordinary script that runs unchanged in PowerShell.

/// <summary>Write-Host with -Object and -ForegroundColor.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    /// <summary>The text.</summary>
    [Parameter(Position = 0)]
    public object? Object { get; set; }

    /// <summary>The colour.</summary>
    [Parameter]
    public ConsoleColor? ForegroundColor { get; set; }

    protected override void ProcessRecord()
    {
        var text = LanguagePrimitives.ConvertTo<string>(Object) + Environment.NewLine;
        if (ForegroundColor is { } color)
        {
            Host.UI.Write(color, Host.UI.RawUI.BackgroundColor, text);
        }
        else
        {
            Host.UI.Write(text);
        }
    }
}

/// <summary>Import-Csv with -LiteralPath.</summary>
[Cmdlet(VerbsData.Import, "Csv")]
public sealed class ImportCsvCommand : PSCmdlet
{
    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string LiteralPath { get; set; } = "";

    protected override void ProcessRecord()
    {
        using var reader = new StreamReader(GetUnresolvedProviderPathFromPSPath(LiteralPath), Encoding.UTF8);
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture));
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            var row = new PSObject();
            foreach (var column in csv.HeaderRecord!)
            {
                row.Properties.Add(new PSNoteProperty(column, csv.GetField(column)));
            }

            WriteObject(row);
        }
    }
}

/// <summary>Invoke-RestMethod with -Uri, -Method Get|Post, -Body and -ContentType; JSON answers become objects.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "RestMethod")]
public sealed class InvokeRestMethodCommand : PSCmdlet
{
    private static readonly HttpClient s_client = new();

    /// <summary>The address.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public Uri Uri { get; set; } = null!;

    /// <summary>The method.</summary>
    [Parameter]
    public string Method { get; set; } = "Get";

    /// <summary>The body.</summary>
    [Parameter]
    public string? Body { get; set; }

    /// <summary>The body's type.</summary>
    [Parameter]
    public string ContentType { get; set; } = "application/json";

    protected override void ProcessRecord()
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(Method.ToUpperInvariant()), Uri);
        if (Body is not null)
        {
            request.Content = new StringContent(Body, new UTF8Encoding(false), ContentType);
        }

        using var response = s_client.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        var text = reader.ReadToEnd();
        if (!response.IsSuccessStatusCode)
        {
            ThrowTerminatingError(new ErrorRecord(
                new HttpRequestException($"{Uri} answered {(int)response.StatusCode}: {text}"), "WebRequestFailed", ErrorCategory.InvalidResult, Uri));
        }

        using var document = JsonDocument.Parse(text);
        WriteObject(JsonObjects.Convert(document.RootElement), enumerateCollection: true);
    }
}
