"""What a check says: what it measured, and what is not as it must be."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    figures: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Worth a look, and no fault."""

    def measure(self, what: str, value: float, most: float, unit: str) -> None:
        """Note a figure, and a fault where it is above what it may be at most."""
        self.figures.append(f"{what} {value:,g} of {most:,g} {unit}")
        if value > most:
            self.faults.append(f"{what} is {value:,g} {unit}; at most {most:,g} are allowed")
