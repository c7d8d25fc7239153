using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>A command that takes users' PFX files, or one as base64 text as the earlier scripts took it.</summary>
public abstract class PfxContentCommand : UserPfxInputCommand
{
    /// <summary>The parameter set of a PFX as text.</summary>
    protected const string Base64Set = "Base64EncodedPfx";

    // What messages call it: text has no path.
    private const string Name = "(Base64EncodedPfx)";

    private protected PfxContentCommand()
    {
    }

    /// <summary>A PFX in base64.</summary>
    [Parameter(ParameterSetName = Base64Set, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string Base64EncodedPfx { get; set; } = string.Empty;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PathProviderSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathProviderSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = Base64Set, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [UserPrincipalNameTransform]
    [AllowEmptyString]
    public override string UserPrincipalName { get; set; } = string.Empty;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PathProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = Base64Set, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PfxPassword")]
    [AllowNull]
    [PasswordTransform]
    public override SecureString? Password { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PathProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = Base64Set, ValueFromPipelineByPropertyName = true)]
    [PurposeTransform]
    public override UserPfxPurpose? IntendedPurpose { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = Base64Set)]
    public override SmimePfxEncryption PfxEncryption { get; set; } = SmimePfxEncryption.TripleDesSha1;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = Base64Set)]
    [Alias("KeyFilePath")]
    [ValidateNotNullOrEmpty]
    public override string? PublicKeyPath { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = Base64Set)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [ValidateNotNullOrEmpty]
    public override string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = Base64Set)]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [ValidateNotNullOrEmpty]
    public override string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathProviderSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = LiteralPathProviderSet)]
    [Parameter(ParameterSetName = Base64Set)]
    [PaddingTransform]
    [ValidateSet(
        nameof(UserPfxPaddingScheme.OaepSha256),
        nameof(UserPfxPaddingScheme.OaepSha384),
        nameof(UserPfxPaddingScheme.OaepSha512))]
    public override UserPfxPaddingScheme PaddingScheme { get; set; } = UserPfxPaddingScheme.OaepSha512;

    private protected override List<(UserPfxItem Item, ErrorRecord? Error)> FindFiles()
    {
        if (ParameterSetName != Base64Set)
        {
            return base.FindFiles();
        }

        try
        {
            var content = Convert.FromBase64String(Base64EncodedPfx);
            return content.Length > 0
                ? [(NewItem(UserPrincipalName, Name, content: content), null)]
                : [(NewItem(UserPrincipalName, Name), UserPfxErrors.Base64Invalid(UserPrincipalName, null))];
        }
        catch (FormatException error)
        {
            return [(NewItem(UserPrincipalName, Name), UserPfxErrors.Base64Invalid(UserPrincipalName, error))];
        }
    }
}
