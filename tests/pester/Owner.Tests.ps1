BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
}

# Lists of a CA have files and mail addresses, and seldom user principal names.
Describe 'A file without user' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        $files = Get-SampleFile
        $pfx = $files.SelfSigned.Path
        $password = $files.SelfSigned.Text
        $common = @{ PublicKeyPath = $files.ConnectorPublicKey; IntendedPurpose = 'SmimeEncryption' }
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
    }

    BeforeEach {
        # Other files' records are in the same sandbox.
        Get-SmimeUserPfx | Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
    }

    AfterAll {
        Get-SmimeUserPfx | Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
        Disconnect-SmimeGraph
    }

    It 'is imported for whom its certificate names: <Name>' -ForEach @(
        @{ Name = 'in words'; Script = { Import-SmimeUserPfx -Path $pfx -Password $password @common } }
        @{ Name = 'a file object'; Script = { Get-Item -LiteralPath $pfx | Import-SmimeUserPfx -Password $password @common } }
        @{ Name = 'a row'; Script = {
                [pscustomobject]@{ Path = $pfx; Password = $password } | Import-SmimeUserPfx @common
            }
        }
        @{ Name = 'a row with an empty user'; Script = {
                [pscustomobject]@{ UserPrincipalName = ' '; Path = $pfx; Password = $password } | Import-SmimeUserPfx @common
            }
        }
        @{ Name = 'a list with an empty user'; Script = {
                $list = Join-Path $TestDrive 'empty.csv'
                [pscustomobject]@{ UserPrincipalName = ''; Path = $pfx; Password = $password } |
                    Export-Csv -LiteralPath $list -NoTypeInformation -Encoding UTF8
                Import-SmimeUserPfx -ManifestPath $list @common
            }
        }
        @{ Name = 'a list without users'; Script = {
                $list = Join-Path $TestDrive 'without.csv'
                [pscustomobject]@{ Path = $pfx; Password = $password } |
                    Export-Csv -LiteralPath $list -NoTypeInformation -Encoding UTF8
                Import-SmimeUserPfx -ManifestPath $list @common
            }
        }
        @{ Name = 'a record'; Script = {
                New-SmimeUserPfx -Path $pfx -Password $password @common | Import-SmimeUserPfx
            }
        }
    ) {
        $result = & $Script
        $result.Status | Should -Be 'Imported'
        $result.UserPrincipalName | Should -Be 'anna@contoso.com'
        (Get-SmimeUserPfx).UserPrincipalName | Should -Be 'anna@contoso.com'
    }

    It 'says by which address the user was found, and keeps it' {
        $results = Join-Path $TestDrive 'results.csv'
        $result = Import-SmimeUserPfx -Path $pfx -Password $password @common -ResultPath $results
        $result.FoundBy | Should -Be 'anna@contoso.com'
        $entry = Import-Csv -Path $results
        $entry.UserPrincipalName, $entry.FoundBy | Should -Be 'anna@contoso.com', 'anna@contoso.com'
    }

    It 'is an error of that file alone where nobody has the address' {
        $null = Invoke-RestMethod -Method Patch -Uri "$(Get-SandboxUri)sandbox/users/anna@contoso.com" `
            -ContentType 'application/json' -Body '{"userPrincipalName": "anna.berg@contoso.com"}'
        $null = Invoke-RestMethod -Method Delete -Uri "$(Get-SandboxUri)sandbox/users/anna.berg@contoso.com"
        try {
            $result = Import-SmimeUserPfx -Path $pfx -Password $password @common -ErrorVariable problems `
                -ErrorAction SilentlyContinue
            $result.Status | Should -Be 'Failed'
            $result.ErrorId | Should -Be 'UserNotIdentified'
            @($problems).Count | Should -Be 1
        }
        finally {
            $null = Invoke-RestMethod -Method Post -Uri "$(Get-SandboxUri)sandbox/users" -ContentType 'application/json' `
                -Body '{"userPrincipalName": "anna@contoso.com", "mail": "anna@contoso.com"}'
        }
    }

    It 'makes no record where there is no connection' {
        Disconnect-SmimeGraph
        try {
            Get-ErrorId { New-SmimeUserPfx -Path $pfx -Password $password @common -ErrorAction Stop } |
                Should -Be 'UserNotIdentified'
        }
        finally {
            Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        }
    }

    It 'shows the certificates of an object id and of a mail address, blanks around or not: <_>' -ForEach @(
        'Get-SmimeUserPfx', 'Get-UserCertHistory'
    ) {
        $imported = Import-SmimeUserPfx -Path $pfx -Password $password @common
        $id = (Get-SmimeUserPfx).UserId
        foreach ($name in "$id", " $id ", $id) {
            (& $_ -UserPrincipalName $name -WarningAction SilentlyContinue).Thumbprint | Should -Be $imported.Thumbprint
        }
    }
}

# The console lists what was done; what was there already is counted. Whoever keeps results gets all of them.
Describe 'Results of what is there already' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        $files = Get-SampleFile
        $list = Join-Path $TestDrive 'users.csv'
        [pscustomobject]@{
            UserPrincipalName = 'anna@contoso.com'
            Path              = $files.SelfSigned.Path
            Password          = $files.SelfSigned.Text
            IntendedPurpose   = 'SmimeEncryption'
        } | Export-Csv -LiteralPath $list -NoTypeInformation -Encoding UTF8
        $prologue = "Import-Module '$(Get-ModuleManifest)'`n" +
            "Connect-SmimeGraph -GraphUri '$(Get-SandboxUri)' -AccessToken (" +
            "ConvertTo-SecureString -String `$env:SMIME_TEST_TOKEN -AsPlainText -Force)`n"
        $import = "Import-SmimeUserPfx -ManifestPath '$list' -PublicKeyPath '$($files.ConnectorPublicKey)'"

        # In a console of its own: what a person sees.
        function Show-Console {
            param([string] $Text)

            $script = Join-Path $TestDrive 'console.ps1'
            Set-Content -LiteralPath $script -Value ($prologue + $Text) -Encoding UTF8
            $command = @(Get-PowerShellCommand) + '-NoLogo', '-NoProfile', '-NonInteractive', '-File', $script
            & $command[0] $command[1..($command.Count - 1)] | Out-String
        }

        $first = Show-Console $import
    }

    AfterAll {
        $null = Show-Console 'Get-SmimeUserPfx | Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue'
    }

    It 'are listed the first time' {
        $first | Should -Match 'Imported +anna@contoso\.com'
    }

    It 'are counted on the console' {
        $shown = Show-Console $import
        $shown | Should -Match '1 already present'
        $shown | Should -Not -Match 'AlreadyPresent +anna@contoso\.com'
    }

    It 'are listed with -Detailed' {
        Show-Console "$import -Detailed" | Should -Match 'AlreadyPresent +anna@contoso\.com'
    }

    It 'are all there in <_>' -ForEach '$kept = {0}; $kept', '{0} | Format-List', '{0} | ConvertTo-Csv' {
        Show-Console ($_ -f $import) | Should -Match 'AlreadyPresent'
    }

    It 'are known to completion though they are only counted' {
        $shown = Show-Console ("$import`n" +
            "(TabExpansion2 -inputScript 'Get-SmimeUserPfx ann' -cursorColumn 20).CompletionMatches.CompletionText")
        $shown | Should -Match '(?m)^anna@contoso\.com'
    }
}
