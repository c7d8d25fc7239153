# Asks a tenant what its documentation leaves open. README.md tells how it is run and what it touches: records that it made for
# the test user, and nothing else.
Set-StrictMode -Version 3.0

$repository = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$keyPrefix = 'SmimeCertTools-Kit'
$provider = 'Microsoft Software Key Storage Provider'
$records = 'deviceManagement/userPfxCertificates'
$never = '0001-01-01T00:00:00Z'
$kit = $null

function Test-KitEnabled {
    [bool] ($env:SMIME_LIVE_TENANT -and $env:SMIME_LIVE_USER)
}

# What the sandbox and the module assume, by id: the first table of docs/design/assumptions.md.
function Get-KitAssumption {
    $found = @{}
    $table = [System.IO.Path]::Combine($repository, 'docs', 'design', 'assumptions.md')
    foreach ($line in Get-Content -LiteralPath $table -Encoding UTF8) {
        if ($line -cmatch '^\| ([A-Z][A-Z0-9-]+) \| [^|]+ \| `([^`]+)` \|') {
            $found[$Matches[1]] = $Matches[2]
        }
    }

    $found
}

function Start-Kit {
    if (-not (Test-KitEnabled)) {
        throw 'SMIME_LIVE_TENANT and SMIME_LIVE_USER are not set. Invoke-TenantKit.ps1 sets them.'
    }

    if (-not $env:SMIME_LIVE_TOKEN) {
        throw ('SMIME_LIVE_TOKEN is not set: there is no token for Graph. ' +
            'Invoke-TenantKit.ps1 signs in, or takes one with -AccessToken.')
    }

    if ($PSVersionTable.PSEdition -eq 'Desktop') {
        Add-Type -AssemblyName System.Net.Http
    }

    $graph = if ($env:SMIME_LIVE_GRAPH) { $env:SMIME_LIVE_GRAPH.TrimEnd('/') } else { 'https://graph.microsoft.com' }
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) "smime-kit-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory -Path $folder
    $secret = ConvertTo-SecureString -String "$([guid]::NewGuid().ToString('N'))aA1" -AsPlainText -Force
    $null = New-SmimeConnectorKey -Path (Join-Path $folder 'key.pem') -Password $secret -KeySize 2048
    $rsa = [System.Security.Cryptography.RSA]::Create()
    if ($rsa.KeySize -lt 2048) {
        $rsa = [System.Security.Cryptography.RSACng]::new(2048)
    }

    $script:kit = @{
        User    = $env:SMIME_LIVE_USER
        Graph   = $graph
        Client  = [System.Net.Http.HttpClient]::new()
        Folder  = $folder
        Rsa     = $rsa
        KeyName = "$keyPrefix-$([guid]::NewGuid().ToString('N'))"
        Made    = [System.Collections.Generic.List[string]]::new()
        Answers = [ordered]@{}
    }
    $user = Invoke-Kit -Method GET -Path "users/$([uri]::EscapeDataString($kit.User))?`$select=id"
    if ($user.Status -ne 200) {
        throw "The test user was not found: Graph answered $($user.Status). Name an existing user, by user principal name."
    }

    $kit.UserId = ([guid] $user.Json.id).ToString('N')

    # What a run left behind that was killed. The key's name says whose it is.
    foreach ($record in Get-KitListing) {
        if ("$($record.keyName)".StartsWith($keyPrefix, [System.StringComparison]::Ordinal)) {
            $kit.Made.Add($record.id)
        }
    }

    Remove-KitRecord
}

function Stop-Kit {
    if (-not $kit) {
        return
    }

    try {
        Remove-KitRecord
    }
    finally {
        $kit.Client.Dispose()
        $kit.Rsa.Dispose()
        Remove-Item -LiteralPath $kit.Folder -Recurse -Force
    }
}

