BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
    Import-Module -Name (Get-ModuleManifest) -Force

    $text = [guid]::NewGuid().ToString('N')
    $password = ConvertTo-SecureString -String $text -AsPlainText -Force
}

Describe 'Key files that another program has open' -Tag Windows -Skip:(-not (Test-OnWindows)) {
    BeforeAll {
        $private = Join-Path $TestDrive 'held.pem'
        $public = Join-Path $TestDrive 'held.pub.pem'
        $null = New-SmimeConnectorKey -Path $private -Password $password -KeySize 2048
        $before = (Get-FileHash -LiteralPath $public).Hash

        function Get-Failure {
            param([scriptblock] $Script)

            try {
                $null = & $Script
            }
            catch {
                $_
            }
        }
    }

    It 'are not written over, whatever the other lets others do' {
        foreach ($share in 'None', 'Read', 'ReadWrite') {
            $holder = [System.IO.File]::Open($public, 'Open', 'Read', $share)
            try {
                $failure = Get-Failure -Script {
                    Export-SmimeConnectorKey -Path $private -Password $password -Destination $public -Force -ErrorAction Stop
                }
            }
            finally {
                $holder.Dispose()
            }

            $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotWritable,*' -Because $share
            $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
            $failure.Exception.Message | Should -BeLike '*another program has it open*'
            $failure.Exception.Message | Should -Not -BeLike '*permission*'
        }

        (Get-FileHash -LiteralPath $public).Hash | Should -Be $before
        @(Get-ChildItem -LiteralPath $TestDrive -Filter '*.tmp' -Force) | Should -BeNullOrEmpty
    }

    It 'are not read, and are said to be held' {
        $holder = [System.IO.File]::Open($private, 'Open', 'ReadWrite', 'None')
        try {
            $failure = Get-Failure -Script { Get-SmimeConnectorKey -Path $private -Password $password -ErrorAction Stop }
        }
        finally {
            $holder.Dispose()
        }

        $failure.FullyQualifiedErrorId | Should -BeLike 'KeyFileUnreadable,*'
        $failure.Exception.Message | Should -BeLike '*another program has it open*'
    }

    It 'are written when the other lets go in a moment' {
        $holder = [System.IO.File]::Open($public, 'Open', 'ReadWrite', 'None')
        $other = [powershell]::Create().AddScript({
                param($Holder)
                Start-Sleep -Milliseconds 200
                $Holder.Dispose()
            }).AddArgument($holder)
        $running = $other.BeginInvoke()
        $written = Export-SmimeConnectorKey -Path $private -Password $password -Destination $public -Force -ErrorAction Stop
        $null = $other.EndInvoke($running)
        $other.Dispose()
        $written.Path | Should -Be $public
    }
}

Describe 'Names that Windows takes for something else' -Tag Windows -Skip:(-not (Test-OnWindows)) {
    BeforeAll {
        $private = Join-Path $TestDrive 'names.pem'
        $null = New-SmimeConnectorKey -Path $private -Password $password -KeySize 2048
        $public = Join-Path $TestDrive 'names.pub.pem'
    }

    It 'are refused for files to write: <_>' -ForEach 'NUL', 'con.pem', 'COM1', 'key.pem.', 'key.pem ', 'key.pem:hidden', 'a|b' {
        $before = @(Get-ChildItem -LiteralPath $TestDrive -Force).Count
        $destination = "$TestDrive\$_"
        Get-ErrorId -Script { Export-SmimeConnectorKey -Path $public -Destination $destination -ErrorAction Stop } |
            Should -Be 'PathUnusable'
        @(Get-ChildItem -LiteralPath $TestDrive -Force).Count | Should -Be $before
    }

    It 'are refused for files to read: <_>' -ForEach 'NUL', 'con', 'aux.pem' {
        $source = "$TestDrive\$_"
        Get-ErrorId -Script { Get-SmimeConnectorKey -Path $source -ErrorAction Stop } | Should -Be 'PathUnusable'
        Get-ErrorId -Script { Get-SmimePfx -Path $source -ErrorAction Stop } | Should -Be 'PathUnusable'
    }

    It 'may be long, and may have the prefix that says so' {
        $folder = Join-Path $TestDrive (('d' * 120) + '\' + ('e' * 120))
        $null = New-Item -Path $folder -ItemType Directory
        $long = Join-Path $folder 'long.pem'
        (Export-SmimeConnectorKey -Path $public -Destination $long -ErrorAction Stop).Path | Should -Be $long
        (Get-SmimeConnectorKey -Path $long).Kind | Should -Be 'PublicKeyFile'
        $prefixed = '\\?\' + (Join-Path (Convert-Path -LiteralPath $TestDrive) 'prefixed.pem')
        $null = Export-SmimeConnectorKey -Path $public -Destination $prefixed -ErrorAction Stop
        (Get-SmimeConnectorKey -LiteralPath $prefixed).Kind | Should -Be 'PublicKeyFile'
    } -Skip:($PSVersionTable.PSEdition -eq 'Desktop')
}
