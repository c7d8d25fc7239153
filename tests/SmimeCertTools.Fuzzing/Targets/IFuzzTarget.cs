namespace SmimeCertTools.Fuzzing.Targets;

/// <summary>A reader under test, and the inputs for it.</summary>
public interface IFuzzTarget
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Makes an input; the same numbers make the same one.</summary>
    FuzzInput Create(FuzzRandom random);

    /// <summary>Reads the input.</summary>
    /// <returns>What became of it, in a word that is counted: "opened" or the kind of the error.</returns>
    /// <exception cref="FuzzFailureException">It was read, or refused, in a way that is not right.</exception>
    /// <remarks>Any other exception that comes out is a finding too.</remarks>
    string Run(FuzzInput input);
}
