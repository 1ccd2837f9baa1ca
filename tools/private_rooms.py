"""A contract for the import linter: some rooms of a feature are entered by that feature alone, and by those who are named."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateRooms(Contract):
    """Checks `rooms` (such as views) of every feature of the application, also of those that are added later.

    Options: the features are the packages of `features_of`, without those in `without`; `rooms` are names of modules
    directly inside a feature; `allowed_importers` are modules or packages that may enter them from outside.
    """

    type_name = "private_rooms"

    features_of = fields.StringField()
    without = fields.ListField(subfield=fields.StringField())
    rooms = fields.ListField(subfield=fields.StringField())
    allowed_importers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 (the linter's signature)
        """Find the imports from outside the feature that nobody allowed."""
        intrusions = sorted(
            (importer, module)
            for module in graph.modules
            if self._is_private(module)
            for importer in graph.find_modules_that_directly_import(module)
            if not self._may_enter(importer, module)
        )
        return ContractCheck(kept=not intrusions, metadata={"intrusions": intrusions})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for each import that has to go."""
        for importer, module in check.metadata["intrusions"]:
            output.print_error(f"{importer} must not import {module}.")

    def _is_private(self, module: str) -> bool:
        root, feature, room = [*module.split("."), "", ""][:3]
        return (
            root == self._option("features_of")
            and feature not in self._names("without")
            and room in self._names("rooms")
        )

    def _may_enter(self, importer: str, module: str) -> bool:
        feature = ".".join(module.split(".")[:2])
        inside = [feature, *self._names("allowed_importers")]
        return any(importer == package or importer.startswith(f"{package}.") for package in inside)

    def _names(self, option: str) -> list[str]:
        # The linter puts the parsed value in the place of the declared field.
        found: list[str] = getattr(self, option)
        return found

    def _option(self, option: str) -> str:
        found: str = getattr(self, option)
        return found
