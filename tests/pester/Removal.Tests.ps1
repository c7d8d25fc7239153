BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'TestEnvironment.psm1')
}

# A sandbox of its own, and signals: what SignIn needs as well.
Describe 'Removing what must be revoked' -Tag SignIn -Skip:(-not (Test-SignIn)) {
    BeforeAll {
        Import-Module -Name (Join-Path $PSScriptRoot 'TestSandbox.psm1')
        Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Removal', 'RemovalSandbox.psm1')) -Force
        Import-Module -Name (Get-ModuleManifest) -Force
        $sandbox = Start-RemovalSandbox -Folder (Join-Path $TestDrive 'removal') -LatencyMs 150
        Connect-SmimeGraph -GraphUri $sandbox.GraphUri -AccessToken (
            ConvertTo-SecureString -String $sandbox.Token -AsPlainText -Force)
        $files = @{ RevocationListPath = $sandbox.List; ResultPath = $sandbox.Results; Confirm = $false }

        function Get-Command-Line {
            @(Get-Content -LiteralPath $sandbox.List | Where-Object { $_ -like 'certutil*' })
        }

        function Get-Summary {
            param([object[]] $Told)

            $Told | ForEach-Object MessageData | Where-Object { $_ -is [SmimeCertTools.UserPfx.SmimeRemoveSummary] }
        }

        # Everybody is removed, recorded once and listed once.
        function Assert-Complete {
            Get-RemovalCount $sandbox | Should -Be 0
            $removed = @(Get-RemovalEntry $sandbox | Where-Object Status -EQ 'Removed')
            $removed.Thumbprint | Sort-Object | Should -Be ($rows.Thumbprint | Sort-Object)
            $listed = Get-Command-Line | ForEach-Object { $_.Split(' ')[2] }
            $listed | Sort-Object | Should -Be ($rows.SerialNumber | Sort-Object)
        }
    }

    AfterAll {
        Disconnect-SmimeGraph
        if (-not $sandbox.Process.HasExited) {
            Stop-Process -Id $sandbox.Process.Id
            $sandbox.Process.WaitForExit()
        }
    }

    Describe 'when it is ended by <_>' -ForEach 'INT', 'KILL', 'HUP', 'TERM' {
        BeforeAll {
            $rows = Add-RemovalRecord $sandbox
            Stop-Removal $sandbox -Signal $_
            $left = Get-RemovalCount $sandbox
        }

        It 'has written down all that is gone' {
            $gone = $rows.Count - $left
            $gone | Should -BeGreaterThan 0
            $left | Should -BeGreaterThan 0
            $begun = @(Get-RemovalEntry $sandbox | Where-Object Status -EQ 'Removing').Thumbprint
            @($begun | Sort-Object -Unique).Count | Should -BeGreaterOrEqual $gone
        }

        It 'is finished by the same command' {
            $results = $rows | Remove-SmimeUserPfx @files -PassThru -WarningAction SilentlyContinue -InformationVariable told
            $results.Status | Sort-Object -Unique | Should -BeIn 'Removed', 'AlreadyRemoved'
            Get-Summary $told | ForEach-Object IsComplete | Should -BeTrue
            Assert-Complete
        }

        It 'has nothing left to do after that' {
            $results = $rows | Remove-SmimeUserPfx @files -PassThru
            $results.Status | Sort-Object -Unique | Should -Be 'AlreadyRemoved'
            Assert-Complete
        }
    }

    It 'settles by -All, and by a listing that no longer names them, what was ended' {
        $rows = Add-RemovalRecord $sandbox
        Stop-Removal $sandbox -Signal KILL
        Get-SmimeUserPfx | Remove-SmimeUserPfx @files -Force -WarningAction SilentlyContinue
        $rows.UserPrincipalName | ForEach-Object { [pscustomobject]@{ UserPrincipalName = $_ } } |
            Remove-SmimeUserPfx -All @files -WarningAction SilentlyContinue -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        Get-RemovalCount $sandbox | Should -Be 0
        @(Get-RemovalEntry $sandbox | Where-Object Status -EQ 'Removed').Thumbprint | Sort-Object |
            Should -Be ($rows.Thumbprint | Sort-Object)
        foreach ($row in $rows) {
            @(Select-String -LiteralPath $sandbox.List -SimpleMatch $row.Thumbprint).Count | Should -Be 1
        }
    }

    It 'keeps what took effect when Select-Object takes the first result and no more' {
        $rows = Add-RemovalRecord $sandbox
        $first = $rows | Remove-SmimeUserPfx @files -PassThru -ThrottleLimit 4 | Select-Object -First 1
        $first.Status | Should -Be 'Removed'
        $gone = $rows.Count - (Get-RemovalCount $sandbox)
        @(Get-RemovalEntry $sandbox | Where-Object Status -EQ 'Removed').Count | Should -Be $gone
        Get-Command-Line | Should -HaveCount $gone
        $rows | Remove-SmimeUserPfx @files -WarningAction SilentlyContinue
        Assert-Complete
    }

    It 'keeps the results beside the list where no other file is named' {
        $rows = Add-RemovalRecord $sandbox
        $rows | Remove-SmimeUserPfx -RevocationListPath $sandbox.List -Confirm:$false -InformationVariable told `
            -WarningAction SilentlyContinue
        "$($sandbox.List).jsonl" | Should -Exist
        Get-Summary $told | ForEach-Object ResultPath | Should -Be "$($sandbox.List).jsonl"
        Remove-Item -LiteralPath "$($sandbox.List).jsonl"
    }

    It 'says with -WhatIf, and before anything is deleted, that nobody knows the serial number' {
        $rows = Add-RemovalRecord $sandbox -WithoutSerialNumber
        $rows | Remove-SmimeUserPfx @files -WhatIf -ErrorVariable shown -ErrorAction SilentlyContinue
        $shown.FullyQualifiedErrorId | ForEach-Object { $_.Split(',')[0] } | Sort-Object -Unique |
            Should -Be 'SerialNumberUnknown'
        $sandbox.List, $sandbox.Results | Should -Not -Exist
        $results = $rows | Remove-SmimeUserPfx @files -PassThru -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Status | Sort-Object -Unique | Should -Be 'Failed'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        Get-RemovalCount $sandbox | Should -Be $rows.Count
        $results = $rows | Remove-SmimeUserPfx @files -Force -PassThru -WarningAction SilentlyContinue
        $results.Status | Sort-Object -Unique | Should -Be 'Removed'
        Get-Command-Line | Should -BeNullOrEmpty
    }

    It 'makes the list its owner''s alone, whatever the umask is' {
        $rows = Add-RemovalRecord $sandbox
        $rows[0] | Remove-SmimeUserPfx @files -WarningAction SilentlyContinue
        & chmod 666 $sandbox.List
        $rows[1] | Remove-SmimeUserPfx @files -WarningAction SilentlyContinue
        (Get-Item -LiteralPath $sandbox.List).UnixMode | Should -Be '-rw-------'
        (Get-Item -LiteralPath $sandbox.Results).UnixMode | Should -Be '-rw-------'
    }

    It 'refuses <Name> as a list, and leaves it and all records' -ForEach @(
        @{ Name = 'a command file'; Make = "printf '@echo off\r\nshutdown\r\n' > x.cmd"; Path = 'x.cmd'; Id = 'NotRecognized' }
        @{ Name = 'a table'; Make = "printf 'Name,Colour\nanna,red\n' > x.csv"; Path = 'x.csv'; Id = 'NotRecognized' }
        @{ Name = 'a symbolic link'; Make = 'touch y.csv; ln -s y.csv link.csv'; Path = 'link.csv'; Id = 'NotOrdinary' }
        @{ Name = 'a second name'; Make = 'touch z.csv; ln z.csv hard.csv'; Path = 'hard.csv'; Id = 'NotOrdinary' }
        @{ Name = 'a pipe'; Make = 'mkfifo pipe.csv'; Path = 'pipe.csv'; Id = 'NotOrdinary' }
        @{ Name = 'a folder'; Make = 'mkdir folder.csv'; Path = 'folder.csv'; Id = 'NotOrdinary' }
    ) {
        $rows = Add-RemovalRecord $sandbox
        & sh -c "cd '$($sandbox.Folder)' && rm -rf x.* y.csv z.csv link.csv hard.csv pipe.csv folder.csv && $Make"
        $list = Join-Path $sandbox.Folder $Path
        $before = if (Test-Path -LiteralPath $list -PathType Leaf) { & sh -c "[ -p '$list' ] || cat '$list'" }
        Get-ErrorId {
            $rows | Remove-SmimeUserPfx -RevocationListPath $list -ResultPath $sandbox.Results -Confirm:$false -ErrorAction Stop
        } | Should -Be "RevocationList$Id"
        Get-RemovalCount $sandbox | Should -Be $rows.Count
        if ($before) {
            & sh -c "cat '$list'" | Should -Be $before
        }
    }

    It 'ends when the file of results is <Name> meanwhile, and deletes nothing more' -ForEach @(
        @{ Name = 'deleted'; Command = 'rm {0}' }
        @{ Name = 'replaced'; Command = 'cp {0} {0}.new && mv {0}.new {0}' }
        @{ Name = 'emptied'; Command = ': > {0}' }
    ) {
        $rows = Add-RemovalRecord $sandbox

        # Another program, as soon as something was done.
        $watch = "while ! grep -q '`"Removed`"' '$($sandbox.Results)' 2>/dev/null; do sleep 0.02; done; " +
            ($Command -f "'$($sandbox.Results)'")
        $script = Join-Path $sandbox.Folder 'watch.sh'
        Set-Content -LiteralPath $script -Value $watch
        $process = Start-Process -FilePath sh -ArgumentList "`"$script`"" -PassThru
        $id = 'none'
        try {
            $rows | Remove-SmimeUserPfx @files -ThrottleLimit 1 -ErrorAction Stop -WarningAction SilentlyContinue `
                -InformationVariable told
        }
        catch {
            $id = $_.FullyQualifiedErrorId.Split(',')[0]
        }

        if (-not $process.WaitForExit(20000)) {
            Stop-Process -Id $process.Id
        }

        $id | Should -Be 'LedgerChanged'
        @(Get-Summary $told | ForEach-Object IsComplete) | Should -Not -Contain $true
        Get-RemovalCount $sandbox | Should -BeGreaterThan 3
    }
}
