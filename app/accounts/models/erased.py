"""When append-only tables let the name of somebody be written anew: conditions on OLD and NEW, the same for both databases."""


def of_erased(*written: str, person: str = "person_id") -> str:
    """The row belongs to somebody who was erased, and these columns get the pseudonym."""
    same = [f"erasures.pseudonym = NEW.{column}" for column in written]
    return _exists(" AND ".join([f"erasures.person_id = OLD.{person}", *same]))


def naming_erased(*written: str) -> str:
    """The row comes to name the pseudonym of somebody in one of these columns; it may belong to somebody else."""
    return _exists(
        " OR ".join(f"CAST(NEW.{column} AS TEXT) LIKE '%' || erasures.pseudonym || '%'" for column in written)
    )


def _exists(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM erasures WHERE {condition})"  # noqa: S608 (our own names)
