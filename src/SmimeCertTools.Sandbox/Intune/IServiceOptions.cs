using System;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>What Intune's collections are told of how they behave.</summary>
internal interface IServiceOptions
{
    TimeProvider Clock { get; }

    int PageSize { get; }

    int DuplicateRecordStatus { get; }

    TimeSpan DeletionLag { get; }
}
