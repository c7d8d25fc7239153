using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Hosting;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using Xunit;

namespace SmimeCertTools.Tests.Hosting;

public sealed class ParameterTransformTests
{
    [Theory]
    [InlineData("correct horse", "correct horse")]
    [InlineData("", "")]
    public async Task A_password_column_is_taken_as_text(string column, string expected)
    {
        var bound = await BindPipedAsync(
            "ConvertFrom-Csv \"UserPrincipalName,Password`nanna@contoso.com,`\"$Value`\"\"", column);

        Assert.Equal(expected, Reveal(bound.Password));
    }

    [Fact]
    public async Task A_row_without_password_has_none()
    {
        Assert.Null((await BindPipedAsync("ConvertFrom-Csv \"UserPrincipalName`nanna@contoso.com\"")).Password);
        Assert.Null((await BindPipedAsync("ConvertFrom-Csv \"UserPrincipalName,Password`nanna@contoso.com\"")).Password);
        Assert.Null((await BindPipedAsync(
            "[pscustomobject] @{ UserPrincipalName = 'anna@contoso.com' } | Select-Object *, Password")).Password);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_password_may_be_a_secure_string_or_a_credential(bool wrapped)
    {
        using var secure = new NetworkCredential(string.Empty, "s3cret").SecurePassword;
        object credential = new PSCredential("anna", secure);

        Assert.Equal("s3cret", Reveal((await BindAsync("Password", Wrap(secure))).Password));
        Assert.Equal("s3cret", Reveal((await BindAsync("Password", Wrap(credential))).Password));
        Assert.Equal("s3cret", Reveal((await BindAsync("Password", Wrap("s3cret"))).Password));

        object Wrap(object value) => wrapped ? PSObject.AsPSObject(value) : value;
    }

    [Theory]
    [InlineData(12345)]
    [InlineData(true)]
    public async Task What_is_no_password_binds_by_pipeline_all_the_same_and_has_a_problem(object value)
    {
        var bound = await BindAsync("Password", value);

        Assert.Equal(0, bound.Password!.Length);
        var problem = PasswordTransformAttribute.ProblemOf(bound.Password);
        Assert.Contains(value.GetType().Name, problem, StringComparison.Ordinal);
        Assert.Contains("SecureString", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_text_is_refused_where_it_belongs_in_no_history_and_not_shown()
    {
        var error = Assert.Single((await RunAsync("Secret", "12345")).AllErrors);

        Assert.StartsWith("ParameterArgumentTransformationError", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("SecureString", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SmimeEncryption", UserPfxPurpose.SmimeEncryption)]
    [InlineData("smimeencryption", UserPfxPurpose.SmimeEncryption)]
    [InlineData("Encryption", UserPfxPurpose.SmimeEncryption)]
    [InlineData("encrypt", UserPfxPurpose.SmimeEncryption)]
    [InlineData("S/MIME Encryption", UserPfxPurpose.SmimeEncryption)]
    [InlineData(" Smime Signing ", UserPfxPurpose.SmimeSigning)]
    [InlineData("smime-signing", UserPfxPurpose.SmimeSigning)]
    [InlineData("SIGN", UserPfxPurpose.SmimeSigning)]
    [InlineData("Signature", UserPfxPurpose.SmimeSigning)]
    [InlineData("Wi-Fi", UserPfxPurpose.Wifi)]
    [InlineData("VPN", UserPfxPurpose.Vpn)]
    [InlineData("unassigned", UserPfxPurpose.Unassigned)]
    [InlineData("2", UserPfxPurpose.SmimeSigning)]
    [InlineData(1, UserPfxPurpose.SmimeEncryption)]
    [InlineData(2L, UserPfxPurpose.SmimeSigning)]
    [InlineData(1.0, UserPfxPurpose.SmimeEncryption)]
    [InlineData(UserPfxPurpose.Vpn, UserPfxPurpose.Vpn)]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData(null, null)]
    public async Task A_purpose_is_taken_as_people_write_it(object? given, UserPfxPurpose? expected)
    {
        var bound = await BindPipedAsync(
            "[pscustomobject] @{ IntendedPurpose = $Value; UserPrincipalName = 'anna@contoso.com' }", given);

        Assert.Equal(expected, bound.Purpose);
    }

    [Theory]
    [InlineData("SmimeEncryption, SmimeSigning")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("mail")]
    [InlineData(2.5)]
    [InlineData(77L)]
    [InlineData(true)]
    public async Task What_is_no_purpose_binds_as_none_that_can_be_used(object given) =>
        Assert.Equal(PurposeTransformAttribute.Unusable, (await BindAsync("IntendedPurpose", given)).Purpose);

    [Fact]
    public async Task Users_may_be_names_or_objects_that_have_one()
    {
        var user = CsvRow.Of(("UserPrincipalName", "bert@contoso.com"), ("DisplayName", "Bert"));

        Assert.Equal(["anna@contoso.com"], (await BindAsync("UserPrincipalName", " anna@contoso.com ")).Users);
        Assert.Equal(["bert@contoso.com"], (await BindAsync("UserPrincipalName", user)).Users);
        Assert.Equal(
            ["anna@contoso.com", "bert@contoso.com"],
            (await BindAsync("UserPrincipalName", new object[] { "anna@contoso.com", user })).Users);
    }

    [Fact]
    public async Task An_object_without_a_user_principal_name_binds_as_what_is_no_text()
    {
        var bound = await BindAsync("UserPrincipalName", CsvRow.Of(("Name", "x")));

        Assert.Equal("is of type PSCustomObject and no text", BoundText.ProblemOf(Assert.Single(bound.Users)));
    }

    private static string? Reveal(SecureString? secure) =>
        secure is null ? null : new NetworkCredential(string.Empty, secure).Password;

    private static async Task<ShellResult> RunAsync(string parameter, object value)
    {
        await using var shell = await HostedShell.OpenAsync(typeof(TestParameterBindingCommand).Assembly.Location);
        return await shell.RunAsync(
            $"param($Value) Test-ParameterBinding -{parameter} $Value", new Dictionary<string, object?> { ["Value"] = value });
    }

    private static async Task<BoundParameters> BindAsync(string parameter, object value)
    {
        var result = await RunAsync(parameter, value);
        result.EnsureNoErrors();
        return Assert.Single(result.OutputAs<BoundParameters>());
    }

    /// <summary>Pipes what a script makes of $Value.</summary>
    private static async Task<BoundParameters> BindPipedAsync(string script, object? value = null)
    {
        await using var shell = await HostedShell.OpenAsync(typeof(TestParameterBindingCommand).Assembly.Location);
        var result = await shell.RunAsync(
            $"param($Value) {script} | Test-ParameterBinding", new Dictionary<string, object?> { ["Value"] = value });
        result.EnsureNoErrors();
        return Assert.Single(result.OutputAs<BoundParameters>());
    }
}