# One request to Graph beta. Any answer is an answer; only 429 and 503 are waited out.
function Invoke-Kit {
    param([string] $Method, [string] $Path, [object] $Body)

    $uri = if ($Path -match '^https?:') { $Path } else { "$($kit.Graph)/beta/$Path" }
    for ($try = 1; ; $try++) {
        $request = [System.Net.Http.HttpRequestMessage]::new([System.Net.Http.HttpMethod]::new($Method), $uri)
        try {
            $request.Headers.Authorization = [System.Net.Http.Headers.AuthenticationHeaderValue]::new(
                'Bearer', $env:SMIME_LIVE_TOKEN)
            if ($null -ne $Body) {
                $text = ConvertTo-Json -InputObject $Body -Depth 8 -Compress
                $request.Content = [System.Net.Http.StringContent]::new($text, [System.Text.Encoding]::UTF8, 'application/json')
            }

            $response = $kit.Client.SendAsync($request).GetAwaiter().GetResult()
            try {
                $status = [int] $response.StatusCode
                if ($status -in 429, 503 -and $try -lt 6) {
                    $after = $response.Headers.RetryAfter
                    $seconds = if ($after -and $after.Delta) { $after.Delta.TotalSeconds } else { [math]::Pow(2, $try) }
                    Start-Sleep -Milliseconds ([int] (1000 * [math]::Min($seconds, 120)))
                    continue
                }

                $text = if ($response.Content) { $response.Content.ReadAsStringAsync().GetAwaiter().GetResult() } else { '' }
                $json = if ($text -match '^\s*\{') { ConvertFrom-Json -InputObject $text } else { $null }
                return [pscustomobject]@{ Status = $status; Json = $json; Text = $text }
            }
            finally {
                $response.Dispose()
            }
        }
        finally {
            $request.Dispose()
        }
    }
}

# A member of an answer; null where it has none.
function Get-KitMember {
    param([object] $InputObject, [string] $Name)

    if ($InputObject -and $InputObject.PSObject.Properties[$Name]) { $InputObject.$Name } else { $null }
}

# The filter known to work, for the test user and perhaps one certificate.
function Get-KitFilter {
    param([string] $Thumbprint)

    $filter = "tolower(userPrincipalName) eq '$($kit.User.ToLowerInvariant().Replace("'", "''"))'"
    if ($Thumbprint) {
        $filter += " and tolower(thumbprint) eq '$($Thumbprint.ToLowerInvariant())'"
    }

    "$records`?`$filter=$([uri]::EscapeDataString($filter))"
}

# All records of the test user.
function Get-KitListing {
    $next = Get-KitFilter
    while ($next) {
        $page = Invoke-Kit -Method GET -Path $next
        if ($page.Status -ne 200) {
            throw "The test user's records cannot be read: Graph answered $($page.Status). Check the permissions of the sign-in."
        }

        $page.Json.value
        $next = Get-KitMember -InputObject $page.Json -Name '@odata.nextLink'
    }
}

