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

# Starts a script in a runspace of its own. It gets its arguments by name, and the module is there.
function Start-Scenario {
    param([string] $Name, [scriptblock] $Script, [hashtable] $Argument = @{})

    $runspace = [runspacefactory]::CreateRunspace()
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddScript("Import-Module -Name '$($setting.Module)'").Invoke()
    $shell.Commands.Clear()
    $null = $shell.AddScript("param([hashtable] `$a)`n$Script").AddArgument($Argument)
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $entry = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $entry.Complete()
    [pscustomobject]@{ Name = $Name; Shell = $shell; Output = $output; Handle = $shell.BeginInvoke($entry, $output) }
}

# Waits for it, and keeps all that it wrote to any stream.
function Complete-Scenario {
    param([object] $Scenario, [hashtable] $More = @{}, [int] $Seconds = 90)

    $shell = $Scenario.Shell
    $isInTime = $Scenario.Handle.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($Seconds))
    if (-not $isInTime) {
        $shell.Stop()
    }

    $failures = @($shell.Streams.Error)
    try {
        $null = $shell.EndInvoke($Scenario.Handle)
    }
    catch {
        $cause = $_.Exception.GetBaseException()
        $failures += if ($_.Exception.InnerException.PSObject.Properties['ErrorRecord']) { $_.Exception.InnerException.ErrorRecord } else { $cause }
    }

    $records = @($failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
    $text = @(
        $Scenario.Output | Out-String -Width 500
        $Scenario.Output | ForEach-Object { $_ | Format-List -Property * -Force | Out-String -Width 500 }
        $failures | ForEach-Object { "$_"; if ($_ -is [System.Management.Automation.ErrorRecord]) { "$($_.Exception) $($_.ErrorDetails) $($_.TargetObject)" } }
        $shell.Streams.Verbose + $shell.Streams.Debug + $shell.Streams.Warning + $shell.Streams.Information + $shell.Streams.Progress | ForEach-Object { "$_" }
    ) -join "`n"
    $contexts = @($Scenario.Output | Where-Object { $_.PSObject.TypeNames -contains 'SmimeCertTools.Models.SmimeGraphContext' })
    $results[$Scenario.Name] = @{
        State    = "$($shell.InvocationStateInfo.State)"
        IsInTime = $isInTime
        Contexts = @($contexts | ForEach-Object {
                @{ AuthType = $_.AuthType; Account = $_.Account; ClientId = $_.ClientId; TenantId = $_.TenantId; Authority = "$($_.Authority)"
                    Environment = "$($_.Environment)"; GraphUri = "$($_.GraphUri)" }
            })
        Values   = @($Scenario.Output | Where-Object { $_ -is [string] -or $_.PSObject.BaseObject -is [string] } | ForEach-Object { "$_" })
        Errors   = @($records | ForEach-Object {
                $exception = $_.Exception
                @{ Id = $_.FullyQualifiedErrorId.Split(',')[0]; Message = $exception.Message
                    Code = if ($exception.PSObject.Properties['Code']) { "$($exception.Code)" } else { '' } }
            })
        Text     = $text
        More     = $More
    }
    $shell.Dispose()
}

function Invoke-Scenario {
    param([string] $Name, [scriptblock] $Script, [hashtable] $Argument = @{}, [scriptblock] $Meanwhile, [int] $Seconds = 90)

    $scenario = Start-Scenario -Name $Name -Script $Script -Argument $Argument
    $more = @{}
    if ($Meanwhile) {
        & $Meanwhile $scenario $more
    }

    Complete-Scenario -Scenario $scenario -More $more -Seconds $Seconds
}

function Wait-Until {
    param([scriptblock] $Condition, [string] $What)

    $deadline = [datetime]::UtcNow.AddSeconds(60)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $deadline) {
            throw "Nothing came of it in time: $What."
        }

        Start-Sleep -Milliseconds 50
    }
}

# The second client: enters the code that the sign-in shows.
function Send-DeviceCode {
    param([object] $Scenario, [string] $Answer)

    $information = $Scenario.Shell.Streams.Information
    Wait-Until { $information.Count -gt 0 } 'the code is shown'
    if ("$($information[0])" -notmatch 'code (?<code>[A-Z0-9]{9})') {
        throw "No code in: $($information[0])"
    }

    $null = Invoke-RestMethod -Method Post -Uri "$($setting.GraphUri)sandbox/devicecodes/$($Matches.code)?$Answer"
}

