BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force

    # Offered for what stands at the end of a line, in a folder with a file that must not be.
    function Get-Offer {
        param([string] $Line)

        (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches
    }

    $folder = Join-Path $TestDrive 'here'
    $null = New-Item -Path $folder -ItemType Directory
    Set-Content -Path (Join-Path $folder 'a-file-of-here.txt') -Value 'x'
    Push-Location -LiteralPath $folder

    # Everything that takes text and is no path.
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters +
        [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
    $texts = foreach ($command in Get-Command -Module SmimeCertTools -CommandType Cmdlet) {
        foreach ($parameter in $command.Parameters.Values) {
            $type = $parameter.ParameterType
            if ($type.IsArray) {
                $type = $type.GetElementType()
            }

            if ($parameter.Name -notin $common -and $type -in [string], [guid], [uri] -and
                $parameter.Name -notmatch 'Path$|Folder$|^Destination$|^PasswordList$|^FromResult$') {
                [pscustomobject] @{ Command = $command.Name; Parameter = $parameter.Name }
            }
        }
    }
}

AfterAll {
    Pop-Location
}

Describe 'Completion' {
    It 'offers no files where no path is asked for' {
        $texts.Count | Should -BeGreaterThan 50
        foreach ($text in $texts) {
            Get-Offer "$($text.Command) -$($text.Parameter) a-file" | Where-Object CompletionText -Match 'a-file-of-here' |
                Should -BeNullOrEmpty -Because "$($text.Command) -$($text.Parameter)"
        }
    }

    It 'offers files where a path is asked for' {
        (Get-Offer 'Get-SmimePfx -Path a-file').CompletionText | Should -Match 'a-file-of-here\.txt'
    }

    It 'offers no user before one was seen' {
        Get-Offer 'Get-SmimeUserPfx -UserPrincipalName ' | Should -BeNullOrEmpty
        Get-Offer 'Get-SmimeUserPfx ' | Where-Object ResultType -eq ProviderItem | Should -BeNullOrEmpty
    }
}

Describe 'Completion from what the session has seen' -Tag Sandbox, Samples `
    -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        $files = Get-SampleFile
        $common = @{
            PublicKeyPath = $files.ConnectorPublicKey
            ProviderName  = 'Microsoft Software Key Storage Provider'
            KeyName       = 'PFXEncryptionKey'
        }
        $connection = @{ GraphUri = Get-SandboxUri; AccessToken = Get-SandboxToken }
        Connect-SmimeGraph @connection
        $rows = $files.SelfSigned, $files.Issued | ForEach-Object {
            [pscustomobject] @{ UserPrincipalName = 'anna@contoso.com'; Path = $_.Path; Password = $_.Text }
        }

        $null = $rows | Import-SmimeUserPfx @common -IntendedPurpose SmimeEncryption
    }

    AfterAll {
        Get-SmimeUserPfx -UserPrincipalName anna@contoso.com |
            Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
        Get-SmimeProfile -Name 'Completion*' | Remove-SmimeProfile -Confirm:$false
        Disconnect-SmimeGraph
    }

    It 'offers users to every command that asks for one' {
        foreach ($command in 'Get-SmimeUserPfx', 'Import-SmimeUserPfx', 'New-SmimeUserPfx', 'Remove-SmimeUserPfx',
            'Get-UserCertHistory', 'Test-SmimePfx') {
            (Get-Offer "$command -UserPrincipalName an").CompletionText | Should -Contain 'anna@contoso.com' -Because $command
        }

        (Get-Offer 'Get-UserCertHistory ').CompletionText | Should -Contain 'anna@contoso.com'
    }

    It 'offers thumbprints, those of the named user alone, and says what they are' {
        $offered = Get-Offer 'Remove-SmimeUserPfx -UserPrincipalName anna@contoso.com -Thumbprint '
        $offered.CompletionText | Sort-Object |
            Should -Be (@($files.SelfSigned.Thumbprint, $files.Issued.Thumbprint) | Sort-Object)
        $offered[0].ToolTip | Should -Match 'anna@contoso\.com: .*(Encryption|Imported)'
        Get-Offer 'Remove-SmimeUserPfx -UserPrincipalName bert@contoso.com -Thumbprint ' | Should -BeNullOrEmpty
        $begin = $files.Issued.Thumbprint.Substring(0, 6).ToLowerInvariant()
        (Get-Offer "Get-SmimeUserPfx -Thumbprint $begin").CompletionText | Should -Be $files.Issued.Thumbprint
    }

    It 'offers no thumbprint that was removed' {
        Remove-SmimeUserPfx -UserPrincipalName anna@contoso.com -Thumbprint $files.Issued.Thumbprint -Confirm:$false `
            -WarningAction SilentlyContinue
        (Get-Offer 'Get-SmimeUserPfx -Thumbprint ').CompletionText | Should -Be $files.SelfSigned.Thumbprint
    }

    It 'offers profiles by name and puts in the id, until they are removed' {
        $made = New-TrustedRootProfile -Name 'Completion {Platform}' -Platform Windows, IOS -CertificatePath $files.Root
        $offered = Get-Offer 'Remove-SmimeProfile -Id Compl'
        $offered.ListItemText | Should -Be 'Completion iOS', 'Completion Windows'
        $offered.CompletionText | Sort-Object | Should -Be ($made.Id | Sort-Object)
        (Get-Offer "Set-SmimeProfileAssignment -Id $($made[0].Id.Substring(0, 8))").CompletionText | Should -Be $made[0].Id
        (Get-Offer 'Get-SmimeProfile -Name Compl').CompletionText | Should -Be "'Completion iOS'", "'Completion Windows'"

        Remove-SmimeProfile -Id $made[0].Id -Confirm:$false
        (Get-Offer 'Remove-SmimeProfile -Id Compl').CompletionText | Should -Be $made[1].Id
        $made[1] | Remove-SmimeProfile -Confirm:$false -PassThru | Out-Null
        Get-Offer 'Remove-SmimeProfile -Id Compl' | Should -BeNullOrEmpty
        Get-Offer 'Get-SmimeProfile -Name Compl' | Should -BeNullOrEmpty
    }

    It 'forgets all with the connection' {
        Get-SmimeUserPfx -UserPrincipalName anna@contoso.com | Should -Not -BeNullOrEmpty
        Get-Offer 'Get-SmimeUserPfx -UserPrincipalName an' | Should -Not -BeNullOrEmpty
        Disconnect-SmimeGraph
        Get-Offer 'Get-SmimeUserPfx -UserPrincipalName an' | Should -BeNullOrEmpty
        Get-Offer 'Get-SmimeUserPfx -Thumbprint ' | Should -BeNullOrEmpty
        Connect-SmimeGraph @connection
    }
}
