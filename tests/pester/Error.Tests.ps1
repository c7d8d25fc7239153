BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    $missing = @(
        'Get-SmimePfx -Path $gone'
        'Get-SmimePfx -LiteralPath $gone'
        'Convert-SmimePfx -Path $gone -Password x -RandomPassword'
        'New-SmimeUserPfx -UserPrincipalName anna@contoso.com -Path $gone -Password x -PublicKeyPath $key'
        'New-SmimeUserPfx -UserPrincipalName anna@contoso.com -Path $pfx -Password x -PublicKeyPath $gone'
        'Import-SmimeUserPfx -UserPrincipalName anna@contoso.com -Path $gone -Password x -PublicKeyPath $key'
        'Import-SmimeUserPfx -UserPrincipalName anna@contoso.com -Path $pfx -Password x -PublicKeyPath $gone'
        'Import-SmimeUserPfx -ManifestPath $gone -PublicKeyPath $key'
        'Import-SmimeUserPfx -ManifestPath $list -PublicKeyPath $gone'
        'Import-SmimeUserPfx -ManifestPath $list -PublicKeyPath $key'
        'Import-Csv -Path $list | Import-SmimeUserPfx -PublicKeyPath $key'
        'Get-SmimeConnectorKey -Path $gone'
        'Export-SmimeConnectorKey -Path $gone -Password $secret -Destination $new'
        'Test-SmimeConnectorKey -Path $gone -Password $secret'
        'Test-SmimePfx -Path $pfx -Password x -PublicKeyPath $gone'
        'Test-SmimeMessage -Path $gone'
        'Connect-SmimeGraph -ClientId $id -TenantId $id -CertificatePath $gone'
        'New-TrustedRootProfile -Name Root -Platform IOS -CertificatePath $gone'
        'Get-UserCertHistory anna@contoso.com -ArchivePath $gone'
        'Get-UserCertHistory anna@contoso.com -ArchivePath $list'
        'Remove-SmimeUserPfx anna@contoso.com -All -ArchivePath $gone -Confirm:$false'
    )
}

BeforeDiscovery {
    $others = @(
        'Get-SmimePfx -Path $pfx -Password 123456'
        'Get-SmimePfx -Path $list -Password x'
        'Get-SmimePfx -Path "$pfx`u{202A}"'
        'Convert-SmimePfx -Path $pfx -Password wrong -RandomPassword'
        'Import-SmimeUserPfx -UserPrincipalName anna@contoso.com -Path $pfx -Password wrong -PublicKeyPath $key'
        'Import-SmimeUserPfx -UserPrincipalName nobody@contoso.com -Path $pfx -Password $text -PublicKeyPath $key ' +
            '-IntendedPurpose SmimeEncryption'
        'Import-SmimeUserPfx -UserPrincipalName bert@contoso.com -Path $pfx -Password $text -PublicKeyPath $key ' +
            '-IntendedPurpose SmimeEncryption'
        'Import-SmimeUserPfx -UserPrincipalName anna -Path $pfx -Password $text -PublicKeyPath $key'
        'Import-SmimeUserPfx -Path $pfx -UserPrincipalName anna@contoso.com -Password $text -PublicKeyPath $list'
        'Import-SmimeUserPfx -ManifestPath $pfx -PublicKeyPath $key'
        'Import-SmimeUserPfx -ManifestPath $odd -PublicKeyPath $key'
        'Get-SmimeUserPfx -UserPrincipalName anna@contoso.com -Thumbprint xyz'
        'Get-UserCertHistory -UserPrincipalName nobody@contoso.com'
        'Get-UserCertHistory'
        'Get-UserCertHistory -GroupName Nobody'
        'Remove-SmimeUserPfx -UserPrincipalName nobody@contoso.com -All -Confirm:$false'
        'Remove-SmimeUserPfx -UserPrincipalName anna@contoso.com'
        'Get-SmimeProfile -Name Nothing'
        'Remove-SmimeProfile -Name Nothing -Confirm:$false'
        'Test-SmimeConnectorKey -Path $key'
        'Get-SmimeConnectorKey -Path $list'
        'Test-SmimePfx -Path { break }'
        'Connect-SmimeGraph -GraphUri http://contoso.com/ -AccessToken $secret'
    )
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
}

Describe 'What is not there' -Tag Sandbox, Samples -Skip:(-not ((Test-Sandbox) -and (Test-SampleFile))) {
    BeforeAll {
        $files = Get-SampleFile
        $pfx = $files.SelfSigned.Path
        $key = $files.ConnectorPublicKey
        $gone = Join-Path $TestDrive 'gone.pfx'
        $new = Join-Path $TestDrive 'new.pem'
        $list = Join-Path $TestDrive 'list.csv'
        $id = [guid]::NewGuid().ToString()
        $secret = ConvertTo-SecureString -String $id -AsPlainText -Force
        Set-Content -LiteralPath $list -Value 'UserPrincipalName,Path,Password', "anna@contoso.com,$gone,x"
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    It 'has one id, and is named and said once: <_>' -ForEach $missing {
        $found = & {
            $ErrorActionPreference = 'Continue'
            try {
                & ([scriptblock]::Create($_)) 2>&1 3>$null 6>$null
            }
            catch {
                $_
            }
        } | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        @($found).Count | Should -Be 1
        $found.FullyQualifiedErrorId.Split(',')[0] | Should -Be 'PathNotFound'
        $found.CategoryInfo.Category | Should -Be 'ObjectNotFound'

        $text = "$found $(if ($found.ErrorDetails) { $found.ErrorDetails.RecommendedAction })"
        [regex]::Matches($text, 'gone\.pfx').Count | Should -Be 1 -Because $text
        [regex]::Matches($text, 'Check the path').Count | Should -BeLessOrEqual 1 -Because $text
        $sentences = @(($text -split '(?<=[.:]) +').Trim() | Where-Object { $_ })
        @($sentences | Sort-Object -Unique).Count | Should -Be $sentences.Count -Because $text
    }

    It 'says nothing twice: <_>' -ForEach $others {
        $text = $files.SelfSigned.Text
        $odd = Join-Path $TestDrive 'odd.csv'
        Set-Content -LiteralPath $odd -Value 'UserPrincipalName,Path,Passwort', 'anna@contoso.com,a.pfx,x'
        $found = @(& {
                $ErrorActionPreference = 'Continue'
                try {
                    & ([scriptblock]::Create($_)) 2>&1 3>$null 6>$null
                }
                catch {
                    $_
                }
            } | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] -or
                $_.PSObject.TypeNames -contains 'SmimeCertTools.Pfx.SmimePfxFinding' })
        $found.Count | Should -BeGreaterThan 0
        foreach ($one in $found) {
            $said = if ($one -is [System.Management.Automation.ErrorRecord]) {
                "$one $(if ($one.ErrorDetails) { $one.ErrorDetails.RecommendedAction })"
            }
            else {
                "$($one.Message) $($one.Advice)"
            }

            $sentences = @(($said -split '(?<=[.:]) +').Trim() | Where-Object { $_ })
            @($sentences | Sort-Object -Unique).Count | Should -Be $sentences.Count -Because $said
        }
    }

    It 'takes a script block for a path for what it is' {
        $finding = Test-SmimePfx -Path { break }
        $finding.Id | Should -Be 'PathUnusable'
        $finding.Message | Should -Match 'script block of -Path, which used break or continue outside of a loop'
    }

    It 'is a finding of the same id' {
        (Test-SmimePfx -Path $gone -Password x).Id | Should -Be 'PathNotFound'
    }
}