# The browser: takes the address, follows it as the person, and brings the answer to the redirect address.
function Send-Browser {
    param([string] $Choice)

    Wait-Until { Test-Path -LiteralPath $setting.BrowserFile } 'a browser is started'
    $address = Get-Content -LiteralPath $setting.BrowserFile -Raw
    Remove-Item -LiteralPath $setting.BrowserFile
    $page = (Invoke-WebRequest -Uri "$address&$Choice").Content
    $form = @{}
    foreach ($field in [regex]::Matches($page, 'name="(\w+)" value="([^"]*)"')) {
        $form[$field.Groups[1].Value] = [System.Net.WebUtility]::HtmlDecode($field.Groups[2].Value)
    }

    $target = [System.Net.WebUtility]::HtmlDecode([regex]::Match($page, 'action="([^"]+)"').Groups[1].Value)
    $null = Invoke-WebRequest -Method Post -Uri $target -Body $form
}

function Get-TokenRequest {
    @((Invoke-RestMethod -Uri "$($setting.GraphUri)sandbox/requests").requests |
            Where-Object { $_.status -eq 200 -and ($_.path -like '*/oauth2/v2.0/token' -or $_.path -like '/msi/token*') })
}

$listeners = [System.Collections.Generic.List[System.Net.Sockets.TcpListener]]::new()

