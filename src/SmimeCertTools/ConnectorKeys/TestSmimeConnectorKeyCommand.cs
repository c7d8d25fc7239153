using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Records;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>
/// Proves that a connector key works: it decrypts what is encrypted for it, is the other half of a public key, may be used by the
/// service's account, and opens a record as a connector would. A check that does not pass is a result and no error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "SmimeConnectorKey", DefaultParameterSetName = ProviderSet)]
[OutputType(typeof(SmimeConnectorKeyTestResult), typeof(bool))]
public sealed class TestSmimeConnectorKeyCommand : ConnectorKeyCommand
{
    private readonly List<SmimeConnectorKeyTestResult> _results = [];
    private readonly HashSet<string> _testedKeys = [];
    private InputColumns? _columns;
    private bool _failed;

    /// <summary>The key storage provider.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [TextTransform]
    public string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>The key's name in it.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [TextTransform]
    public string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <summary>The account that the connector's service runs as.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateKeyName(MaximumLength = int.MaxValue)]
    public string? ServiceAccount { get; set; }

    /// <summary>The file with the private key.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath", "PSPath", "FullName")]
    [TextTransform]
    public string Path { get; set; } = string.Empty;

    /// <summary>The file's password; not needed for a blob in clear.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [PasswordTransform(NeverFails = true)]
    public SecureString? Password { get; set; }

    /// <summary>A public key file that is to be the key's other half.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextTransform]
    public string? PublicKeyPath { get; set; }

