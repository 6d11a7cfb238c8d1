namespace MudBlazor.StandIn;

/// <summary>What a form knows of the fields in it.</summary>
internal interface IFormField
{
    bool Required { get; }

    bool HasErrors { get; }

    bool Touched { get; }

    string? GetErrorText();

    Task Validate();

    Task ResetAsync();

    void ResetValidation();
}
