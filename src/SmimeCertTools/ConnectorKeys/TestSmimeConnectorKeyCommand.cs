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
    private const string RecordSet = "Record";
    private const string RecordPathSet = "RecordPath";

    private readonly List<SmimeConnectorKeyTestResult> _results = [];
    private readonly HashSet<string> _testedKeys = [];
    private bool _failed;

    /// <summary>The key storage provider.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = RecordSet)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateKeyName]
    public string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>The key's name in it.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = RecordSet)]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateKeyName]
    public string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <summary>The account that the connector's service runs as.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [Parameter(ParameterSetName = RecordSet)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateKeyName(MaximumLength = int.MaxValue)]
    public string? ServiceAccount { get; set; }

    /// <summary>The file with the private key.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = RecordPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath", "PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The file's password; not needed for a blob in clear.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = RecordPathSet)]
    [PasswordTransform]
    public SecureString? Password { get; set; }

    /// <summary>A public key file that is to be the key's other half.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = RecordSet)]
    [Parameter(ParameterSetName = RecordPathSet)]
    [AllowNull]
    [AllowEmptyString]
    public string? PublicKeyPath { get; set; }

    /// <summary>
    /// Records made by New-SmimeUserPfx or by the earlier scripts' New-IntuneUserPfxCertificate, also read back from JSON or
    /// Clixml.
    /// </summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = RecordPathSet, Mandatory = true, ValueFromPipeline = true)]
    [UserPfxRecordTransform]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Returns one Boolean: whether all checks passed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                await TestFileAsync(records: []);
                break;
            case RecordPathSet:
                await TestFileAsync(InputObject);
                break;
            case RecordSet:
                foreach (var input in InputObject)
                {
                    await TestRecordAsync(input);
                }

                break;
            default:
                await TestProviderAsync();
                break;
        }
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

    private async Task TestFileAsync(IReadOnlyList<PSObject> records)
    {
        if (FindFile(Path) is not { } path)
        {
            _failed = true;
            return;
        }

        try
        {
            using var password = Text(Password);
            using var file = await ConnectorKeyReader.ReadAsync(path, password, onlyPrivate: false, Cancellation);
            if (file.PrivateKey is null)
            {
                _failed = true;
                WriteError(ConnectorKeyErrors.PublicKeyNotTestable(path));
                return;
            }

            var test = ConnectorKeyTest.Of(file.PrivateKey);
            if (ParameterSetName == PathSet)
            {
                await TestKeyAsync(test, path);
            }

            foreach (var record in records)
            {
                await TestRecordAsync(record, test, path);
            }
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

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

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
