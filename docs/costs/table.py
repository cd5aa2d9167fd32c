"""The table of monthly costs in docs/guide/deploy.md: `python docs/costs/table.py` prints it, `--write` puts it there.

Prices and what a lead uses come from prices.yaml beside this file, schedules and secrets from manifest.yaml, alerts
from terraform/. A month has 30 days; leads come evenly; nothing of earlier months is kept in the buckets.
"""

import re
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from cronsim import CronSim

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "guide" / "deploy.md"
LEADS = (0, 10_000, 1_000_000)
GIB = 2**30
DAYS = 30
ROWS = {  # row of the table → what counts for it
    "Documents (Firestore)": ("documents_read", "documents_written", "documents_deleted", "documents_gib"),
    "… recovery to any minute, daily backups": ("documents_recovery_gib", "documents_backup_gib"),
    "Functions and console (Cloud Run)": ("function_cpu_seconds", "function_gib_seconds", "function_requests"),
    "Rendering (Cloud Run jobs)": ("job_cpu_seconds", "job_gib_seconds"),
    "Queues, schedules, events": ("tasks", "schedules", "messages_gib"),
    "Buckets, one month of videos": ("bucket_gib", "bucket_writes", "bucket_reads"),
    "Videos watched (internet)": ("internet_gib",),
    "Logs, alerts, secrets, images": ("log_gib", "alert_conditions", "secrets", "images_gib"),
}
OPTIONS = {
    "`domain`: a load balancer": {"load_balancer_hours": 24 * DAYS},
    "`armor`": {"armor_policies": 1, "armor_rules": 3},
    "`cmek`": {"keys": 1},
}
MINUTE = 60  # seconds: the least that an execution of a job is billed for


def usage(leads: int, costs: Mapping[str, Any], manifest: Mapping[str, Any], conditions: int) -> Counter[str]:
    """How much of each priced thing a month with so many new leads uses."""
    lead, house = costs["lead"], costs["house"]
    calls = sum(firings(one["cron"]) for one in manifest["schedules"].values())
    renderer = manifest["jobs"]["renderer"]
    cpu, memory = renderer["cpu"], float(renderer["memory"].removesuffix("Gi"))
    render_seconds = leads * lead["render_cpu_seconds"] / cpu
    executions = min(leads, DAYS * 24)  # leads come evenly: at most an execution an hour, each serves all that wait
    job_seconds = max(render_seconds, executions * MINUTE)
    seconds = calls * house["call_seconds"] + leads * lead["function_seconds"]
    kept = leads * lead["document_bytes"] / GIB
    return Counter(
        {
            "documents_read": calls * house["calls_reads"] + leads * lead["documents_read"],
            "documents_written": leads * lead["documents_written"],
            "documents_deleted": leads * lead["documents_deleted"],
            "documents_gib": kept,
            "documents_recovery_gib": kept,
            "documents_backup_gib": kept * 7,
            "function_cpu_seconds": seconds,
            "function_gib_seconds": seconds * 0.5,
            "function_requests": calls + leads * lead["tasks"],
            "job_cpu_seconds": job_seconds * cpu,
            "job_gib_seconds": job_seconds * memory,
            "tasks": leads * lead["tasks"],
            "schedules": len(manifest["schedules"]),
            "messages_gib": leads * 2000 / GIB,
            "bucket_gib": leads * (lead["video_bytes"] + lead["screen_bytes"]) / GIB,
            "bucket_writes": leads * lead["bucket_writes"],
            "bucket_reads": leads * lead["bucket_reads"],
            "internet_gib": leads * lead["watched"] * lead["video_bytes"] / GIB,
            "log_gib": (calls * house["log_bytes_per_call"] + leads * lead["log_bytes"]) / GIB,
            "alert_conditions": conditions,
            "secrets": len(manifest["secrets"]),
            "images_gib": house["images_gib"],
        }
    )


def firings(cron: str) -> int:
    """How often a schedule fires in a month."""
    begin = datetime(2026, 11, 1, tzinfo=UTC)
    end = begin + timedelta(days=DAYS)
    count = 0
    for time in CronSim(cron, begin - timedelta(seconds=1)):
        if time >= end:
            break
        count += 1
    return count


def cost(name: str, amount: float, prices: Mapping[str, Any]) -> float:
    """USD for an amount, once the free part is used up."""
    one = prices[name]
    return float(max(0.0, amount - one["free"]) / one["per"] * one["price"])


def table() -> str:
    costs = yaml.safe_load((HERE / "prices.yaml").read_text("utf-8"))
    manifest = yaml.safe_load((ROOT / "manifest.yaml").read_text("utf-8"))
    alerts = (ROOT / "terraform" / "alerts.tf").read_text("utf-8")
    dynamic = 2 + len(manifest["schedules"])
    conditions = dynamic + len(re.findall(r"^  conditions \{", alerts, re.MULTILINE))
    used = {leads: usage(leads, costs, manifest, conditions) for leads in LEADS}
    lines = [
        f"| USD a month, prices of {costs['date']} | " + " | ".join(f"{leads:,} new leads" for leads in LEADS) + " |",
        "| --- |" + " ---: |" * len(LEADS),
    ]
    totals = dict.fromkeys(LEADS, 0.0)
    for row, names in ROWS.items():
        cells = {leads: sum(cost(name, used[leads][name], costs["prices"]) for name in names) for leads in LEADS}
        totals = {leads: totals[leads] + cells[leads] for leads in LEADS}
        lines.append(f"| {row} | " + " | ".join(f"{cells[leads]:,.2f}" for leads in LEADS) + " |")
    lines.append("| **together** | " + " | ".join(f"**{totals[leads]:,.2f}**" for leads in LEADS) + " |")
    each = [f"{totals[leads] / leads:.5f}" if leads else "" for leads in LEADS]
    lines.append("| for each lead | " + " | ".join(each) + " |")
    for row, amounts in OPTIONS.items():
        more = sum(cost(name, amount, costs["prices"]) for name, amount in amounts.items())
        lines.append(f"| with {row} | " + " | ".join([f"+ {more:,.2f}"] * len(LEADS)) + " |")
    return "\n".join(lines) + "\n"


def placed(page: str) -> str:
    """The page with the table of today."""
    return re.sub(r"(?<=<!-- costs -->\n).*?(?=<!-- /costs -->)", lambda _: table(), page, flags=re.DOTALL)


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(placed(PAGE.read_text("utf-8")), "utf-8")
    else:
        sys.stdout.write(table())
