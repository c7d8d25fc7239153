# Runs scenarios side by side with the second client, the browser and the proxy. Scenarios.ps1 has the settings and the results.
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
        $cause = $_.Exception.InnerException
        $failures += if ($cause.PSObject.Properties['ErrorRecord']) { $cause.ErrorRecord } else { $cause }
    }

    $records = @($failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
    $text = @(
        $Scenario.Output | Out-String -Width 500
        $Scenario.Output | ForEach-Object { $_ | Format-List -Property * -Force | Out-String -Width 500 }
        $failures | ForEach-Object { "$_" }
        $records | ForEach-Object { "$($_.Exception) $($_.ErrorDetails) $($_.TargetObject)" }
        'Verbose', 'Debug', 'Warning', 'Information', 'Progress' | ForEach-Object { $shell.Streams.$_ } | ForEach-Object { "$_" }
    ) -join "`n"
    $contexts = @($Scenario.Output |
            Where-Object { $_.PSObject.TypeNames -contains 'SmimeCertTools.Connection.SmimeGraphContext' })
    $results[$Scenario.Name] = @{
        State    = "$($shell.InvocationStateInfo.State)"
        IsInTime = $isInTime
        Contexts = @($contexts | ForEach-Object {
                @{ AuthType = $_.AuthType; Account = $_.Account; ClientId = $_.ClientId; TenantId = $_.TenantId
                    Authority = "$($_.Authority)"; Environment = "$($_.Environment)"; GraphUri = "$($_.GraphUri)" }
            })
        Values   = @($Scenario.Output | Where-Object { $_.PSObject.BaseObject -is [string] } | ForEach-Object { "$_" })
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
        try {
            & $Meanwhile $scenario $more
        }
        catch {
            # It fails this scenario's tests, which read what was written; the others go on.
            $scenario.Shell.Streams.Error.Add($_)
            $scenario.Shell.Stop()
        }
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

    # MSAL starts the browser first and listens after that: a person is never that quick, this is.
    Wait-Until {
        try {
            $null = Invoke-WebRequest -Method Post -Uri $target -Body $form
            $true
        }
        catch [System.Net.Http.HttpRequestException] {
            if ($_.Exception.HttpRequestError -ne [System.Net.Http.HttpRequestError]::ConnectionError) {
                throw
            }

            $false
        }
    } 'the answer is listened for'
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
                $answer = "HTTP/1.1 403 Forbidden`r`nContent-Length: 0`r`nConnection: close`r`n`r`n"
                $bytes = [System.Text.Encoding]::ASCII.GetBytes($answer)
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
