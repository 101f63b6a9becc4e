"""What can be wrong with a file as a whole? Nothing of it is taken in; the sentence says what to do."""


class SourceError(Exception):
    """The file cannot be read as asked: not what it claims to be, damaged, or dangerous."""


class MappingError(SourceError):
    """A column that is needed is not there, or a mapping names what does not exist."""
