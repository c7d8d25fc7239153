BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force
}

Describe 'Registering an application' -Tag Sandbox -Skip:(-not (Test-Sandbox)) {
    BeforeAll {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        $name = "Rehearsal $([guid]::NewGuid())"
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    It 'says with -WhatIf what it would do, and does nothing' {
        $said = Register-SmimeApplication -DisplayName $name -WhatIf *>&1 | Out-String
        $said | Should -BeNullOrEmpty
        (Register-SmimeApplication -DisplayName $name -ValidateOnly).Status | Should -Be 'Missing'
    }

    It 'makes it, shows where to consent, and finds nothing to do the second time' {
        $app = Register-SmimeApplication -DisplayName $name -PublicClient -InformationVariable said 6> $null
        $app.Status | Should -Be 'Created'
        [guid] $app.ClientId | Should -Not -BeNullOrEmpty
        $app.ConsentUri | Should -Match "client_id=$($app.ClientId)"
        "$said" | Should -BeLike "*$($app.ConsentUri)*"
        $again = Register-SmimeApplication $name 6> $null
        $again.Status | Should -Be 'Unchanged'
        $again.ClientId | Should -Be $app.ClientId
    }

    It 'sees the consent that an administrator gives on the page that it shows' {
        $app = Register-SmimeApplication -DisplayName $name -PublicClient 6> $null
        $app.PendingConsent | Should -Be $app.Permission
        $page = [uri]::new((Get-SandboxUri), $app.ConsentUri.PathAndQuery)
        $shown = Invoke-WebRequest -Uri $page -Headers @{ Accept = 'text/html' } -UseBasicParsing
        $shown.Content | Should -Match $app.Permission[0]
        (Register-SmimeApplication $name -PublicClient -ValidateOnly).PendingConsent | Should -Be $app.Permission

        # A program that follows the address consents; the page that it is sent on to is not the sandbox's.
        $client = [System.Net.Http.HttpClient]::new([System.Net.Http.HttpClientHandler] @{ AllowAutoRedirect = $false })
        $client.GetAsync($page).Result.Headers.Location | Should -Match 'admin_consent=True'
        $client.Dispose()
        $found = Register-SmimeApplication $name -PublicClient -ValidateOnly -WarningVariable warnings
        @($found.PendingConsent).Count | Should -Be 0
        $warnings | Should -BeNullOrEmpty
    }

    It 'completes one by its client id' {
        $app = Register-SmimeApplication -DisplayName $name -Permission ReadOnly 6> $null
        $found = Register-SmimeApplication -ClientId $app.ClientId -Permission ReadOnly -ValidateOnly
        $found.Name | Should -Be $name
        @($found.Differences).Count | Should -Be 0
        $found.Permission | Should -Contain 'DeviceManagementConfiguration.Read.All'
    }

    It 'takes no certificate in plain text of a password, and no file that is not there' {
        { Register-SmimeApplication $name -CertificatePath nowhere.cer } | Should -Throw -ErrorId 'PathNotFound*'
    }

    It 'completes the commands that permissions can be taken from' {
        $line = 'Grant-SmimePermission -ManagedIdentity x -Command Imp'
        $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches
        $found.CompletionText | Should -Contain 'Import-SmimeUserPfx'
        $found.CompletionText | Should -Not -Contain 'Import-SmimeConnectorKey'
    }
}

Describe 'Granting permissions' -Tag Sandbox -Skip:(-not (Test-Sandbox)) {
    BeforeAll {
        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        $identity = 'sandbox-automation'
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    It 'compares, grants, and grants nothing twice' {
        $wanted = @(Grant-SmimePermission $identity -Command Get-UserCertHistory -ValidateOnly)
        $wanted.Count | Should -Be 3
        Grant-SmimePermission $identity -Command Get-UserCertHistory -WhatIf | Should -BeNullOrEmpty
        $granted = @(Grant-SmimePermission $identity -Command Get-UserCertHistory)
        $granted.Permission | Should -Contain 'User.Read.All'
        (Grant-SmimePermission $identity -Command Get-UserCertHistory).Status | Select-Object -Unique |
            Should -Be 'AlreadyGranted'
    }

    It 'completes identities that it has met' {
        $line = 'Grant-SmimePermission -ManagedIdentity sand'
        $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches
        $found.CompletionText | Should -Contain $identity
    }

    It 'names who is missing, and goes on' {
        $said = @()
        $granted = Grant-SmimePermission nobody, $identity -Permission ReadOnly -ErrorVariable said -ErrorAction SilentlyContinue
        $said[0].FullyQualifiedErrorId | Should -BeLike 'ManagedIdentityNotFound*'
        $granted | Should -Not -BeNullOrEmpty
    }
}
