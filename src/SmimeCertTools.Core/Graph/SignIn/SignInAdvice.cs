using System;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Core.Graph.SignIn;

/// <summary>
/// What to do about Entra's sign-in errors (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
/// </summary>
internal static class SignInAdvice
{
    /// <summary>The code, such as <c>AADSTS7000215</c>; null when <paramref name="message"/> holds none.</summary>
    public static string? CodeIn(string message)
    {
        var match = Regex.Match(message, @"AADSTS\d{4,7}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return match.Success ? match.Value : null;
    }

    /// <summary>One sentence of advice.</summary>
    public static string For(string? code, string authType) => code switch
    {
        "AADSTS7000215" => "Give the client secret's value, not its id.",
        "AADSTS7000222" => "The client secret has expired; create a new one in the app registration.",
        "AADSTS700016" => "Check the client id, and that the application is registered or consented to in this tenant.",
        "AADSTS90002" => "Check the tenant id, and that the environment is the tenant's cloud.",
        "AADSTS700027" =>
            "Upload this certificate's public part to the app registration, or use one that is registered and has not expired.",
        "AADSTS65001" => "An administrator has to consent to the application's permissions.",
        "AADSTS7000218" => "Allow public client flows in the app registration's authentication settings.",
        "AADSTS50011" => "Add the redirect address http://localhost (mobile and desktop applications) to the app registration.",
        "AADSTS65004" or "AADSTS70018" => "The person declined; run the command again to sign in.",
        "AADSTS70020" => "The code was not entered in time; run the command again for a new one.",
        "AADSTS700024" => "Set this machine's clock.",
        "AADSTS500011" => "The tenant does not know the Graph address; check the environment.",
        "AADSTS50126" => "Check the user name and the password.",
        "AADSTS53003" or "AADSTS53000" or "AADSTS53001" => "A conditional access policy blocks this sign-in.",
        _ => authType switch
        {
            "AccessToken" => "Give a token for Microsoft Graph as one line of text.",
            "ManagedIdentity" => "Check that this runs on an Azure resource with this managed identity.",
            "DeviceCode" => "Run the command again for a new code, and check the client id and tenant id.",
            "Interactive" => "Check the client id and tenant id, or sign in with a device code where there is no browser.",
            "Certificate" => "Check the client id, the tenant id, and that the app registration has this certificate.",
            _ => "Check the client id, the tenant id and the environment.",
        },
    };
}
