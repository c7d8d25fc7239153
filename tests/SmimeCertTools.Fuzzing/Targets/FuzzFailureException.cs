using System;

namespace SmimeCertTools.Fuzzing.Targets;

/// <summary>An outcome that is no unexpected exception and yet not right.</summary>
public sealed class FuzzFailureException(string message) : Exception(message);
