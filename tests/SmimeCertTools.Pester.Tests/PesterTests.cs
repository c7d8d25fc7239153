namespace SmimeCertTools.Pester.Tests;

/// <summary>tests/pester in the real PowerShell, on the staged module.</summary>
public sealed class PesterTests
{
    /// <summary>Never called: <see cref="PesterTestCase"/> gives the result that Pester gave.</summary>
    [PesterFact]
    public void Pester()
    {
    }
}
