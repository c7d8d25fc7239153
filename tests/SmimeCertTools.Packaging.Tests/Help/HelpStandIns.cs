namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>What examples name and a test cannot run as it is, as scripts that stand in for it.</summary>
internal static class HelpStandIns
{
    /// <summary>
    /// Sign-in by other ways than a token needs the real service. There the parameters are bound as the cmdlet binds them,
    /// and no more. A token for Microsoft Graph itself is shown to the sandbox, which is asked once with it.
    /// </summary>
    public const string ConnectProxy = """
        $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command -Name SmimeCertTools\Connect-SmimeGraph))
        $body = @(
            [System.Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($metadata)
            'param('
            [System.Management.Automation.ProxyCommand]::GetParamBlock($metadata)
            ') end {'
            'if (-not $PSBoundParameters.ContainsKey("GraphUri")) { $PSBoundParameters["GraphUri"] = $RehearsalUri }'
            'if ($PSCmdlet.ParameterSetName -eq "AccessToken") { SmimeCertTools\Connect-SmimeGraph @PSBoundParameters } }'
        ) -join "`n"
        ${function:global:Connect-SmimeGraph} = [scriptblock]::Create($body)
        """;

    /// <summary>
    /// What examples do with key storage providers must not touch those of the machine, and other systems have none. There the
    /// parameters are bound as the cmdlet binds them, and no more; with files the cmdlet itself runs.
    /// </summary>
    public const string ConnectorKeyProxies = """
        foreach ($verb in "New", "Get", "Import", "Export", "Test") {
            $name = "$verb-SmimeConnectorKey"
            $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command -Name "SmimeCertTools\$name"))
            $files = if ($verb -eq "Import") { "''" } else { "'Path', 'LiteralPath', 'PathPrivate', 'RecordPath'" }
            $body = @(
                "function global:$name {"
                [System.Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($metadata)
                'param('
                [System.Management.Automation.ProxyCommand]::GetParamBlock($metadata)
                ") process { if (`$PSCmdlet.ParameterSetName -in $files) { SmimeCertTools\$name @PSBoundParameters } } }"
            ) -join "`n"
            . ([scriptblock]::Create($body))
        }
        """;

    /// <summary>Commands of modules that are not PowerShell's and that examples name; they need a service or a vault.</summary>
    public const string OtherModules = """
        function Get-AzAccessToken {
            param([uri] $ResourceUrl, [switch] $AsSecureString)
            [pscustomobject] @{ Token = $RehearsalToken }
        }
        function Set-Secret { param([string] $Name, [securestring] $SecureStringSecret) }
        function Get-Secret { param([string] $Name, [string] $Vault) Read-Host -AsSecureString -Prompt "Password of $Name" }
        """;
}
