"""Do two names belong to one house? A guess without a list, which errs to yes.

Where it decides anything it speaks against a client, so a wrong yes costs little: the
last two labels must be the same, or three under registries such as `co.uk`.
"""

_SHORT = 3  # letters at most of `co`, `com`, `org`, `ac` below a country


def same_house(one: str, other: str) -> bool:
    """Tell whether both names, folded, may be of one owner."""
    house = house_of(one)
    return house is not None and house == house_of(other)


def house_of(name: str) -> str | None:
    """Return the part of a name that somebody has registered, as a guess."""
    labels = name.split(".")
    is_under_country = len(labels) > 2 and len(labels[-1]) == 2
    wanted = 3 if is_under_country and len(labels[-2]) <= _SHORT else 2
    return ".".join(labels[-wanted:]) if len(labels) >= wanted else None


def is_within(name: str, domain: str) -> bool:
    """Tell whether a name is a domain, or below it."""
    return name == domain or name.endswith(f".{domain}")


def are_in_line(one: str, other: str) -> bool:
    """Tell whether one name is the other, or below it."""
    return is_within(one, other) or is_within(other, one)
