namespace Dibs.Infrastructure.Staff.Accounts;

/// <summary>Section <c>Staff</c> of the configuration.</summary>
public sealed class StaffOptions
{
    public const string Section = "Staff";

    /// <summary>
    /// <c>required</c>, the default: managers and engineers have to set up a second factor at their first sign-in. <c>optional</c>:
    /// they may. Who has set one up is always asked for it.
    /// </summary>
    public string SecondFactor { get; set; } = "required";

    public bool IsSecondFactorRequired => SecondFactor == "required";

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (SecondFactor is not ("required" or "optional"))
            yield return $"{Section}:{nameof(SecondFactor)} must be required or optional, not '{SecondFactor}'.";
    }
}
