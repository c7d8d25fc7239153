BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force

    Import-Module -Name (Join-Path $PSScriptRoot 'DeploymentKit.psm1') -Force

    function Get-Problem {
        Test-SmimeDeployment | Where-Object Status -NE 'Pass'
    }
}

Describe 'A deployment' -Tag Sandbox -Skip:(-not (Test-Sandbox)) {
    BeforeAll {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        Push-Location -LiteralPath $TestDrive
    }

    AfterAll {
        Pop-Location
        Disconnect-SmimeGraph
        $null = Invoke-RestMethod -Method Delete -Uri "$(Get-SandboxUri)sandbox/deployment"
    }

    It 'passes when it is sound' {
        $null = Set-Deployment -Folder $TestDrive
        Get-Problem | ForEach-Object { "$_" } | Should -BeNullOrEmpty
        Test-SmimeDeployment -Quiet | Should -BeTrue
        $checks = Test-SmimeDeployment
        $checks.Count | Should -BeGreaterThan 40
        @($checks | ForEach-Object Area | Select-Object -Unique).Count | Should -Be 10
    }

    It 'is mended by the next step of <_>, as it is printed' -ForEach @(
        'ImportedProfileMissing', 'AssignmentRoot', 'MailProfileUnbound', 'SigningProfileAddress', 'TrustedRootMissing',
        'SigningProfileRoot', 'TrustedRootStore', 'ImportedProfileChannel', 'AssignmentGroupGone', 'ConnectorKeyUnnamed',
        'CertificateShared', 'CertificateExpiring', 'RecordEarlierAccount', 'RecordUserUnknown'
    ) {
        Mock -CommandName Read-Host -MockWith { Get-Answer -Prompt "$Prompt" -AsSecureString:$AsSecureString }
        $null = Set-Deployment -Folder $TestDrive -Fault $_
        $problem = @(Get-Problem)
        $problem | ForEach-Object Id | Select-Object -Unique | Should -Be $_
        $ConfirmPreference = 'None'
        foreach ($step in $problem.NextStep | Select-Object -Unique) {
            $null = Invoke-Expression -Command $step -ErrorAction Stop -WarningAction SilentlyContinue
        }

        Get-Problem | ForEach-Object { "$_" } | Should -BeNullOrEmpty
    }

    It 'says as a comment what a person does, for <_>' -ForEach @(
        'ConnectorInactive', 'UserNotReached', 'CertificateFailed'
    ) {
        $null = Set-Deployment -Folder $TestDrive -Fault $_
        $problem = @(Get-Problem)
        $problem.Id | Select-Object -Unique | Should -Be $_
        $problem.NextStep | Should -BeLike '# *admin center*'
        Invoke-Expression -Command $problem[0].NextStep | Should -BeNullOrEmpty
        foreach ($width in 80, 120) {
            $lines = $problem[0] | Out-String -Width $width
            $lines -split '\r?\n' | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual $width }
        }
    }

    It 'fails as a whole where something fails, and not where it is a warning' {
        $null = Set-Deployment -Folder $TestDrive -Fault ConnectorMissing
        Test-SmimeDeployment -Quiet | Should -BeFalse
        $null = Set-Deployment -Folder $TestDrive -Fault ConnectorInactive
        Test-SmimeDeployment -Quiet | Should -BeTrue
    }

    It 'is looked at for users by value, by name and in words' {
        $null = Set-Deployment -Folder $TestDrive -Fault EncryptionMissing
        $rows = [pscustomobject]@{ UserPrincipalName = 'anna@contoso.com' }, [pscustomobject]@{ UPN = 'bert@contoso.com' }
        $rows | Test-SmimeDeployment | Where-Object Status -NE 'Pass' | Should -BeNullOrEmpty
        $found = 'carla@contoso.com' | Test-SmimeDeployment | Where-Object Status -NE 'Pass'
        $found.Id | Should -Be 'EncryptionMissing'
        $found.Users | Should -Be 'carla@contoso.com'
        (Test-SmimeDeployment carla@contoso.com | Where-Object Status -EQ 'Fail').Target | Should -Be 'carla@contoso.com'
    }

    It 'shows a table and a list whose widths fit' {
        $null = Set-Deployment -Folder $TestDrive -Fault ImportedProfileMissing
        $table = Test-SmimeDeployment | Out-String -Width 80
        $table -split '\r?\n' | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
        $table | Should -Match 'Area: ImportedProfiles'
        Get-Problem | Format-List | Out-String -Width 200 | Should -Match 'NextStep\s+: New-PkcsImportedProfile'
    }

    It 'completes platforms and users' {
        $null = Set-Deployment -Folder $TestDrive -Fault EncryptionMissing
        $null = Test-SmimeDeployment
        foreach ($line in 'Test-SmimeDeployment -Platform I', 'Test-SmimeDeployment -UserPrincipalName carla') {
            $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)
            $found.CompletionMatches.Count | Should -BeGreaterThan 0
        }
    }
}
