"""Where training modules are, for texts that point to them by their ids."""

from collections.abc import Collection

from flask import url_for

from app.foundation.content.texts import Both, Text
from app.training.queries.published import all_current


def module_places(ids: Collection[str]) -> dict[str, tuple[Text, str]]:
    """Title and address of the modules that are served under these ids; one statement, none for no id."""
    if not ids:
        return {}
    return {
        module.id: (
            Both(module.text("zh").title, module.text("en").title),
            url_for("training.show_module", code=published.code, module_id=module.id),
        )
        for published in all_current()
        for module in published.path.modules
        if module.id in ids
    }
