# Signs in in every way, against the sandbox of the settings, and writes what was seen: SignIn.Tests.ps1 judges it.
param(
    [Parameter(Mandatory)] [string] $SettingPath,
    [Parameter(Mandatory)] [string] $ResultPath
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$setting = Get-Content -LiteralPath $SettingPath -Raw | ConvertFrom-Json
$results = [ordered]@{}
$app = @{ TenantId = $setting.TenantId; ClientId = $setting.ClientId }
$short = @{ TenantId = $setting.TenantId; ClientId = $setting.ShortClientId }
$secret = ConvertTo-SecureString -String $setting.Secret -AsPlainText -Force
$wrongSecret = ConvertTo-SecureString -String $setting.WrongSecret -AsPlainText -Force
$certificatePassword = ConvertTo-SecureString -String $setting.CertificatePassword -AsPlainText -Force
$otherPassword = ConvertTo-SecureString -String $setting.OtherPassword -AsPlainText -Force
$loud = @{ PassThru = $true; Verbose = $true; Debug = $true; InformationAction = 'Continue' }

. (Join-Path $PSScriptRoot 'ScenarioTools.ps1')

# An import of all users, slow enough to outlive a short-lived token.
$import = {
    Connect-SmimeGraph @($a.Connect) -PassThru
    'before ' + [datetime]::UtcNow.ToString('o')
    Import-SmimeUserPfx -ManifestPath $a.Csv -PublicKeyPath $a.Key -ProviderName 'Microsoft Software Key Storage Provider' `
        -KeyName PFXEncryptionKey -AllowOtherAddress -Force -MaxRequestsPerSecond 3 -ThrottleLimit 1 |
        ForEach-Object { "row $($_.Status)" }
    'after ' + [datetime]::UtcNow.ToString('o')
}
# Splatting takes a variable, so the text is given one.
$import = [scriptblock]::Create('$connect = $a.Connect' + ($import.ToString() -replace '@\(\$a\.Connect\)', '@connect'))
$connect = { $connect = $a; Connect-SmimeGraph @connect }
$connectTwice = {
    $first = $a.First; $second = $a.Second
    Connect-SmimeGraph @first
    try { Connect-SmimeGraph @second } finally { Get-SmimeGraphContext }
}
$file = @{ CertificatePath = $setting.CertificatePath; CertificatePassword = $certificatePassword }
$sandbox = @{ GraphUri = $setting.GraphUri } + $loud
$bySecret = $sandbox + @{ ClientSecret = $secret }
$unknown = [guid]::NewGuid().ToString()
$csv = Join-Path $setting.Folder 'import.csv'
$setting.Users |
    ForEach-Object {
        [pscustomobject]@{
            UserPrincipalName = $_
            Path              = $setting.CertificatePath
            Password          = $setting.CertificatePassword
            IntendedPurpose   = 'smimeEncryption'
        }
    } |
    Export-Csv -LiteralPath $csv

# Signing in, each way.
$env:AZURE_AUTHORITY_HOST = $setting.Authority
$byCode = $app + $sandbox + @{ DeviceCode = $true }
$expiring = Start-Scenario -Name 'device code, not entered in time' -Script $connect -Argument $byCode
Invoke-Scenario 'client secret' $connect ($app + $sandbox + @{ ClientSecret = $secret })
Invoke-Scenario 'certificate file' $connect ($app + $sandbox + $file)
$persist = [System.Security.Cryptography.X509Certificates.X509KeyStorageFlags]::PersistKeySet
$certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new(
    $setting.CertificatePath, $setting.CertificatePassword, $persist)
Invoke-Scenario 'certificate object' $connect ($app + $sandbox + @{ Certificate = $certificate })
$store = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
$store.Open('ReadWrite')
$store.Add($certificate)
$store.Dispose()
Invoke-Scenario 'certificate in the store' $connect ($app + $sandbox + @{ CertificateThumbprint = $setting.Thumbprint })
Invoke-Scenario 'device code' $connect ($app + $sandbox + @{ DeviceCode = $true }) {
    param($scenario)

    Send-DeviceCode $scenario 'upn=user1@contoso.com'
}

Invoke-Scenario 'browser' $connect ($app + $sandbox + @{ Interactive = $true }) {
    Send-Browser 'sandbox_user=user2@contoso.com'
}

Invoke-Scenario 'a domain as tenant' $connect ($bySecret + @{ TenantId = 'contoso.com'; ClientId = $setting.ClientId })
$env:IDENTITY_ENDPOINT = "$($setting.GraphUri)msi/token"
$env:IDENTITY_HEADER = 'another'
Invoke-Scenario 'managed identity, wrong header' $connect ($sandbox + @{ ManagedIdentity = $true })
$env:IDENTITY_HEADER = $setting.IdentityHeader
Invoke-Scenario 'managed identity' $connect ($sandbox + @{ ManagedIdentity = $true })
Invoke-Scenario 'user-assigned identity' $connect ($sandbox + @{ ManagedIdentity = $true; ClientId = $setting.UserIdentity })
Invoke-Scenario 'unknown identity' $connect ($sandbox + @{ ManagedIdentity = $true; ClientId = [guid]::NewGuid().ToString() })

# Renewal while an import runs.
$ways = [ordered]@{
    'client secret'    = $short + @{ ClientSecret = $secret }
    'certificate'      = $short + @{ Certificate = $certificate }
    'managed identity' = @{ ManagedIdentity = $true; ClientId = $setting.ShortIdentity }
    'device code'      = $short + @{ DeviceCode = $true }
    'browser'          = $short + @{ Interactive = $true }
}
foreach ($way in $ways.Keys) {
    $argument = @{ Connect = $ways[$way] + @{ GraphUri = $setting.GraphUri }; Csv = $csv; Key = $setting.ConnectorPublicKey }
    $before = (Get-TokenRequest).Count
    Invoke-Scenario "renewal, $way" $import $argument {
        param($scenario)

        if ($way -eq 'device code') {
            Send-DeviceCode $scenario 'upn=user1@contoso.com'
        }
        elseif ($way -eq 'browser') {
            Send-Browser 'sandbox_user=user2@contoso.com'
        }
    }
    $results["renewal, $way"].More.Tokens = (Get-TokenRequest).Count - $before
}

# Tokens that are taken back by a challenge: the sandbox takes a new one only when it was asked for with the claims.
$revoked = {
    $connect = $a.Connect
    Connect-SmimeGraph @connect
    "before $(@(Get-SmimeUserPfx).Count)"
    $null = Invoke-RestMethod -Method Post -Uri "$($a.Sandbox)sandbox/tokens/revoke?claims=true"
    "after $(@(Get-SmimeUserPfx).Count)"
}
$ways = [ordered]@{
    'client secret' = $app + @{ ClientSecret = $secret }
    'certificate'   = $app + @{ Certificate = $certificate }
    'device code'   = $app + @{ DeviceCode = $true }
    'browser'       = $app + @{ Interactive = $true }
}
foreach ($way in $ways.Keys) {
    $argument = @{ Connect = $ways[$way] + @{ GraphUri = $setting.GraphUri }; Sandbox = $setting.GraphUri }
    Invoke-Scenario "challenge, $way" $revoked $argument {
        param($scenario)

        if ($way -eq 'device code') {
            Send-DeviceCode $scenario 'upn=user1@contoso.com'
        }
        elseif ($way -eq 'browser') {
            Send-Browser 'sandbox_user=user2@contoso.com'
        }
    }
    $null = Invoke-RestMethod -Method Post -Uri "$($setting.GraphUri)sandbox/tokens/revoke"
}

# What fails, with a connection that was there before.
$expired = @{ TenantId = $setting.TenantId; ClientId = $setting.ExpiredClientId; CertificatePath = $setting.ExpiredPath }
$good = $app + $sandbox + @{ ClientSecret = $secret }
$issued = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($setting.OtherPath, $setting.OtherPassword)
$failing = [ordered]@{
    'wrong secret'         = $app + $sandbox + @{ ClientSecret = $wrongSecret }
    'wrong tenant'         = $bySecret + @{ TenantId = $unknown; ClientId = $setting.ClientId }
    'unknown application'  = $bySecret + @{ TenantId = $setting.TenantId; ClientId = $unknown }
    'expired certificate'  = $sandbox + $expired
    'unknown certificate'  = $app + $sandbox + @{ Certificate = $issued }
    'device code declined' = $app + $sandbox + @{ DeviceCode = $true }
    'browser cancelled'    = $app + $sandbox + @{ Interactive = $true }
}
foreach ($name in $failing.Keys) {
    Invoke-Scenario $name $connectTwice @{ First = $good; Second = $failing[$name] } {
        param($scenario)

        if ($name -eq 'device code declined') {
            Send-DeviceCode $scenario 'decline=true'
        }
        elseif ($name -eq 'browser cancelled') {
            Send-Browser 'sandbox_cancel=true'
        }
    }
}

# Ctrl+C while a person is waited for.
foreach ($way in 'DeviceCode', 'Interactive') {
    Invoke-Scenario "stopped, $way" $connect ($app + $sandbox + @{ $way = $true }) {
        param($scenario, $more)

        if ($way -eq 'DeviceCode') {
            Wait-Until { $scenario.Shell.Streams.Information.Count -gt 0 } 'the code is shown'
        }
        else {
            Wait-Until { Test-Path -LiteralPath $setting.BrowserFile } 'a browser is started'
            Remove-Item -LiteralPath $setting.BrowserFile
        }

        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $scenario.Shell.Stop()
        $more.Milliseconds = $watch.ElapsedMilliseconds
    }
}

# Sign-in services that cannot be used.
$addresses = @{
    'not https'   = 'http://login.contoso.com'
    'unreachable' = 'https://127.0.0.1:1'
    'no address'  = 'https://anna:hidden-word@x/'
}
foreach ($address in $addresses.GetEnumerator()) {
    $env:AZURE_AUTHORITY_HOST = $address.Value
    Invoke-Scenario "authority $($address.Key)" $connect $good
}
$env:AZURE_AUTHORITY_HOST = $setting.GraphUri
Invoke-Scenario 'plain http here, client secret' $connect $good
Invoke-Scenario 'plain http here, device code' $connect ($app + $sandbox + @{ DeviceCode = $true })
$env:AZURE_AUTHORITY_HOST = 'https://login.contoso.com'
Invoke-Scenario 'authority of no cloud, no Graph' $connect ($app + $loud + @{ ClientSecret = $secret })

# A token needs no sign-in service, and goes to the cloud of the variable or to that of -Environment.
$token = ConvertTo-SecureString -String 'not.read.here' -AsPlainText -Force
$env:AZURE_AUTHORITY_HOST = 'login.microsoftonline.us'
Invoke-Scenario 'token, variable' $connect ($loud + @{ AccessToken = $token; NoVerify = $true })
Invoke-Scenario 'token, environment' $connect ($loud + @{ AccessToken = $token; Environment = 'China'; NoVerify = $true })

# The hosts of each cloud. What goes to this machine goes through no proxy.
$env:https_proxy = (Start-CapturingProxy).Address
$env:AZURE_AUTHORITY_HOST = $setting.Authority
Invoke-Scenario 'proxy, sandbox' $connect $good
Remove-Item Env:https_proxy
Remove-Item Env:AZURE_AUTHORITY_HOST
foreach ($cloud in 'Global', 'USGov', 'USGovDoD', 'China') {
    Invoke-CapturedScenario "authority of $cloud" $connect ($app + $loud + @{ ClientSecret = $secret; Environment = $cloud })
    $argument = $loud + @{ AccessToken = $token; Environment = $cloud }
    Invoke-CapturedScenario "Graph of $cloud" -Argument $argument -Variable HTTPS_PROXY -Script {
        $connect = $a
        Connect-SmimeGraph @connect
        Get-SmimeUserPfx -UserPrincipalName anna@contoso.com
    }
}
foreach ($address in 'https://login.microsoftonline.us', 'https://login.chinacloudapi.cn/') {
    $env:AZURE_AUTHORITY_HOST = $address
    Invoke-CapturedScenario "variable $address" $connect ($app + $loud + $file)
    $argument = $app + $loud + @{ ClientSecret = $secret; Environment = 'Global' }
    Invoke-CapturedScenario "variable $address, -Environment Global" $connect $argument
}
Remove-Item Env:AZURE_AUTHORITY_HOST

Complete-Scenario $expiring

# Whoever waits for a connection would keep this process.
$listeners | ForEach-Object { $_.Stop() }
ConvertTo-Json -InputObject $results -Depth 6 | Set-Content -LiteralPath $ResultPath -Encoding utf8
