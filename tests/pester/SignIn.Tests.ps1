BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

Describe 'Signing in' -Tag SignIn -Skip:(-not (Test-SignIn)) {
    BeforeAll {
        $process = $null
        Import-Module -Name (Join-Path $PSScriptRoot 'TestSandbox.psm1')
        Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'SignIn', 'SignInSandbox.psm1')) -Force
        $folder = New-Item -Path (Join-Path $TestDrive 'sign-in') -ItemType Directory
        $setting = New-SignInSetting -Files (Get-SampleFile) -Folder $folder.FullName
        $process = Start-SignInSandbox -Setting $setting
        $seen = Invoke-SignInScenario -Setting $setting

        function Get-Context {
            param([string] $Scenario)

            $entry = $seen[$Scenario]
            @($entry.Errors) | ForEach-Object { $_.Message } | Should -BeNullOrEmpty
            @($entry.Contexts).Count | Should -Be 1 -Because $entry.Text
            $entry.Contexts[0]
        }
    }

    AfterAll {
        if ($process -and -not $process.HasExited) {
            Stop-Process -Id $process.Id
            $process.WaitForExit()
        }
    }

    It 'succeeds with a <_>, and the context has the sign-in service' -ForEach @(
        'client secret', 'certificate file', 'certificate object', 'certificate in the store', 'device code', 'browser',
        'a domain as tenant'
    ) {
        $context = Get-Context $_
        $name = $_
        $way = switch -Wildcard ($name) {
            'certificate*' { 'Certificate' }
            'device code' { 'DeviceCode' }
            'browser' { 'Interactive' }
            default { 'ClientSecret' }
        }
        $context.AuthType | Should -Be $way
        $context.ClientId | Should -Be $setting.ClientId
        $context.TenantId | Should -Be $setting.TenantId
        $context.Authority | Should -Be $setting.Authority
        $context.GraphUri | Should -Be $setting.GraphUri
        $context.Account | Should -Be @{ 'device code' = 'user1@contoso.com'; browser = 'user2@contoso.com' }[$name]
    }

    It 'succeeds as the <_> of the resource' -ForEach 'managed identity', 'user-assigned identity' {
        $context = Get-Context $_
        $context.AuthType | Should -Be 'ManagedIdentity'
        $context.ClientId | Should -Be $(
            if ($_ -eq 'managed identity') { $setting.SystemIdentity } else { $setting.UserIdentity })
        $context.Authority | Should -BeNullOrEmpty
    }

    It 'renews a token that ends while an import runs: <_>' -ForEach @(
        'client secret', 'certificate', 'managed identity', 'device code', 'browser'
    ) {
        $entry = $seen["renewal, $_"]
        @($entry.Errors) | ForEach-Object { $_.Message } | Should -BeNullOrEmpty
        $rows = @($entry.Values | Where-Object { $_ -like 'row *' })
        $rows.Count | Should -Be $setting.Users.Count
        $rows | ForEach-Object { $_ | Should -BeIn 'row Imported', 'row Updated' }

        # The import took longer than a token lasts, and so needed more than the one of the sign-in.
        $begin, $end = $entry.Values | Where-Object { $_ -match '^(before|after) ' } |
            ForEach-Object { [datetime] ($_ -split ' ')[1] }
        ($end - $begin).TotalSeconds | Should -BeGreaterThan $setting.ShortLifetime
        $entry.More.Tokens | Should -BeGreaterThan 1
    }

    It 'asks for a new token with the claims of a challenge, and goes on: <_>' -ForEach @(
        'client secret', 'certificate', 'device code', 'browser'
    ) {
        $entry = $seen["challenge, $_"]
        @($entry.Errors) | ForEach-Object { $_.Message } | Should -BeNullOrEmpty

        # The sandbox has taken back the first token, and takes none that was not asked for with its claims.
        $before, $after = $entry.Values
        $before | Should -Match '^before \d+$'
        $after | Should -Be ($before -replace 'before', 'after')
    }

    It 'says why it failed and leaves the former connection: <name>' -ForEach @(
        @{ Name = 'wrong secret'; Code = 'AADSTS7000215'; Says = '*not its id*' }
        @{ Name = 'wrong tenant'; Code = 'AADSTS90002'; Says = '*Check the tenant id*' }
        @{ Name = 'unknown application'; Code = 'AADSTS700016'; Says = '*Check the client id*' }
        @{ Name = 'expired certificate'; Code = 'AADSTS700027'; Says = '*expired*' }
        @{ Name = 'unknown certificate'; Code = 'AADSTS700027'; Says = "*Upload this certificate's public part*" }
        @{ Name = 'device code declined'; Code = 'AADSTS70018'; Says = '*declined*' }
        @{ Name = 'browser cancelled'; Code = 'AADSTS65004'; Says = '*declined*' }
    ) {
        $entry = $seen[$Name]
        @($entry.Errors).Count | Should -Be 1 -Because $entry.Text
        $entry.Errors[0].Id | Should -Be 'GraphSignInFailed'
        $entry.Errors[0].Message | Should -BeLike $Says
        $entry.Errors[0].Code | Should -Be $Code

        # One of the first sign-in, and one of what is connected after the second.
        @($entry.Contexts).Count | Should -Be 2
        $entry.Contexts[1].AuthType | Should -Be 'ClientSecret'
        $entry.Contexts[1].ClientId | Should -Be $setting.ClientId
    }

    It 'says that a device code was not entered in time' {
        $entry = $seen['device code, not entered in time']
        $entry.IsInTime | Should -BeTrue
        $entry.Errors[0].Id | Should -Be 'GraphSignInFailed'
        $entry.Errors[0].Message | Should -BeLike '*not entered in time*new one*'
    }

    It 'says what a managed identity lacks: <_>' -ForEach 'managed identity, wrong header', 'unknown identity' {
        $entry = $seen[$_]
        $entry.Errors[0].Id | Should -Be 'GraphSignInFailed'
        $entry.Errors[0].Message | Should -BeLike '*Azure resource with this managed identity*'
    }

    It 'stops promptly while a person is waited for: <_>' -ForEach 'DeviceCode', 'Interactive' {
        $entry = $seen["stopped, $_"]
        $entry.State | Should -Be 'Stopped'
        $entry.More.Milliseconds | Should -BeLessThan 5000
        @($entry.Contexts).Count | Should -Be 0
    }

    It 'refuses a sign-in service that is <name>' -ForEach @(
        @{ Name = 'authority not https'; Id = 'AuthorityHostInvalid'; Says = '*AZURE_AUTHORITY_HOST*https*' }
        @{ Name = 'authority no address'; Id = 'AuthorityHostInvalid'; Says = '*AZURE_AUTHORITY_HOST*' }
        @{ Name = 'plain http here, device code'; Id = 'AuthorityHostInvalid'; Says = '*client secret only*' }
        @{ Name = 'authority unreachable'; Id = 'GraphConnectionFailed'; Says = '*127.0.0.1:1 cannot be reached*proxy*' }
        @{ Name = 'authority of no cloud, no Graph'; Id = 'GraphSignInFailed'; Says = '*none of Microsoft''s clouds*-GraphUri*' }
    ) {
        $entry = $seen[$Name]
        @($entry.Errors).Count | Should -Be 1 -Because $entry.Text
        $entry.Errors[0].Id | Should -Be $Id
        $entry.Errors[0].Message | Should -BeLike $Says
        $entry.Text | Should -Not -BeLike '*hidden-word*'
    }

    It 'takes plain http on this machine for a client secret' {
        (Get-Context 'plain http here, client secret').Authority | Should -Be $setting.GraphUri
    }

    It 'goes to the cloud of AZURE_AUTHORITY_HOST, and -Environment wins over it' {
        $variable = Get-Context 'token, variable'
        $variable.Environment | Should -Be 'USGov'
        $variable.GraphUri | Should -Be 'https://graph.microsoft.us/'
        (Get-Context 'token, environment').GraphUri | Should -Be 'https://microsoftgraph.chinacloudapi.cn/'
    }

    It 'sends nothing for this machine through the proxy' {
        (Get-Context 'proxy, sandbox').Authority | Should -Be $setting.Authority
    }

    It 'asks the hosts of <cloud>, through the proxy' -ForEach @(
        @{ Cloud = 'Global'; Authority = 'login.microsoftonline.com'; Graph = 'graph.microsoft.com' }
        @{ Cloud = 'USGov'; Authority = 'login.microsoftonline.us'; Graph = 'graph.microsoft.us' }
        @{ Cloud = 'USGovDoD'; Authority = 'login.microsoftonline.us'; Graph = 'dod-graph.microsoft.us' }
        @{ Cloud = 'China'; Authority = 'login.chinacloudapi.cn'; Graph = 'microsoftgraph.chinacloudapi.cn' }
    ) {
        $seen["authority of $Cloud"].More.Hosts | Should -Be "CONNECT ${Authority}:443 HTTP/1.1"
        $seen["Graph of $Cloud"].More.Hosts | Should -Be "CONNECT ${Graph}:443 HTTP/1.1"
    }

    It 'asks the host of AZURE_AUTHORITY_HOST, unless -Environment says otherwise: <_>' -ForEach @(
        'https://login.microsoftonline.us', 'https://login.chinacloudapi.cn/'
    ) {
        $seen["variable $_"].More.Hosts | Should -Be "CONNECT $(([uri] $_).Host):443 HTTP/1.1"
        $seen["variable $_, -Environment Global"].More.Hosts | Should -Be 'CONNECT login.microsoftonline.com:443 HTTP/1.1'
    }

    It 'shows no secret in any stream' {
        $seen.Count | Should -BeGreaterThan 30
        foreach ($name in $seen.Keys) {
            foreach ($secret in 'Secret', 'WrongSecret', 'IdentityHeader', 'CertificatePassword', 'OtherPassword') {
                $seen[$name].Text | Should -Not -BeLike "*$($setting[$secret])*" -Because "$name shows $secret"
            }

            $seen[$name].Text | Should -Not -Match 'eyJ[A-Za-z0-9_-]{20,}' -Because "$name shows a token"
        }
    }
}
