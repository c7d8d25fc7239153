@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Pester's blocks share variables, which the rule cannot see.
        'PSUseDeclaredVarsMoreThanAssignments'

        # Samples and tests make their secrets at run time, or read them from where the text beside says.
        'PSAvoidUsingConvertToSecureStringWithPlainText'

        # Demonstrations speak to a person.
        'PSAvoidUsingWriteHost'

        # Functions of scripts, not commands for people: nobody gives them -WhatIf.
        'PSUseShouldProcessForStateChangingFunctions'
    )
}
