using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>A profile in Intune, and what a command did with it. It pipes into the other cmdlets about profiles.</summary>
public sealed class SmimeProfile : IKnown
{
    private readonly IntuneProfile _profile;
    private readonly Lazy<X509Certificate2?> _certificate;

    internal SmimeProfile(IntuneProfile profile, SmimeProfileStatus status = SmimeProfileStatus.Existing)
    {
        _profile = profile;
        _certificate = new(() => TrustedCertificate.Of(profile) is { } trusted
            ? CertificateObject.Load(trusted.Certificate.RawData) : null);
        Status = status;
        Platform = [.. profile.Platforms];
        ScopeTagId = [.. profile.ScopeTagIds];
    }

    /// <summary>What the command did.</summary>
    public SmimeProfileStatus Status { get; internal set; }

    /// <summary>The name. Names are not unique in Intune.</summary>
    public string Name => _profile.DisplayName.Visible();

    /// <summary>The id.</summary>
    public string Id => _profile.Id.Visible();

    /// <summary>What it does.</summary>
    public SmimeProfileKind Kind => _profile.Kind;

    /// <summary>The platform; several for some app configurations.</summary>
    public SmimePlatform[] Platform { get; }

    /// <summary>The purpose of the imported certificates it delivers; null for other kinds.</summary>
    public UserPfxPurpose? IntendedPurpose => _profile.IntendedPurpose;

    /// <summary>The description; null for none.</summary>
    public string? Description => _profile.Description.Visible();

    /// <summary>Its type in Graph, such as iosImportedPFXCertificateProfile.</summary>
    public string ODataType => _profile.ODataType;

    /// <summary>
    /// The certificate of a trusted certificate profile; null for other kinds, and where it cannot be read. New-TrustedRootProfile
    /// takes it.
    /// </summary>
    public X509Certificate2? Certificate => _certificate.Value;

    /// <summary>The ids of its scope tags.</summary>
    public string[] ScopeTagId { get; }

    /// <summary>Whom it is assigned to; null where the command did not read it.</summary>
    public SmimeProfileAssignment[]? Assignments { get; internal set; }

    /// <summary>The profiles that it uses; null where the command did not read them.</summary>
    public SmimeProfileBinding[]? Bindings { get; internal set; }

    /// <summary>What the command changed: "member: old -> new", "+ group 'Mail users'". Empty for nothing.</summary>
    public string[] Changes { get; internal set; } = [];

    /// <summary>What devices report of its certificates; null where the command did not read it.</summary>
    public SmimeCertificateState[]? CertificateStates { get; internal set; }

    /// <summary>When it was created, in local time; null when the service does not say.</summary>
    public DateTime? CreatedDateTime => _profile.CreatedDateTime?.LocalDateTime;

    /// <summary>When it was last changed, in local time; null when the service does not say.</summary>
    public DateTime? LastModifiedDateTime => _profile.LastModifiedDateTime?.LocalDateTime;

    /// <summary>The service's version of it; null when it does not say.</summary>
    public string? Version => _profile.Version.Visible();

    /// <summary>
    /// What tables show of it: what the command changed, or how many certificates devices report in each state, or whom it is
    /// assigned to.
    /// </summary>
    public string? Detail => Changes.Length > 0 ? string.Join("; ", Changes)
        : CertificateStates is { Length: > 0 } ? string.Join("; ", CertificateStates
            .GroupBy(state => state.State ?? "unknown").OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => string.Format(CultureInfo.InvariantCulture, "{0} {1}", group.Count(), group.Key)))
        : Assignments is null ? null
        : Assignments.Length == 0 ? "nobody"
        : string.Join("; ", Assignments.Select(assignment => assignment.ToString()));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>What another profile needs to be bound to this one; null where nothing can be.</summary>
    internal ReferencedProfile? ToReference() => _profile.ToReference();

    /// <summary>Assignments for output.</summary>
    internal static SmimeProfileAssignment[]? ToModels(IReadOnlyList<ProfileAssignment>? assignments) =>
        assignments is null ? null : [.. assignments.Select(assignment => new SmimeProfileAssignment(assignment))];

    void IKnown.Remember(KnownNames names)
    {
        if (Status == SmimeProfileStatus.Removed)
        {
            names.Forget(KnownNameKind.Profile, Id);
            return;
        }

        names.Add(KnownNameKind.Profile, Id,
            $"{Name}, {string.Join(", ", Platform.Select(ProfileName.Of))} {ODataType}, {Id}", Name);
        foreach (var assignment in Assignments ?? [])
        {
            names.Add(KnownNameKind.Group, assignment.GroupId,
                $"Group {assignment.GroupName} {assignment.GroupId}", assignment.GroupName);
            names.Add(KnownNameKind.FilterName, assignment.FilterName, $"Assignment filter {assignment.FilterId}");
        }
    }
}
