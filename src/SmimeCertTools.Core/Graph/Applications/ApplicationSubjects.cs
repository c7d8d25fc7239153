using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>
/// What requests about applications are for, in the words their errors use, and the least permission each needs.
/// </summary>
/// <remarks>Permissions and roles after the Graph reference's pages of each request.</remarks>
internal static class ApplicationSubjects
{
    public const string Applications = "applications";
    public const string ServicePrincipals = "servicePrincipals";

    private const string Administrator = "the role Application Administrator or Cloud Application Administrator";
    private const string RefusalAdvice = "Check the name or id and the tenant";

    /// <summary>Reading applications of a name or client id.</summary>
    public static GraphRequestSubject Read(string target) =>
        new($"look up the application '{target}'", target, GraphPermission.ApplicationRead)
        {
            RefusalAdvice = RefusalAdvice,
            Role = Administrator,
        };

    /// <summary>Creating or changing an application.</summary>
    /// <param name="verb">What is done: create, change.</param>
    /// <param name="target">The application's name.</param>
    public static GraphRequestSubject Write(string verb, string target) =>
        new($"{verb} the application '{target}'", target, GraphPermission.ApplicationReadWrite)
        {
            RefusalAdvice = "Check the name and the certificate, and that no policy of the tenant for applications forbids them",
            Role = Administrator,
        };

    /// <summary>Creating the service principal of an application.</summary>
    public static GraphRequestSubject CreatePrincipal(string target) =>
        new($"create the service principal of '{target}'", target, GraphPermission.ApplicationReadWrite)
        {
            RefusalAdvice = "A new application may not be known everywhere yet: try again in some minutes",
            Role = Administrator,
        };

    /// <summary>Reading service principals, of a name or id.</summary>
    public static GraphRequestSubject ReadPrincipal(string target) =>
        new($"look up the service principal '{target}'", target, GraphPermission.ApplicationRead)
        {
            RefusalAdvice = RefusalAdvice,
            Role = Administrator,
        };

    /// <summary>Reading what a service principal is allowed.</summary>
    public static GraphRequestSubject ReadGrants(string target) =>
        new($"read the permissions of '{target}'", target, GraphPermission.ApplicationRead)
        {
            RefusalAdvice = RefusalAdvice,
            Role = Administrator,
        };

    /// <summary>Reading what was consented to for the people who use an application.</summary>
    public static GraphRequestSubject ReadConsents(string target) =>
        new($"read the consent to delegated permissions of '{target}'", target, GraphPermission.DirectoryRead)
        {
            RefusalAdvice = RefusalAdvice,
            Role = Administrator,
        };

    /// <summary>Granting a permission.</summary>
    public static GraphRequestSubject Grant(string permission, string target) =>
        new($"grant {permission} to '{target}'", target, GraphPermission.AppRoleAssignmentReadWrite)
        {
            RefusalAdvice = "Check that the identity still exists",
            Role = "the role Privileged Role Administrator",
        };
}
