# What the tests share: where the module is, what this system can do, and the sandbox and files that Invoke-Tests.ps1 tells of by
# environment variables (README.md).
Set-StrictMode -Version 3.0

$repository = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)

# A tag says what a test needs, and this why it is skipped where that is absent.
$reasons = @{
    Windows       = 'Only Windows has what this tests.'
    Unix          = 'Only Linux and macOS have what this tests.'
    Administrator = 'Keys of the machine need Windows and an administrator.'
    Sandbox       = 'No sandbox: SMIME_TEST_SANDBOX and SMIME_TEST_TOKEN are not set. Invoke-Tests.ps1 sets them.'
    SignIn        = 'Needs Linux, where SSL_CERT_FILE names the trusted CAs, PowerShell 7, the dotnet command and the ' +
        'sample files.'
    Samples       = 'No sample files: SMIME_TEST_SAMPLES is not set. Invoke-Tests.ps1 sets it.'
}

function Test-OnWindows {
    # $IsWindows is unknown to Windows PowerShell.
    $PSVersionTable.PSEdition -eq 'Desktop' -or $IsWindows
}

function Test-Administrator {
    if (-not (Test-OnWindows)) {
        return $false
    }

    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    ([System.Security.Principal.WindowsPrincipal] $identity).IsInRole(
        [System.Security.Principal.WindowsBuiltInRole]::Administrator)
}

# Whether a list with one entry comes back as it was set: FAT keeps none, and some file servers make others of them.
function Test-AccessList {
    param([string] $Folder)

    $file = Join-Path $Folder "probe-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -Path $file -ItemType File
    try {
        $list = [System.Security.AccessControl.FileSecurity]::new()
        $list.SetAccessRuleProtection($true, $false)
        $me = [System.Security.Principal.WindowsIdentity]::GetCurrent().User
        $list.AddAccessRule([System.Security.AccessControl.FileSystemAccessRule]::new($me, 'FullControl', 'Allow'))
        Set-Acl -LiteralPath $file -AclObject $list
        $kept = Get-Acl -LiteralPath $file
        $kept.AreAccessRulesProtected -and
            @($kept.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])).Count -eq 1
    }
    finally {
        Remove-Item -LiteralPath $file -Force
    }
}

function Test-Sandbox {
    [bool] ($env:SMIME_TEST_SANDBOX -and $env:SMIME_TEST_TOKEN)
}

function Test-SampleFile {
    [bool] $env:SMIME_TEST_SAMPLES
}

# Signing in needs https, and so a CA that this process's children trust.
function Test-SignIn {
    $PSVersionTable.PSEdition -eq 'Core' -and $IsLinux -and (Test-SampleFile) -and
        [bool] (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)
}

# Why a test with these tags, its own and those around it, is skipped.
function Get-SkipReason {
    param([string[]] $Tag)

    $Tag | Where-Object { $reasons.ContainsKey($_) } | ForEach-Object { $reasons[$_] } | Select-Object -First 1
}

function Get-RepositoryPath {
    param([string] $Path)

    Join-Path $repository $Path
}

# The module under test: SMIME_TEST_MODULE, or what the build has staged.
function Get-ModuleManifest {
    if ($env:SMIME_TEST_MODULE) {
        return $env:SMIME_TEST_MODULE
    }

    $version = (Import-PowerShellDataFile -Path (Get-RepositoryPath 'SmimeCertTools.psd1')).ModuleVersion
    $manifest = [System.IO.Path]::Combine($repository, 'artifacts', 'module', 'SmimeCertTools', $version, 'SmimeCertTools.psd1')
    if (-not (Test-Path -LiteralPath $manifest)) {
        throw "The module is not staged at $manifest. Run: dotnet build src/SmimeCertTools.Module"
    }

    $manifest
}

function Get-SamplePfx {
    param([object] $Entry)

    [pscustomobject]@{
        Path       = Join-Path $env:SMIME_TEST_SAMPLES $Entry.path
        Text       = $Entry.password
        Password   = ConvertTo-SecureString -String $Entry.password -AsPlainText -Force
        Thumbprint = $Entry.thumbprint
    }
}

# The files that "SmimeCertTools.Sandbox --new-samples" made. The tests write nothing there.
function Get-SampleFile {
    $list = Get-Content -LiteralPath (Join-Path $env:SMIME_TEST_SAMPLES 'samples.json') -Raw -Encoding UTF8 | ConvertFrom-Json
    [pscustomobject]@{
        UserPrincipalName  = $list.userPrincipalName
        SelfSigned         = Get-SamplePfx -Entry $list.selfSigned
        Issued             = Get-SamplePfx -Entry $list.issued
        Root               = Join-Path $env:SMIME_TEST_SAMPLES $list.root.path
        Issuing            = Join-Path $env:SMIME_TEST_SAMPLES $list.issuing.path
        ConnectorPublicKey = Join-Path $env:SMIME_TEST_SAMPLES $list.connectorPublicKey
    }
}

# Ends with a slash, as Connect-SmimeGraph wants it.
function Get-SandboxUri {
    "$($env:SMIME_TEST_SANDBOX.TrimEnd('/'))/"
}

function Get-SandboxToken {
    ConvertTo-SecureString -String $env:SMIME_TEST_TOKEN -AsPlainText -Force
}

# The command line of the PowerShell that this is, for what needs a process of its own.
function Get-PowerShellCommand {
    $program = [System.Environment]::GetCommandLineArgs()[0]
    if ($program -like '*.dll') {
        return @((Get-Command -Name dotnet -CommandType Application | Select-Object -First 1).Source, $program)
    }

    , @((Get-Process -Id $PID).Path)
}

# The ErrorId that a script ends with; -ErrorAction Stop is the script's to give.
function Get-ErrorId {
    param([scriptblock] $Script)

    try {
        $null = & $Script
        'none'
    }
    catch {
        $_.FullyQualifiedErrorId.Split(',')[0]
    }
}

Export-ModuleMember -Function Test-*, Get-SkipReason, Get-RepositoryPath, Get-ModuleManifest, Get-SampleFile,
    Get-SandboxUri, Get-SandboxToken, Get-PowerShellCommand, Get-ErrorId
