# A sandbox of its own that takes its time, with records to be removed, and a PowerShell that removes them and is ended.
Set-StrictMode -Version 3.0

function Get-PowerShellCommand {
    $program = [System.Environment]::GetCommandLineArgs()[0]
    if ($program -like '*.dll') {
        return @((Get-Command -Name dotnet -CommandType Application | Select-Object -First 1).Source, $program)
    }

    , @((Get-Process -Id $PID).Path)
}

# Starts the sandbox; what it returns is for the other functions. Stop its Process in the end.
function Start-RemovalSandbox {
    param([string] $Folder, [int] $LatencyMs = 0, [int] $DeletionLagMs = 0, [int] $Users = 12)

    $null = New-Item -Path $Folder -ItemType Directory
    $names = @(1..$Users | ForEach-Object { "user$_@contoso.com" })
    $file = Join-Path $Folder 'sandbox.json'
    ConvertTo-Json -Depth 4 -InputObject @{
        latencyMs     = $LatencyMs
        deletionLagMs = $DeletionLagMs
        users         = @($names | ForEach-Object { @{ userPrincipalName = $_ } })
    } | Set-Content -LiteralPath $file -Encoding utf8
    $output = Join-Path $Folder 'sandbox.txt'
    $arguments = "`"$(Find-Sandbox)`"", '--port', '0', '--config', "`"$file`""
    $process = Start-Process -FilePath dotnet -ArgumentList $arguments -RedirectStandardOutput $output -PassThru
    $deadline = [datetime]::UtcNow.AddSeconds(60)
    do {
        Start-Sleep -Milliseconds 200
        $text = if (Test-Path -LiteralPath $output) { [string] (Get-Content -LiteralPath $output -Raw) } else { '' }
        if ($process.HasExited -or [datetime]::UtcNow -gt $deadline) {
            throw "The sandbox did not start: $text"
        }
    } until ($text -match "-Force '([^']+)'[\s\S]*-GraphUri (\S+)")

    [pscustomobject]@{
        Process  = $process
        Token    = $Matches[1]
        GraphUri = $Matches[2]
        Users    = $names
        Folder   = $Folder
        Rows     = Join-Path $Folder 'rows.csv'
        List     = Join-Path $Folder 'revoke.cmd'
        Results  = Join-Path $Folder 'removed.jsonl'
    }
}

function Invoke-RemovalRequest {
    param([object] $Sandbox, [string] $Method, [string] $Query = '', [object] $Body)

    $parameters = @{
        Method  = $Method
        Uri     = "$($Sandbox.GraphUri)beta/deviceManagement/userPfxCertificates$Query"
        Headers = @{ Authorization = "Bearer $($Sandbox.Token)" }
    }
    if ($Body) {
        $parameters.Body = ConvertTo-Json -InputObject $Body
        $parameters.ContentType = 'application/json'
    }

    Invoke-RestMethod @parameters
}

# A record for each user, and the list of them with issuers and serial numbers. Files of earlier tests are taken away.
function Add-RemovalRecord {
    param([object] $Sandbox, [switch] $WithoutSerialNumber)

    Remove-Item -Path $Sandbox.Rows, $Sandbox.List, $Sandbox.Results -ErrorAction Ignore
    foreach ($record in @((Invoke-RemovalRequest $Sandbox -Method GET).value)) {
        $null = Invoke-RemovalRequest $Sandbox -Method DELETE -Query "/$($record.id)"
    }

    $now = [datetime]::UtcNow
    $rows = foreach ($user in $Sandbox.Users) {
        $thumbprint = [guid]::NewGuid().ToString('N') + [guid]::NewGuid().ToString('N').Substring(0, 8)
        $null = Invoke-RemovalRequest $Sandbox -Method POST -Body @{
            userPrincipalName    = $user
            thumbprint           = $thumbprint
            intendedPurpose      = 'smimeEncryption'
            startDateTime        = $now.AddDays(-1).ToString('o')
            expirationDateTime   = $now.AddYears(1).ToString('o')
            providerName         = 'Microsoft Software Key Storage Provider'
            keyName              = 'PFXEncryptionKey'
            paddingScheme        = 'oaepSha512'
            encryptedPfxBlob     = 'MAMCAQM='
            encryptedPfxPassword = [System.Convert]::ToBase64String([byte[]]::new(256))
            createdDateTime      = '0001-01-01T00:00:00Z'
            lastModifiedDateTime = '0001-01-01T00:00:00Z'
        }
        [pscustomobject]@{
            UserPrincipalName = $user
            Thumbprint        = $thumbprint.ToUpperInvariant()
            SerialNumber      = if ($WithoutSerialNumber) { '' } else { '7A' + $thumbprint.Substring(0, 20).ToUpperInvariant() }
            Issuer            = if ($WithoutSerialNumber) { '' } else { 'CN=Contoso Issuing CA 1' }
        }
    }
    $rows | Export-Csv -LiteralPath $Sandbox.Rows -NoTypeInformation -Encoding utf8
    $rows
}

function Get-RemovalCount {
    param([object] $Sandbox)

    @((Invoke-RemovalRequest $Sandbox -Method GET).value).Count
}

# Removes what the list names in a process of its own, and ends that by a signal once some records are gone. Returns its code.
function Stop-Removal {
    param([object] $Sandbox, [string] $Signal, [int] $After = 3)

    $command = @(Get-PowerShellCommand) + '-NoLogo', '-NoProfile', '-NonInteractive', '-File',
        (Join-Path $PSScriptRoot 'Remove.ps1'), '-Module', (Get-ModuleManifest), '-GraphUri', $Sandbox.GraphUri,
        '-Rows', $Sandbox.Rows, '-List', $Sandbox.List, '-Results', $Sandbox.Results
    $before = $env:SMIME_TEST_TOKEN
    $env:SMIME_TEST_TOKEN = $Sandbox.Token
    try {
        $process = Start-Process -FilePath $command[0] -ArgumentList $command[1..($command.Count - 1)] -PassThru `
            -RedirectStandardOutput (Join-Path $Sandbox.Folder 'child.txt') `
            -RedirectStandardError (Join-Path $Sandbox.Folder 'child-errors.txt')
    }
    finally {
        $env:SMIME_TEST_TOKEN = $before
    }

    $all = $Sandbox.Users.Count
    $deadline = [datetime]::UtcNow.AddSeconds(90)
    while ((Get-RemovalCount $Sandbox) -gt $all - $After) {
        if ($process.HasExited -or [datetime]::UtcNow -gt $deadline) {
            throw "The removal did not come so far: $(Get-Content (Join-Path $Sandbox.Folder 'child*.txt') -Raw)"
        }

        Start-Sleep -Milliseconds 50
    }

    & kill "-$Signal" $process.Id
    $process.WaitForExit()
}

# The file of results, an entry each.
function Get-RemovalEntry {
    param([object] $Sandbox)

    Get-Content -LiteralPath $Sandbox.Results | ConvertFrom-Json
}

Export-ModuleMember -Function Start-RemovalSandbox, Add-RemovalRecord, Get-RemovalCount, Stop-Removal, Get-RemovalEntry