    /// <summary>
    /// Records made by New-SmimeUserPfx or by the earlier scripts' New-IntuneUserPfxCertificate, also read back from JSON or
    /// Clixml.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    /// <summary>Returns one Boolean: whether all checks passed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        _columns = new InputColumns(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        foreach (var reading in _columns!.Readings(InputObject))
        {
            if (!await TestAsync(reading))
            {
                _failed = true;
            }
        }
    }

    /// <summary>Tests what an object stands for; false where it cannot be tested, which was reported.</summary>
    private async Task<bool> TestAsync(InputReading reading)
    {
        PublicKeyPath = reading.Text(nameof(PublicKeyPath), PublicKeyPath);
        var record = reading.Item is { } item && UserPfxRecordReader.IsRecord(item) ? PSObject.AsPSObject(item) : null;
        if (record is null ? reading.HasFile(Path, null) : IsGiven(nameof(Path)))
        {
            return await TestFilesAsync(reading, record);
        }

        if (record is null)
        {
            ProviderName = Named(reading, nameof(ProviderName), ProviderName, ConnectorKeyDefaults.ProviderName);
            KeyName = Named(reading, nameof(KeyName), KeyName, ConnectorKeyDefaults.KeyName);
            if (reading.Item is not null && !reading.Has(nameof(KeyName), null) && !reading.Has(nameof(ProviderName), null))
            {
                reading.Fail((_, _) => PathErrors.Missing("key file"));
            }
        }

        if (reading.Error(null, null) is { } error)
        {
            WriteError(error);
        }

        if (!reading.IsGood || !AreNames(ProviderName, KeyName))
        {
            return false;
        }

        await (record is null ? TestProviderAsync() : TestRecordAsync(record));
        return true;
    }

    private static string Named(InputReading reading, string parameter, string bound, string standard) =>
        reading.Item is null || reading.Has(parameter, bound)
            ? reading.Text(parameter, bound) is { Length: > 0 } text ? text : bound
            : standard;

    private async Task<bool> TestFilesAsync(InputReading reading, PSObject? record)
    {
        var password = reading.Password(nameof(Password), Password, out var isThere);
        var isGood = true;
        foreach (var (path, wrong) in reading.Files(Path, null, () => PathErrors.Missing("key file")))
        {
            if ((wrong ?? reading.Error(path is null ? null : $"'{path}'", path)) is { } error)
            {
                WriteError(error);
                isGood = false;
            }
            else if (!isThere && await ConnectorKeyReader.IsPublicAsync(path!, Cancellation))
            {
                // Nobody is asked for the password of what has none.
                WriteError(ConnectorKeyErrors.PublicKeyNotTestable(path!));
                isGood = false;
            }
            else if (!isThere && !PasswordPrompt.TryAsk(this, nameof(Password), CallOutside, out password))
            {
                WriteError(InputErrors.PasswordMissing($"'{path}'", path));
                isGood = false;
            }
            else
            {
                await TestFileAsync(path!, password, record);
            }
        }

        return isGood;
    }

    /// <inheritdoc/>
    protected override Task EndAsync()
    {
        if (Quiet)
        {
            WriteObject(!_failed && _results.Count > 0 && _results.TrueForAll(result => result.Passed));
        }

        return Task.CompletedTask;
    }

    private async Task TestProviderAsync()
    {
        try
        {
            var test = ConnectorKeyTest.Of(Storage, ProviderName, KeyName);
            await TestKeyAsync(test, KeyName);
            TestServiceAccount(test, KeyName);
        }
        catch (SmimeException error)
        {
            Fail(error, KeyName);
        }
    }

    private async Task TestFileAsync(string path, SecureString? secure, PSObject? record)
    {
        try
        {
            using var password = Text(secure);
            using var file = await ConnectorKeyReader.ReadAsync(path, password, onlyPrivate: false, Cancellation);
            if (file.PrivateKey is null)
            {
                _failed = true;
                WriteError(ConnectorKeyErrors.PublicKeyNotTestable(path));
                return;
            }

            var test = ConnectorKeyTest.Of(file.PrivateKey);
            await (record is null ? TestKeyAsync(test, path) : TestRecordAsync(record, test, path));
        }
        catch (SmimeException error)
        {
            Fail(error, path);
        }
    }

    private async Task TestKeyAsync(ConnectorKeyTest test, string key)
    {
        foreach (var finding in test.RoundTrip())
        {
            Report(key, finding);
        }

        await TestPublicKeyAsync(test, key);
    }

    private async Task TestPublicKeyAsync(ConnectorKeyTest test, string key)
    {
        if (string.IsNullOrEmpty(PublicKeyPath))
        {
            return;
        }

        if (FindFile(PublicKeyPath!) is not { } path)
        {
            _failed = true;
            return;
        }

        Report(key, test.Matches(await ConnectorKeyReader.ReadPublicAsync(path, Cancellation)));
    }

    // What was given in words, for records that name no key.
    private RecordKeyNames GivenKey => new(
        IsGiven(nameof(ProviderName)) ? ProviderName : null, IsGiven(nameof(KeyName)) ? KeyName : null);

    // The key is the one in the file, or the one that the record names unless another was given: then the record has to be for
    // it.
    private async Task TestRecordAsync(PSObject input, ConnectorKeyTest? fileTest = null, string? path = null)
    {
        try
        {
            // With a key file at hand no names are needed.
            var record = UserPfxRecordReader.Read(input, fileTest is null ? GivenKey : null);
            var test = fileTest ?? ConnectorKeyTest.Of(
                Storage,
                IsGiven(nameof(ProviderName)) ? ProviderName : record.ProviderName,
                IsGiven(nameof(KeyName)) ? KeyName : record.KeyName);
            Report($"{record.UserPrincipalName}: {record.Thumbprint}", test.Opens(record, Cancellation));
            var key = path ?? test.Info!.KeyName;
            if (_testedKeys.Add(test.PublicKey.Fingerprint + key))
            {
                await TestPublicKeyAsync(test, key);
            }

            TestServiceAccount(test, key);
        }
        catch (SmimeException error)
        {
            Fail(error, UserPfxRecordReader.NameOf(input));
        }
    }

    private bool IsGiven(string parameter) => _columns!.IsGiven(parameter);

    private void TestServiceAccount(ConnectorKeyTest test, string key)
    {
        if (ServiceAccount is not null)
        {
            Report(key, test.MayBeUsedBy(ServiceAccount));
        }
    }

    private void Report(string key, ConnectorKeyFinding finding)
    {
        var result = new SmimeConnectorKeyTestResult(key, finding);
        _results.Add(result);
        WriteVerbose($"{key}: {result.Check}: {result.Result}. {result.Detail}");
        if (!Quiet)
        {
            WriteObject(result);
        }
    }

    private void Fail(SmimeException error, string target)
    {
        _failed = true;
        WriteItemError(error, target);
    }
}
