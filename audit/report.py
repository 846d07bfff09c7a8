"""What a check says: what it measured, and what is not as it must be."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    figures: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # worth a look, and no fault

    def measure(self, subject: str, figures: dict[str, tuple[float, float]]) -> None:
        """Note what was measured, and a fault where it is above what it may be at most."""
        shown = [f"{name} {value:,g} of {most:,g}" for name, (value, most) in figures.items()]
        self.figures.append(f"{subject}: {', '.join(shown)}")
        self.faults += [
            f"{subject}: {name} is {value:,g}, and may be {most:,g}"
            for name, (value, most) in figures.items()
            if value > most
        ]
