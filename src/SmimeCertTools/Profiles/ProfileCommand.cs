using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>What the cmdlets about profiles share: the connection, and names of groups and filters in what they show.</summary>
public abstract class ProfileCommand : AsyncCmdlet
{
    private IntuneClient? _intune;
    private IntuneDirectory? _directory;
    private bool _namesRefused;

    /// <summary>The connection's client; a session without connection ends the command.</summary>
    private protected IntuneClient Intune => _intune ??= new IntuneClient(RequireConnection());

    /// <summary>Groups, filters and tags, each looked up once in this command.</summary>
    private protected IntuneDirectory Directory => _directory ??= Intune.CreateDirectory();

    /// <summary>
    /// Assignments with names. Names are for the eye: without the permission to read groups the ids are shown, and one warning
    /// says so.
    /// </summary>
    private protected async Task<IReadOnlyList<ProfileAssignment>> NameAsync(IReadOnlyList<ProfileAssignment> assignments)
    {
        if (_namesRefused)
        {
            return assignments;
        }

        try
        {
            return await Directory.WithNamesAsync(assignments, Cancellation);
        }
        catch (GraphRequestException error) when (error.Kind == GraphErrorKind.Forbidden)
        {
            _namesRefused = true;
            WriteWarning($"Groups are shown by their ids. {error.Message}");
            return assignments;
        }
    }

    /// <summary>All kinds of profiles.</summary>
    private protected static IReadOnlyList<SmimeProfileKind> AllKinds { get; } =
        [.. Enum.GetValues(typeof(SmimeProfileKind)).Cast<SmimeProfileKind>()];

    /// <summary>
    /// The profiles that one of the names, or the pattern that it is, stands for; all for null. A name without wildcards that
    /// nothing is called is an error of its own.
    /// </summary>
    private protected List<IntuneProfile> Called(IReadOnlyList<IntuneProfile> profiles, string[]? names)
    {
        var patterns = (names ?? ["*"])
            .Select(name => (Text: name, Pattern: WildcardPattern.Get(name, WildcardOptions.IgnoreCase))).ToList();
        foreach (var (text, _) in patterns.Where(name => !WildcardPattern.ContainsWildcardCharacters(name.Text)))
        {
            if (!profiles.Any(profile => IsCalled(profile, text)))
            {
                WriteItemError(NotFound(text), text);
            }
        }

        // A name that is a pattern as well, such as "Mail [old]", means itself first.
        return
        [
            .. profiles.Where(profile => patterns.Exists(name =>
                name.Pattern.IsMatch(profile.DisplayName) || IsCalled(profile, name.Text))),
        ];
    }

    /// <summary>Whether a profile has a name, in whatever case.</summary>
    private protected static bool IsCalled(IntuneProfile profile, string name) =>
        string.Equals(profile.DisplayName, name, StringComparison.OrdinalIgnoreCase);

    private static IntuneException NotFound(string name) => new(IntuneErrorKind.ProfileNotFound,
        $"No profile of the kinds asked for is called '{name}'. Check the name, or use a pattern such as '*{name}*'.", name);

    /// <summary>The ids that were bound; what is none is reported.</summary>
    private protected IEnumerable<string> UsableIds(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            if ((BoundText.ProblemOf(id) ?? (id.Length == 0 ? "is empty" : null)) is { } problem)
            {
                WriteError(InputErrors.Unusable(
                    InputErrors.ValueUnusableId, "Id", $"{problem}. Give a profile's id or the profile"));
            }
            else
            {
                yield return id;
            }
        }
    }

    /// <summary>Does the work for one item. What it fails with is an error of the item's and does not stop the others.</summary>
    private protected async Task ForItemAsync(string? item, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (SmimeException error)
        {
            WriteItemError(error, item);
        }
    }

    /// <summary>Remembers scope tags that were found, for completion.</summary>
    private protected static void RememberScopeTags(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            SmimeSession.Current.Names.Add(KnownNameKind.ScopeTagName, name, "Scope tag");
        }
    }
}
