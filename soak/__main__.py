"""Let simulated visitors wander through an intake while its servers are killed.

SEED=… VISITORS=… python -m soak     the same seed makes the same choices
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import time

import psycopg

from soak.check import check
from soak.ledger import Ledger
from soak.product import product
from soak.run import Plan, run

MOST_SHOWN = 40


def main() -> int:
    plan = Plan(
        seed=os.environ.get("SEED") or secrets.token_hex(4),
        visitors=int(os.environ.get("VISITORS") or 200),
        matrix="fastapi-vs-nodejs",
    )
    print(f"SEED={plan.seed} VISITORS={plan.visitors}; starting the product.", flush=True)
    with product(servers=2) as (database_url, webs):
        began = time.monotonic()
        ledger = asyncio.run(run(plan, webs))
        with psycopg.connect(database_url) as database:
            faults = check(ledger, database)
    _table(ledger, time.monotonic() - began)
    for fault in faults[:MOST_SHOWN]:
        print(f"FAULT: {fault}")
    if len(faults) > MOST_SHOWN:
        print(f"FAULT: … and {len(faults) - MOST_SHOWN} more")
    print(f"{len(faults)} faults; SEED={plan.seed}" if faults else "Everything is there.")
    return 1 if faults else 0


def _table(ledger: Ledger, seconds: float) -> None:
    print(f"{'seconds':<32}{seconds:>8.0f}")
    print(f"{'enquiries with a receipt':<32}{len(ledger.receipts):>8}")
    for name, count in sorted(ledger.counts.items()):
        print(f"{name:<32}{count:>8}")


if __name__ == "__main__":
    sys.exit(main())