# A proxy that writes down which hosts it is asked for, and lets nobody through.
function Start-CapturingProxy {
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listeners.Add($listener)
    $hosts = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
    $shell = [powershell]::Create().AddScript({
            param($listener, $hosts)

            while ($true) {
                $client = $listener.AcceptTcpClient()
                $reader = [System.IO.StreamReader]::new($client.GetStream())
                $hosts.Enqueue("$($reader.ReadLine())")
                while ($reader.ReadLine()) { }
                $bytes = [System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 403 Forbidden`r`nContent-Length: 0`r`nConnection: close`r`n`r`n")
                $client.GetStream().Write($bytes, 0, $bytes.Length)
                $client.Dispose()
            }
        }).AddArgument($listener).AddArgument($hosts)
    $null = $shell.BeginInvoke()
    [pscustomobject]@{ Hosts = $hosts; Address = "http://127.0.0.1:$($listener.LocalEndpoint.Port)" }
}

# Which host is asked for first; then it is stopped.
function Invoke-CapturedScenario {
    param([string] $Name, [scriptblock] $Script, [hashtable] $Argument, [string] $Variable = 'https_proxy')

    $proxy = Start-CapturingProxy
    [System.Environment]::SetEnvironmentVariable($Variable, $proxy.Address)
    Invoke-Scenario -Name $Name -Script $Script -Argument $Argument -Meanwhile {
        param($scenario, $more)

        Wait-Until { $proxy.Hosts.Count -gt 0 } "$Name asks for a host"
        $scenario.Shell.Stop()
        $more.Hosts = @($proxy.Hosts.ToArray() | Select-Object -Unique)
    }
    [System.Environment]::SetEnvironmentVariable($Variable, $null)
}

# An import of all users, slow enough to outlive a token of two seconds.
$import = {
    Connect-SmimeGraph @($a.Connect) -PassThru
    'before ' + [datetime]::UtcNow.ToString('o')
    Import-SmimeUserPfx -ManifestPath $a.Csv -PublicKeyPath $a.Key -ProviderName 'Microsoft Software Key Storage Provider' `
        -KeyName PFXEncryptionKey -Force -MaxRequestsPerSecond 4 -ThrottleLimit 1 |
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
$sandbox = @{ GraphUri = $setting.GraphUri } + $loud
$csv = Join-Path $setting.Folder 'import.csv'
$setting.Users | ForEach-Object { [pscustomobject]@{ UserPrincipalName = $_; Path = $setting.CertificatePath; Password = $setting.CertificatePassword; IntendedPurpose = 'smimeEncryption' } } |
    Export-Csv -LiteralPath $csv

# Signing in, each way.
$env:AZURE_AUTHORITY_HOST = $setting.Authority
$expiring = Start-Scenario -Name 'device code, not entered in time' -Script $connect -Argument ($app + $sandbox + @{ DeviceCode = $true })
Invoke-Scenario 'client secret' $connect ($app + $sandbox + @{ ClientSecret = $secret })
Invoke-Scenario 'certificate file' $connect ($app + $sandbox + @{ CertificatePath = $setting.CertificatePath; CertificatePassword = $certificatePassword })
$certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new(
    $setting.CertificatePath, $setting.CertificatePassword, [System.Security.Cryptography.X509Certificates.X509KeyStorageFlags]'PersistKeySet')
Invoke-Scenario 'certificate object' $connect ($app + $sandbox + @{ Certificate = $certificate })
$store = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
$store.Open('ReadWrite')
$store.Add($certificate)
$store.Dispose()
Invoke-Scenario 'certificate in the store' $connect ($app + $sandbox + @{ CertificateThumbprint = $setting.Thumbprint })
Invoke-Scenario 'device code' $connect ($app + $sandbox + @{ DeviceCode = $true }) { param($scenario) Send-DeviceCode $scenario 'upn=user1@contoso.com' }
Invoke-Scenario 'browser' $connect ($app + $sandbox + @{ Interactive = $true }) { Send-Browser 'sandbox_user=user2@contoso.com' }
Invoke-Scenario 'a domain as tenant' $connect ($sandbox + @{ TenantId = 'contoso.com'; ClientId = $setting.ClientId; ClientSecret = $secret })
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

# What fails, with a connection that was there before.
$good = $app + $sandbox + @{ ClientSecret = $secret }
$issued = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($setting.OtherPath, $setting.OtherPassword)
$failing = [ordered]@{
    'wrong secret'         = $app + $sandbox + @{ ClientSecret = $wrongSecret }
    'wrong tenant'         = $sandbox + @{ TenantId = [guid]::NewGuid().ToString(); ClientId = $setting.ClientId; ClientSecret = $secret }
    'unknown application'  = $sandbox + @{ TenantId = $setting.TenantId; ClientId = [guid]::NewGuid().ToString(); ClientSecret = $secret }
    'expired certificate'  = $sandbox + @{ TenantId = $setting.TenantId; ClientId = $setting.ExpiredClientId; CertificatePath = $setting.ExpiredPath }
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
$addresses = @{ 'not https' = 'http://login.contoso.com'; 'unreachable' = 'https://127.0.0.1:1'; 'no address' = 'https://anna:hidden-word@x/' }
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
Invoke-Scenario 'token, variable' $connect ($loud + @{ AccessToken = $token })
Invoke-Scenario 'token, environment' $connect ($loud + @{ AccessToken = $token; Environment = 'China' })

# The hosts of each cloud. What goes to this machine goes through no proxy.
$env:https_proxy = (Start-CapturingProxy).Address
$env:AZURE_AUTHORITY_HOST = $setting.Authority
Invoke-Scenario 'proxy, sandbox' $connect $good
Remove-Item Env:https_proxy
Remove-Item Env:AZURE_AUTHORITY_HOST
foreach ($cloud in 'Global', 'USGov', 'USGovDoD', 'China') {
    Invoke-CapturedScenario "authority of $cloud" $connect ($app + $loud + @{ ClientSecret = $secret; Environment = $cloud })
    Invoke-CapturedScenario "Graph of $cloud" { $connect = $a; Connect-SmimeGraph @connect; Get-SmimeUserPfx -UserPrincipalName anna@contoso.com } `
        ($loud + @{ AccessToken = $token; Environment = $cloud }) -Variable HTTPS_PROXY
}
foreach ($address in 'https://login.microsoftonline.us', 'https://login.chinacloudapi.cn/') {
    $env:AZURE_AUTHORITY_HOST = $address
    Invoke-CapturedScenario "variable $address" $connect ($app + $loud + @{ CertificatePath = $setting.CertificatePath; CertificatePassword = $certificatePassword })
    Invoke-CapturedScenario "variable $address, -Environment Global" $connect ($app + $loud + @{ ClientSecret = $secret; Environment = 'Global' })
}
Remove-Item Env:AZURE_AUTHORITY_HOST

Complete-Scenario $expiring

# Whoever waits for a connection would keep this process.
$listeners | ForEach-Object { $_.Stop() }
ConvertTo-Json -InputObject $results -Depth 6 | Set-Content -LiteralPath $ResultPath -Encoding utf8
