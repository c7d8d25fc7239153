BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1') -Force
    $withSandbox = (Test-Sandbox) -and (Test-SampleFile)
    $forms = @(
        @{ Form = 'the live object'; ReadBack = { param($record) $record } }
        @{ Form = 'ConvertTo-Json'
            ReadBack = { param($record) ConvertFrom-Json -InputObject (ConvertTo-Json -InputObject $record) } }
        @{ Form = 'ConvertTo-Json from the pipeline'; ReadBack = { param($record) $record | ConvertTo-Json | ConvertFrom-Json } }
        @{ Form = 'ConvertTo-Json of a list'
            ReadBack = { param($record) ConvertTo-Json -InputObject @($record) | ConvertFrom-Json } }
        @{ Form = 'ConvertTo-Json of a selection'
            ReadBack = { param($record) $record | Select-Object -Property * | ConvertTo-Json | ConvertFrom-Json } }
        @{ Form = 'ConvertTo-Json in a deeper object'
            ReadBack = {
                param($record)
                (ConvertTo-Json -InputObject @{ records = @($record) } -WarningAction SilentlyContinue | ConvertFrom-Json).records
            } }
        @{ Form = 'Export-Clixml'
            ReadBack = {
                param($record)
                $record | Export-Clixml -Path (Join-Path $TestDrive 'record.xml')
                Import-Clixml -Path (Join-Path $TestDrive 'record.xml')
            } }
        @{ Form = 'Export-Clixml, depth 1'
            ReadBack = {
                param($record)
                Export-Clixml -InputObject @($record) -Path (Join-Path $TestDrive 'flat.xml') -Depth 1
                Import-Clixml -Path (Join-Path $TestDrive 'flat.xml')
            } }
    )
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1') -Force
}

Describe 'A record with the types of the earlier scripts' -Tag Sandbox, Samples -Skip:(-not $withSandbox) {
    BeforeAll {
        Import-Module -Name (Get-ModuleManifest) -Force
        if (-not ('SmimeCertTools.Pester.EarlierRecord' -as [type])) {
            Add-Type -TypeDefinition @'
                using System;
                namespace SmimeCertTools.Pester
                {
                    public enum EarlierPurpose { Unassigned = 0, SmimeEncryption = 1, SmimeSigning = 2, VPN = 4, Wifi = 8 }
                    public enum EarlierPadding
                    { None = 0, Pkcs1 = 1, OaepSha1 = 2, OaepSha256 = 3, OaepSha384 = 4, OaepSha512 = 5 }
                    public sealed class EarlierRecord
                    {
                        public string Id { get; set; }
                        public string Thumbprint { get; set; }
                        public EarlierPurpose IntendedPurpose { get; set; }
                        public string UserPrincipalName { get; set; }
                        public DateTimeOffset StartDateTime { get; set; }
                        public DateTimeOffset ExpirationDateTime { get; set; }
                        public string ProviderName { get; set; }
                        public string KeyName { get; set; }
                        public EarlierPadding PaddingScheme { get; set; }
                        public byte[] EncryptedPfxBlob { get; set; }
                        public string EncryptedPfxPassword { get; set; }
                        public DateTimeOffset CreatedDateTime { get; set; }
                        public DateTimeOffset LastModifiedDateTime { get; set; }
                    }
                }
'@
        }

        Connect-SmimeGraph -GraphUri (Get-SandboxUri) -AccessToken (Get-SandboxToken)
        $samples = Get-SampleFile
        $provider = 'Microsoft Software Key Storage Provider'
        $made = New-SmimeUserPfx -Path $samples.SelfSigned.Path -Password $samples.SelfSigned.Password `
            -UserPrincipalName $samples.UserPrincipalName -PublicKeyPath $samples.ConnectorPublicKey `
            -IntendedPurpose SmimeEncryption

        function New-EarlierRecord {
            param([string] $ProviderName, [string] $KeyName)

            $record = [SmimeCertTools.Pester.EarlierRecord]::new()
            $record.Thumbprint = $made.Thumbprint.ToLowerInvariant()
            $record.IntendedPurpose = 'SmimeEncryption'
            $record.UserPrincipalName = $made.UserPrincipalName
            $record.StartDateTime = [System.DateTimeOffset]::Parse(
                $made.StartDateTime, [cultureinfo]::InvariantCulture).ToLocalTime()
            $record.ExpirationDateTime = [System.DateTimeOffset]::Parse(
                $made.ExpirationDateTime, [cultureinfo]::InvariantCulture).ToLocalTime()
            $record.ProviderName = $ProviderName
            $record.KeyName = $KeyName
            $record.PaddingScheme = 'OaepSha512'
            $record.EncryptedPfxBlob = [System.Convert]::FromBase64String($made.EncryptedPfxBlob)
            $record.EncryptedPfxPassword = $made.EncryptedPfxPassword
            $record.CreatedDateTime = [System.DateTimeOffset]::Now
            $record.LastModifiedDateTime = [System.DateTimeOffset]::Now
            $record
        }
    }

    AfterEach {
        Get-SmimeUserPfx -UserPrincipalName $samples.UserPrincipalName |
            Remove-SmimeUserPfx -Confirm:$false -WarningAction SilentlyContinue
    }

    AfterAll {
        Disconnect-SmimeGraph
    }

    It 'is imported from <Form>' -ForEach $forms {
        $record = & $ReadBack (New-EarlierRecord -ProviderName $provider -KeyName 'PFXEncryptionKey')

        $result = $record | Import-SmimeUserPfx

        $result.Status | Should -Be 'Imported'
        $result.Thumbprint | Should -Be $made.Thumbprint
        $stored = Get-SmimeUserPfx -UserPrincipalName $samples.UserPrincipalName
        $stored.IntendedPurpose | Should -Be 'SmimeEncryption'
        $stored.StartDateTime.ToUniversalTime().ToString('s') | Should -Be $made.StartDateTime.TrimEnd('Z')
        $delivered = Invoke-RestMethod -Uri "$(Get-SandboxUri)sandbox/devices/$($samples.UserPrincipalName)/certificates"
        @($delivered.certificates).status | Should -Be 'Delivered'
    }

    It 'without key names is asked for them, from <Form>' -ForEach $forms {
        $record = & $ReadBack (New-EarlierRecord -ProviderName '' -KeyName '')

        $failed = $record | Import-SmimeUserPfx -ErrorAction SilentlyContinue -ErrorVariable problems
        $failed.Status | Should -Be 'Failed'
        $failed.Thumbprint | Should -Be $made.Thumbprint
        @($problems)[0].FullyQualifiedErrorId | Should -BeLike 'RecordInvalid*'
        "$(@($problems)[0])" | Should -BeLike '*-KeyName and -ProviderName*'

        ($record | Import-SmimeUserPfx -KeyName PFXEncryptionKey -ProviderName $provider).Status | Should -Be 'Imported'
    }
}
