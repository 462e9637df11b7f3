"""The PDF press, tested on the files it makes and on the pages it lays out."""
