using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
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
