using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment.NextSteps;

/// <summary>What next steps are written with. A step is one line that PowerShell takes: a command, or a comment.</summary>
internal static class StepText
{
    /// <summary>How many names a command lists; above that it takes all.</summary>
    public const int MostNamed = 10;

    private const string Portal = "Intune admin center, ";

    /// <summary>
    /// What only a person can do, as a comment: whoever pastes it does no harm, and a script tells by its first character.
    /// </summary>
    public static string Person(string text) => "# " + text;

    /// <summary>A person's step at a page of the Intune admin center.</summary>
    /// <param name="page">The way to the page, by the names of the menus.</param>
    /// <param name="text">What to do there.</param>
    public static string Page(string page, string text) => Person($"{Portal}{page}: {text}");

    /// <summary>What nobody but the person knows: the command asks for it when it runs.</summary>
    public static string Ask(string words) => $"(Read-Host {CommandText.Quote(words)})";

    /// <summary>The same for what is not shown while it is typed.</summary>
    public static string AskSecret(string words) => $"(Read-Host {CommandText.Quote(words)} -AsSecureString)";

    /// <summary>Texts as a list of arguments.</summary>
    public static string List(IEnumerable<string> texts) => string.Join(", ", texts.Select(CommandText.Quote));

    /// <summary>The users of a result as a parameter; another text where they are none or too many.</summary>
    public static string Users(DeploymentCheckResult result, string many) =>
        result.Users.Count is > 0 and <= MostNamed ? $" -UserPrincipalName {List(result.Users)}" : many;

    /// <summary>Whom something is to be assigned to, as parameters.</summary>
    public static string To(DeploymentCheckDetails details) =>
        (details.Groups.Count == 0 ? string.Empty : $" -GroupName {List(details.Groups)}")
        + (details.IsForAllUsers ? " -AllUsers" : string.Empty) + (details.IsForAllDevices ? " -AllDevices" : string.Empty);

    /// <summary>The same; whoever runs the command is asked where nothing shows who it is.</summary>
    public static string ToOrAsk(DeploymentCheckDetails details) =>
        To(details) is { Length: > 0 } to ? to : $" -GroupName {Ask("Group of the people with S/MIME")}";
}