# A certificate of its own for each record, so that no record that is there can be hit.
function New-KitBody {
    param([ValidateSet('Rsa', 'Ec')] [string] $Key = 'Rsa')

    $hash = [System.Security.Cryptography.HashAlgorithmName]::SHA256
    $name = "CN=SmimeCertTools kit $([guid]::NewGuid().ToString('N'))"
    if ($Key -eq 'Ec') {
        $pair = [System.Security.Cryptography.ECDsa]::Create(
            [System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP256'))
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new($name, $pair, $hash)
    }
    else {
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
            $name, $kit.Rsa, $hash, [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
    }

    $now = [System.DateTimeOffset]::UtcNow
    $certificate = $request.CreateSelfSigned($now.AddDays(-1), $now.AddDays(30))
    $password = [guid]::NewGuid().ToString('N')
    $made = New-SmimeUserPfx -Base64EncodedPfx ([System.Convert]::ToBase64String($certificate.Export('Pfx', $password))) `
        -Password (ConvertTo-SecureString -String $password -AsPlainText -Force) -UserPrincipalName $kit.User `
        -IntendedPurpose SmimeSigning -PublicKeyPath (Join-Path $kit.Folder 'key.pub.pem') -KeyName $kit.KeyName `
        -ProviderName $provider -ErrorAction Stop -WarningAction SilentlyContinue
    $certificate.Dispose()
    [ordered]@{
        thumbprint           = $made.Thumbprint.ToLowerInvariant()
        intendedPurpose      = 'smimeSigning'
        userPrincipalName    = $kit.User
        startDateTime        = $made.StartDateTime
        expirationDateTime   = $made.ExpirationDateTime
        providerName         = $provider
        keyName              = $kit.KeyName
        paddingScheme        = 'oaepSha512'
        encryptedPfxBlob     = $made.EncryptedPfxBlob
        encryptedPfxPassword = $made.EncryptedPfxPassword
        createdDateTime      = $never
        lastModifiedDateTime = $never
    }
}

# Uploads, and remembers what the service made of it, so that it is removed.
function Add-KitRecord {
    param([System.Collections.IDictionary] $Body)

    $answer = Invoke-Kit -Method POST -Path $records -Body $Body
    if ($answer.Status -ge 200 -and $answer.Status -lt 300) {
        $id = Get-KitMember -InputObject $answer.Json -Name 'id'
        if (-not $id) {
            $id = @(Get-KitListing | Where-Object thumbprint -EQ $Body['thumbprint'])[0].id
        }

        if (-not $kit.Made.Contains($id)) {
            $kit.Made.Add($id)
        }
    }

    $answer
}

# Removes what this kit made, and sees that it is gone.
function Remove-KitRecord {
    foreach ($id in @($kit.Made)) {
        $null = Invoke-Kit -Method DELETE -Path "$records/$id"
        for ($look = 1; (Invoke-Kit -Method GET -Path "$records/$id").Status -ne 404; $look++) {
            if ($look -ge 30) {
                throw ('A record that the kit made could not be removed. ' +
                    "Remove the test user's records whose key name begins with $keyPrefix.")
            }

            Start-Sleep -Seconds 1
        }

        $null = $kit.Made.Remove($id)
    }
}

# How many seconds until a condition holds, in words.
function Measure-Kit {
    param([scriptblock] $Condition, [int] $LimitSeconds = 120)

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    for ($look = 1; -not (& $Condition); $look++) {
        if ($clock.Elapsed.TotalSeconds -gt $LimitSeconds) {
            return "not within $LimitSeconds s"
        }

        Start-Sleep -Seconds 1
    }

    if ($look -eq 1) { 'at the first look' } else { "after $([int] $clock.Elapsed.TotalSeconds) s" }
}

function Set-KitAnswer {
    param([string] $Id, [string] $Answer)

    $kit.Answers[$Id] = $Answer
}

function Get-KitState {
    $kit
}

# No names, no ids, no secrets: the questions' ids and what was answered.
function Export-KitAnswer {
    param([string] $Path)

    $assumed = Get-KitAssumption
    $answers = foreach ($id in $kit.Answers.Keys) {
        [ordered]@{ id = $id; answer = $kit.Answers[$id]; assumed = $assumed[$id]; agrees = $kit.Answers[$id] -eq $assumed[$id] }
    }

    $version = (Import-PowerShellDataFile -Path (Join-Path $repository 'SmimeCertTools.psd1')).ModuleVersion
    $all = [ordered]@{ module = $version; day = [datetime]::UtcNow.ToString('yyyy-MM-dd'); answers = @($answers) }
    Set-Content -LiteralPath $Path -Value (ConvertTo-Json -InputObject $all -Depth 4) -Encoding UTF8
}

Export-ModuleMember -Function Test-KitEnabled, Get-KitAssumption, Start-Kit, Stop-Kit, Invoke-Kit, Get-KitMember, Get-KitFilter,
    Get-KitListing, New-KitBody, Add-KitRecord, Remove-KitRecord, Measure-Kit, Set-KitAnswer, Get-KitState, Export-KitAnswer
