namespace MudBlazor;

/// <summary>One text style. A null is taken from the default style.</summary>
public class BaseTypography
{
    public string[]? FontFamily { get; set; }

    public string? FontWeight { get; set; }

    public string? FontSize { get; set; }

    public string? LineHeight { get; set; }

    public string? LetterSpacing { get; set; }

    public string TextTransform { get; set; } = "none";
}

/// <summary>The text styles of a theme, one for each member of <see cref="Typo"/>.</summary>
public class Typography
{
    public BaseTypography Default { get; set; } = new DefaultTypography();

    public BaseTypography H1 { get; set; } = new H1Typography();

    public BaseTypography H2 { get; set; } = new H2Typography();

    public BaseTypography H3 { get; set; } = new H3Typography();

    public BaseTypography H4 { get; set; } = new H4Typography();

    public BaseTypography H5 { get; set; } = new H5Typography();

    public BaseTypography H6 { get; set; } = new H6Typography();

    public BaseTypography Subtitle1 { get; set; } = new Subtitle1Typography();

    public BaseTypography Subtitle2 { get; set; } = new Subtitle2Typography();

    public BaseTypography Body1 { get; set; } = new Body1Typography();

    public BaseTypography Body2 { get; set; } = new Body2Typography();

    public BaseTypography Button { get; set; } = new ButtonTypography();

    public BaseTypography Caption { get; set; } = new CaptionTypography();

    public BaseTypography Overline { get; set; } = new OverlineTypography();
}

public class DefaultTypography : BaseTypography
{
    public DefaultTypography()
    {
        FontFamily = ["Roboto", "Helvetica", "Arial", "sans-serif"];
        FontSize = ".875rem";
        FontWeight = "400";
        LineHeight = "1.43";
        LetterSpacing = ".01071em";
    }
}

public class H1Typography : BaseTypography
{
    public H1Typography()
    {
        FontSize = "6rem";
        FontWeight = "300";
        LineHeight = "1.167";
        LetterSpacing = "-.01562em";
    }
}

public class H2Typography : BaseTypography
{
    public H2Typography()
    {
        FontSize = "3.75rem";
        FontWeight = "300";
        LineHeight = "1.2";
        LetterSpacing = "-.00833em";
    }
}

public class H3Typography : BaseTypography
{
    public H3Typography()
    {
        FontSize = "3rem";
        FontWeight = "400";
        LineHeight = "1.167";
        LetterSpacing = "0";
    }
}

public class H4Typography : BaseTypography
{
    public H4Typography()
    {
        FontSize = "2.125rem";
        FontWeight = "400";
        LineHeight = "1.235";
        LetterSpacing = ".00735em";
    }
}

public class H5Typography : BaseTypography
{
    public H5Typography()
    {
        FontSize = "1.5rem";
        FontWeight = "400";
        LineHeight = "1.334";
        LetterSpacing = "0";
    }
}

public class H6Typography : BaseTypography
{
    public H6Typography()
    {
        FontSize = "1.25rem";
        FontWeight = "500";
        LineHeight = "1.6";
        LetterSpacing = ".0075em";
    }
}

public class Subtitle1Typography : BaseTypography
{
    public Subtitle1Typography()
    {
        FontSize = "1rem";
        FontWeight = "400";
        LineHeight = "1.75";
        LetterSpacing = ".00938em";
    }
}

public class Subtitle2Typography : BaseTypography
{
    public Subtitle2Typography()
    {
        FontSize = ".875rem";
        FontWeight = "500";
        LineHeight = "1.57";
        LetterSpacing = ".00714em";
    }
}

public class Body1Typography : BaseTypography
{
    public Body1Typography()
    {
        FontSize = "1rem";
        FontWeight = "400";
        LineHeight = "1.5";
        LetterSpacing = ".00938em";
    }
}

public class Body2Typography : BaseTypography
{
    public Body2Typography()
    {
        FontSize = ".875rem";
        FontWeight = "400";
        LineHeight = "1.43";
        LetterSpacing = ".01071em";
    }
}

public class ButtonTypography : BaseTypography
{
    public ButtonTypography()
    {
        FontSize = ".875rem";
        FontWeight = "500";
        LineHeight = "1.75";
        LetterSpacing = ".02857em";
        TextTransform = "uppercase";
    }
}

public class CaptionTypography : BaseTypography
{
    public CaptionTypography()
    {
        FontSize = ".75rem";
        FontWeight = "400";
        LineHeight = "1.66";
        LetterSpacing = ".03333em";
    }
}

public class OverlineTypography : BaseTypography
{
    public OverlineTypography()
    {
        FontSize = ".75rem";
        FontWeight = "400";
        LineHeight = "2.66";
        LetterSpacing = ".08333em";
    }
}
