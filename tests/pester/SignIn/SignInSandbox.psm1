# A sandbox with an https authority, apps to sign in as, and a PowerShell that trusts its CA.
Set-StrictMode -Version 3.0

function New-SignInSetting {
    param([object] $Files, [string] $Folder)

    $flags = [System.Security.Cryptography.X509Certificates.X509KeyStorageFlags]::EphemeralKeySet
    $registered = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new(
        $Files.SelfSigned.Path, $Files.SelfSigned.Text, $flags)
    $setting = [ordered]@{
        Module              = Get-ModuleManifest
        Folder              = $Folder
        TenantId            = [guid]::NewGuid().ToString()
        ClientId            = [guid]::NewGuid().ToString()
        ShortClientId       = [guid]::NewGuid().ToString()
        Secret              = [guid]::NewGuid().ToString('N')
        WrongSecret         = [guid]::NewGuid().ToString('N')
        IdentityHeader      = [guid]::NewGuid().ToString('N')
        SystemIdentity      = [guid]::NewGuid().ToString()
        UserIdentity        = [guid]::NewGuid().ToString()
        ShortLifetime       = 6
        ShortIdentity       = [guid]::NewGuid().ToString()
        CertificatePath     = $Files.SelfSigned.Path
        CertificatePassword = $Files.SelfSigned.Text
        Thumbprint          = $Files.SelfSigned.Thumbprint
        OtherPath           = $Files.Issued.Path
        OtherPassword       = $Files.Issued.Text
        ConnectorPublicKey  = $Files.ConnectorPublicKey
        ExpiredClientId     = [guid]::NewGuid().ToString()
        ExpiredPath         = Join-Path $Folder 'expired.pfx'
        Users               = @(1..12 | ForEach-Object { "user$_@contoso.com" })
        CertificatePem      = $registered.ExportCertificatePem()
    }
    $registered.Dispose()
    $setting.ExpiredPem = New-ExpiredCertificate -Path $setting.ExpiredPath
    $setting
}

