<#
.SYNOPSIS
Asks a tenant the questions of docs/design/assumptions.md and writes the answers to a JSON file without names or secrets.

.DESCRIPTION
Uploads records for a test user, looks what becomes of them, and removes them. README.md beside this script tells what it touches
and which permissions it needs. Uses the module that the build has staged, or the manifest that SMIME_TEST_MODULE names.

.EXAMPLE
./Invoke-TenantKit.ps1 -TenantId contoso.com -TestUser smime-test@contoso.com -ClientId 6f0c2d4e-1b7a-4c53-9e0d-2f3a4b5c6d7e

.EXAMPLE
./Invoke-TenantKit.ps1 -TenantId contoso.com -TestUser smime-test@contoso.com `
    -AccessToken (Read-Host -AsSecureString -Prompt Token)
#>
[CmdletBinding(DefaultParameterSetName = 'DeviceCode')]
param(
    # The tenant, by domain or id.
    [Parameter(Mandatory)]
    [string] $TenantId,

    # The user, by user principal name, that records are made for and removed from.
    [Parameter(Mandatory)]
    [string] $TestUser,

    # The app registration to sign in with.
    [Parameter(Mandatory, ParameterSetName = 'DeviceCode')]
    [string] $ClientId,

    # A token for Graph in place of a sign-in.
    [Parameter(Mandatory, ParameterSetName = 'AccessToken')]
    [securestring] $AccessToken,

    # Where the answers go.
    [string] $ResultPath = 'tenant-answers.json',

    # The display name of a configuration of Outlook for iOS that was made by hand.
    [string] $IosConfigurationName,

    # Graph's address, for other clouds and the sandbox.
    [uri] $GraphUri = 'https://graph.microsoft.com',

    # The sign-in service's address, for other clouds.
    [uri] $LoginUri = 'https://login.microsoftonline.com'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

# What the sign-in service says is wrong, without the JSON around it and the ids behind it.
function Get-SignInRefusal([System.Management.Automation.ErrorRecord] $Refusal) {
    $text = "$($Refusal.ErrorDetails)"
    try {
        $text = ($text | ConvertFrom-Json).error_description -replace '(?s)\s*(Trace ID|\r?\n).*$'
    }
    catch {
        Write-Verbose "The answer is no JSON: $text"
    }

    if (-not $text) {
        $text = $Refusal.Exception.Message
    }

    "Signing in to '$TenantId' as the app '$ClientId' failed: $text Check -TenantId and -ClientId; " +
        "README.md tells what the app needs."
}

# Signs in by device code: the page and the code are shown, and the token comes when somebody has entered it.
function Get-DeviceCodeToken {
    $address = "$($LoginUri.AbsoluteUri.TrimEnd('/'))/$([uri]::EscapeDataString($TenantId))/oauth2/v2.0"
    $scope = "$($GraphUri.AbsoluteUri.TrimEnd('/'))/.default"
    try {
        $code = Invoke-RestMethod -Method Post -Uri "$address/devicecode" -Body @{ client_id = $ClientId; scope = $scope }
    }
    catch {
        throw (Get-SignInRefusal $_)
    }

    Write-Host $code.message
    $deadline = [datetime]::UtcNow.AddSeconds($code.expires_in)
    while ([datetime]::UtcNow -lt $deadline) {
        Start-Sleep -Seconds $code.interval
        try {
            return (Invoke-RestMethod -Method Post -Uri "$address/token" -Body @{
                    grant_type  = 'urn:ietf:params:oauth:grant-type:device_code'
                    client_id   = $ClientId
                    device_code = $code.device_code
                }).access_token
        }
        catch {
            if ("$($_.ErrorDetails)" -notmatch 'authorization_pending|slow_down') {
                throw (Get-SignInRefusal $_)
            }
        }
    }

    throw 'Nobody entered the code in time. Run the command again.'
}

if (-not (Get-Module -Name Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 })) {
    throw ('Pester 5 is not installed. Run: Install-Module -Name Pester -MinimumVersion 5.0.0 -MaximumVersion 5.99.99 ' +
        '-Scope CurrentUser -SkipPublisherCheck')
}

$pester = Get-Module -Name Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 } |
    Sort-Object -Property Version -Descending | Select-Object -First 1
Import-Module -Name Pester -RequiredVersion $pester.Version
$answers = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ResultPath)
$token = if ($PSCmdlet.ParameterSetName -eq 'AccessToken') {
    [System.Net.NetworkCredential]::new('', $AccessToken).Password
}
else {
    Get-DeviceCodeToken
}

# Set for this run alone: without them the tests are off.
$variables = @{
    SMIME_LIVE_TENANT            = $TenantId
    SMIME_LIVE_USER              = $TestUser
    SMIME_LIVE_TOKEN             = $token
    SMIME_LIVE_GRAPH             = $GraphUri.AbsoluteUri
    SMIME_LIVE_IOS_CONFIGURATION = $IosConfigurationName
    SMIME_LIVE_ANSWERS           = $answers
}
$before = @{}
foreach ($name in $variables.Keys) {
    $before[$name] = [System.Environment]::GetEnvironmentVariable($name)
}

try {
    foreach ($name in $variables.Keys) {
        [System.Environment]::SetEnvironmentVariable($name, $variables[$name])
    }

    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $PSScriptRoot
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Detailed'
    $result = Invoke-Pester -Configuration $configuration
}
finally {
    foreach ($name in $before.Keys) {
        [System.Environment]::SetEnvironmentVariable($name, $before[$name])
    }
}

if (Test-Path -LiteralPath $answers) {
    foreach ($answer in (Get-Content -LiteralPath $answers -Raw -Encoding UTF8 | ConvertFrom-Json).answers) {
        $remark = if ($answer.agrees) { 'as assumed' } else { "assumed: $($answer.assumed)" }
        Write-Host "$($answer.id): $($answer.answer) ($remark)"
    }

    Write-Host "The answers are in $answers."
}

if ($result.Result -ne 'Passed' -or $result.TotalCount -eq 0) {
    throw "$($result.FailedCount) of $($result.TotalCount) questions got no answer, $($result.FailedBlocksCount) blocks failed."
}
