using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.Profiles;

/// <summary>A profile in Intune, and what a command did with it. It pipes into the other cmdlets about profiles.</summary>
public sealed class SmimeProfile
{
    private readonly IntuneProfile _profile;

    internal SmimeProfile(IntuneProfile profile, SmimeProfileStatus status = SmimeProfileStatus.Existing)
    {
        _profile = profile;
        Status = status;
        Name = profile.DisplayName;
        Id = profile.Id;
        Kind = profile.Kind;
        Platform = [.. profile.Platforms];
        IntendedPurpose = profile.IntendedPurpose;
        Description = profile.Description;
        ODataType = profile.ODataType;
        ScopeTagId = [.. profile.ScopeTagIds];
        CreatedDateTime = profile.CreatedDateTime?.LocalDateTime;
        LastModifiedDateTime = profile.LastModifiedDateTime?.LocalDateTime;
        Version = profile.Version;
    }

    internal SmimeProfile(PublishedProfile published)
        : this(published.Profile, published.Action)
    {
        Changes = [.. published.Changes];
        Assignments = ToModels(published.Assignments);
    }

    /// <summary>What the command did.</summary>
    public SmimeProfileStatus Status { get; internal set; }

    /// <summary>The name. Names are not unique in Intune.</summary>
    public string Name { get; }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>What it does.</summary>
    public SmimeProfileKind Kind { get; }

    /// <summary>The platform; several for some app configurations.</summary>
    public SmimePlatform[] Platform { get; }

    /// <summary>The purpose of the imported certificates it delivers; null for other kinds.</summary>
    public UserPfxPurpose? IntendedPurpose { get; }

    /// <summary>The description; null for none.</summary>
    public string? Description { get; }

    /// <summary>Its type in Graph, such as iosImportedPFXCertificateProfile.</summary>
    public string ODataType { get; }

    /// <summary>The ids of its scope tags.</summary>
    public string[] ScopeTagId { get; }

    /// <summary>Whom it is assigned to; null where the command did not read it.</summary>
    public SmimeProfileAssignment[]? Assignments { get; internal set; }

    /// <summary>What the command changed: "member: old -> new", "+ group 'Mail users'". Empty for nothing.</summary>
    public string[] Changes { get; internal set; } = [];

    /// <summary>What devices report of its certificates; null where the command did not read it.</summary>
    public SmimeCertificateState[]? CertificateStates { get; internal set; }

    /// <summary>When it was created, in local time; null when the service does not say.</summary>
    public DateTime? CreatedDateTime { get; }

    /// <summary>When it was last changed, in local time; null when the service does not say.</summary>
    public DateTime? LastModifiedDateTime { get; }

    /// <summary>The service's version of it; null when it does not say.</summary>
    public string? Version { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The profile as the core knows it.</summary>
    internal IntuneProfile ToCore() => _profile;

    /// <summary>What another profile needs to be bound to this one; null where nothing can be.</summary>
    internal ReferencedProfile? ToReference() => _profile.ToReference();

    /// <summary>Assignments for output.</summary>
    internal static SmimeProfileAssignment[]? ToModels(IReadOnlyList<ProfileAssignment>? assignments) =>
        assignments is null ? null : [.. assignments.Select(assignment => new SmimeProfileAssignment(assignment))];
}
