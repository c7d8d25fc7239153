using System;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>A profile that another is bound to.</summary>
/// <param name="Navigation">The navigation that leads to it, such as smimeSigningCertificate.</param>
/// <param name="ProfileId">Its id.</param>
/// <param name="ProfileName">Its name; empty where the service does not say.</param>
public sealed record ProfileBinding(string Navigation, Guid ProfileId, string ProfileName);