# Only Linux runs this, where PowerShell can make one. The file has no password: nobody can use it any more.
function New-ExpiredCertificate {
    param([string] $Path)

    $key = [System.Security.Cryptography.RSA]::Create(2048)
    $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=expired', $key, [System.Security.Cryptography.HashAlgorithmName]::SHA256,
        [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $now = [System.DateTimeOffset]::UtcNow
    $certificate = $request.CreateSelfSigned($now.AddDays(-10), $now.AddDays(-1))
    [System.IO.File]::WriteAllBytes($Path, $certificate.Export('Pfx'))
    $certificate.ExportCertificatePem()
    $certificate.Dispose()
    $key.Dispose()
}

# Starts the sandbox; adds its addresses and its CA to the settings.
function Start-SignInSandbox {
    param([System.Collections.IDictionary] $Setting)

    $app = @{ secret = $Setting.Secret; certificatePem = $Setting.CertificatePem }
    $configuration = @{
        tenantId                  = $Setting.TenantId
        deviceCodeLifetimeSeconds = 25
        identityHeader            = $Setting.IdentityHeader
        systemAssignedIdentity    = @{ clientId = $Setting.SystemIdentity }
        userAssignedIdentities    = @(
            @{ clientId = $Setting.UserIdentity },
            @{ clientId = $Setting.ShortIdentity; tokenLifetimeSeconds = $Setting.ShortLifetime })
        clients                   = @(
            ($app + @{ clientId = $Setting.ClientId }),
            @{ clientId = $Setting.ExpiredClientId; certificatePem = $Setting.ExpiredPem },
            ($app + @{ clientId = $Setting.ShortClientId; tokenLifetimeSeconds = $Setting.ShortLifetime }))
        users                     = @($Setting.Users | ForEach-Object { @{ userPrincipalName = $_ } })
    }
    $file = Join-Path $Setting.Folder 'sandbox.json'
    ConvertTo-Json -InputObject $configuration -Depth 5 | Set-Content -LiteralPath $file -Encoding utf8
    $output = Join-Path $Setting.Folder 'sandbox.txt'
    $Setting.AuthorityFile = Join-Path $Setting.Folder 'ca.pem'
    $arguments = "`"$(Find-Sandbox)`"", '--port', '0', '--config', "`"$file`"", '--ca-file', "`"$($Setting.AuthorityFile)`""
    $process = Start-Process -FilePath dotnet -ArgumentList $arguments -RedirectStandardOutput $output -PassThru
    $deadline = [datetime]::UtcNow.AddSeconds(60)
    do {
        Start-Sleep -Milliseconds 200
        $text = if (Test-Path -LiteralPath $output) { [string] (Get-Content -LiteralPath $output -Raw) } else { '' }
        if ($process.HasExited -or [datetime]::UtcNow -gt $deadline) {
            throw "The sandbox did not start: $text"
        }
    } until ($text -match 'listens on (http:\S+) and (https:\S+)[\s\S]*Ctrl\+C ends')

    $Setting.GraphUri = $Matches[1]
    $Setting.Authority = $Matches[2]
    $process
}

# What a browser is to MSAL on Linux: it leaves the address in a file.
function New-BrowserStandIn {
    param([System.Collections.IDictionary] $Setting)

    $Setting.BrowserFile = Join-Path $Setting.Folder 'address.txt'
    $bin = New-Item -Path (Join-Path $Setting.Folder 'bin') -ItemType Directory
    $program = Join-Path $bin.FullName 'xdg-open'
    $part = "$($Setting.BrowserFile).part"
    $lines = '#!/bin/sh', "printf '%s' `"`$1`" > '$part'", "mv '$part' '$($Setting.BrowserFile)'"
    [System.IO.File]::WriteAllText($program, ($lines -join "`n") + "`n")
    & chmod +x $program
    $bin.FullName
}

# Runs Scenarios.ps1 and returns what it saw, by the scenario's name.
function Invoke-SignInScenario {
    param([System.Collections.IDictionary] $Setting)

    $bin = New-BrowserStandIn -Setting $Setting
    $settingFile = Join-Path $Setting.Folder 'setting.json'
    $resultFile = Join-Path $Setting.Folder 'result.json'
    ConvertTo-Json -InputObject $Setting -Depth 4 | Set-Content -LiteralPath $settingFile -Encoding utf8
    $variables = @{
        SSL_CERT_FILE        = $Setting.AuthorityFile
        HOME                 = (New-Item -Path (Join-Path $Setting.Folder 'home') -ItemType Directory).FullName
        PATH                 = "$bin$([System.IO.Path]::PathSeparator)$env:PATH"
    }

    # The names differ in case alone, and so do variables on Linux, but not keys here.
    $names = 'HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy', 'NO_PROXY', 'no_proxy',
        'AZURE_AUTHORITY_HOST', 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'MSI_ENDPOINT', 'IMDS_ENDPOINT'
    $before = [System.Collections.Generic.Dictionary[string, string]]::new([System.StringComparer]::Ordinal)
    foreach ($name in $names) {
        $before[$name] = [System.Environment]::GetEnvironmentVariable($name)
        [System.Environment]::SetEnvironmentVariable($name, $null)
    }

    foreach ($name in $variables.Keys) {
        $before[$name] = [System.Environment]::GetEnvironmentVariable($name)
        [System.Environment]::SetEnvironmentVariable($name, $variables[$name])
    }

    try {
        # What .NET reads SSL_CERT_FILE for is fixed when a process starts.
        $command = @(Get-PowerShellCommand) + '-NoLogo', '-NoProfile', '-NonInteractive', '-File',
            (Join-Path $PSScriptRoot 'Scenarios.ps1'), '-SettingPath', $settingFile, '-ResultPath', $resultFile
        $said = & $command[0] $command[1..($command.Count - 1)] 2>&1 | Out-String
    }
    finally {
        foreach ($name in @($before.Keys)) {
            [System.Environment]::SetEnvironmentVariable($name, $before[$name])
        }
    }

    if ($LASTEXITCODE -ne 0 -or -not (Test-Path -LiteralPath $resultFile)) {
        throw "The scenarios ended with $LASTEXITCODE. $said"
    }

    Get-Content -LiteralPath $resultFile -Raw | ConvertFrom-Json -AsHashtable
}

Export-ModuleMember -Function New-SignInSetting, Start-SignInSandbox, Invoke-SignInScenario
