BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
}

# Names change and change hands. What says whose a certificate is, is the object id.
Describe 'Whose a certificate is' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        $files = Get-SampleFile
        $users = "$(Get-SandboxUri)sandbox/users"
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)

        function Send-User {
            param([string] $Method, [string] $Name, [string] $NewName)

            $uri = if ($Name) { "$users/$Name" } else { $users }
            $arguments = @{ Method = $Method; Uri = $uri; ContentType = 'application/json' }
            if ($NewName) {
                $arguments.Body = ConvertTo-Json -InputObject @{ userPrincipalName = $NewName; mail = 'anna@contoso.com' }
            }

            Invoke-RestMethod @arguments
        }

        function Import-Sample {
            param([string] $User, [string] $Key = $files.ConnectorPublicKey, [hashtable] $More = @{})

            $password = ConvertTo-SecureString -String $files.SelfSigned.Text -AsPlainText -Force
            Import-SmimeUserPfx -Path $files.SelfSigned.Path -UserPrincipalName $User -Password $password `
                -PublicKeyPath $Key -IntendedPurpose SmimeEncryption @More
        }
    }

    BeforeEach {
        $null = Send-User -Method Post -NewName 'nora@contoso.com'
        $imported = Import-Sample -User 'nora@contoso.com'
    }

    AfterEach {
        Get-SmimeUserPfx | Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
        foreach ($name in 'nora@contoso.com', 'nora.berg@contoso.com') {
            try { $null = Send-User -Method Delete -Name $name } catch { Write-Verbose "There is no $name." }
        }
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    It 'finds the certificate of a user who was renamed, and names it' {
        $null = Send-User -Method Patch -Name 'nora@contoso.com' -NewName 'nora.berg@contoso.com'

        $quiet = @{ WarningVariable = 'warnings'; WarningAction = 'SilentlyContinue' }
        $found = Get-SmimeUserPfx -UserPrincipalName 'nora.berg@contoso.com' @quiet
        $found.Id | Should -Be $imported.RecordId
        $found.UserPrincipalName | Should -Be 'nora@contoso.com'
        "$warnings" | Should -Match '1 imported certificate is under the name nora@contoso\.com'

        $again = Import-Sample -User 'nora.berg@contoso.com'
        $again.Status | Should -Be 'AlreadyPresent'
        $again.Difference | Should -Be "user principal name nora@contoso.com $([char] 0x2192) nora.berg@contoso.com"
        (Import-Sample -User 'nora.berg@contoso.com' -More @{ Force = $true }).Status | Should -Be 'Updated'
        @(Get-SmimeUserPfx).Count | Should -Be 1

        $findings = Get-UserCertHistory -UserPrincipalName 'nora.berg@contoso.com' -Finding -WarningAction SilentlyContinue
        $findings.Id | Should -Not -Contain 'NoEncryptionCertificate'
    }

    It 'imports for an account that was deleted and made anew, and shows both certificates' {
        $null = Send-User -Method Delete -Name 'nora@contoso.com'
        $null = Send-User -Method Post -NewName 'nora@contoso.com'

        $anew = Import-Sample -User 'nora@contoso.com'
        $anew.Status | Should -Be 'Imported'
        $anew.RecordId | Should -Not -Be $imported.RecordId

        $quiet = @{ WarningVariable = 'warnings'; WarningAction = 'SilentlyContinue' }
        $found = @(Get-SmimeUserPfx -UserPrincipalName 'nora@contoso.com' @quiet)
        $found.Id | Should -Be @($anew.RecordId, $imported.RecordId)
        @($found.UserId | Sort-Object -Unique).Count | Should -Be 2
        "$warnings" | Should -Match "1 imported certificate is another account's \($($found[1].UserId)\)"
        (Import-Sample -User 'nora@contoso.com').Status | Should -Be 'AlreadyPresent'
    }

    It 'calls a certificate outdated that the file of results knows under another key of the same name' {
        $folder = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $results = "$folder.csv"
        $other = "$folder.pem"
        $password = ConvertTo-SecureString -String 'only for this test 1' -AsPlainText -Force
        $null = New-SmimeConnectorKey -Path "$folder.key" -PublicKeyPath $other -Password $password
        (Import-Sample -User 'nora@contoso.com' -More @{ ResultPath = $results; Force = $true }).Status | Should -Be 'Updated'

        $outdated = Import-Sample -User 'nora@contoso.com' -Key $other -More @{ ResultPath = $results; WarningAction = 'Ignore' }
        $outdated.Status | Should -Be 'Outdated'
        $outdated.Difference | Should -Match '^public key [0-9A-F]{16}'
        (Import-Sample -User 'nora@contoso.com' -Key $other -More @{ ResultPath = $results; Force = $true }).Status |
            Should -Be 'Updated'
        (Import-Sample -User 'nora@contoso.com' -Key $other).Status | Should -Be 'AlreadyPresent'

        $kept = @(Import-Csv -Path $results)
        $kept.Status | Should -Be @('Updated', 'Outdated', 'Updated')
        $kept[0].PublicKeyFingerprint | Should -Be $kept[1].PublicKeyFingerprint
        $kept[2].PublicKeyFingerprint | Should -Match '^[0-9A-F]{64}$'
        $kept[2].PublicKeyFingerprint | Should -Not -Be $kept[0].PublicKeyFingerprint
    }
}
