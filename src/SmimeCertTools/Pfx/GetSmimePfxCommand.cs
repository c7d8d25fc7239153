using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Inspection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Pfx;

/// <summary>
/// Shows what is in PFX files and how they are protected, with or without the password as far as the format allows: one object
/// for each file, or with -Certificate one for each certificate.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SmimePfx", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SmimePfx), typeof(SmimePfxCertificate))]
public sealed class GetSmimePfxCommand : PfxReadingCommand
{
    /// <summary>Writes the certificates, and no files.</summary>
    [Parameter]
    public SwitchParameter Certificate { get; set; }

    /// <inheritdoc/>
    private protected override string Activity => "Reading PFX files";

    /// <inheritdoc/>
    private protected override Func<string, CancellationToken, Task<Action>> NewWork(InputReading reading)
    {
        var secure = reading.Password(nameof(Password), Password, out _);
        var options = new PfxReadOptions { MaxIterations = MaxIterations };
        return async (path, cancellation) =>
        {
            try
            {
                using var password = secure is null ? null : SecretText.From(secure);
                var inspection = await PfxInspector.InspectAsync(path, password, options, cancellation);
                return () => Write(new SmimePfx(path, inspection), inspection);
            }
            catch (PfxException error)
            {
                return () => WriteError(error.ToErrorRecord(path));
            }
        };
    }

    /// <inheritdoc/>
    private protected override Func<string, ErrorRecord, Action> NewRefusal(InputReading reading) =>
        (_, error) => () => WriteError(error);

    private void Write(SmimePfx file, PfxInspection inspection)
    {
        // The note stands in the file's object; where that is not shown, or more than a password is missing, a warning says it.
        if (file.Note is { } note && (Certificate || inspection.OpenError is not null || inspection.RecipientParts > 0))
        {
            WriteWarning(inspection.OpenError is null ? $"'{file.Path}': {note}" : note);
        }

        if (Certificate)
        {
            foreach (var certificate in file.Certificates)
            {
                WriteObject(certificate);
            }
        }
        else
        {
            WriteObject(file);
        }
    }
}
