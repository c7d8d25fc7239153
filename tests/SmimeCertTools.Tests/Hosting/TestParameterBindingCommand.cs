using System.Management.Automation;
using System.Security;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.Tests.Hosting;

/// <summary>Binds rows of a list as the cmdlets do and writes itself, with what was bound.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ParameterBinding")]
public sealed class TestParameterBindingCommand : PSCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [UserPrincipalNameTransform]
    public string[] UserPrincipalName { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PasswordTransform(NeverFails = true)]
    public SecureString? Password { get; set; }

    [Parameter]
    [PasswordTransform(AllowText = false)]
    public SecureString? Secret { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PurposeTransform]
    public UserPfxPurpose? IntendedPurpose { get; set; }

    protected override void ProcessRecord() =>
        WriteObject(new BoundParameters(UserPrincipalName, Password, Secret, IntendedPurpose));
}

public sealed record BoundParameters(string[] Users, SecureString? Password, SecureString? Secret, UserPfxPurpose? Purpose);
