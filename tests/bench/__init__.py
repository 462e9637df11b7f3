"""What a build costs, beside WeasyPrint by itself on the same pages."""
