"""`linli audit verify`: prove the hash chain over the event log."""

import argparse
import sys
from datetime import UTC, datetime

from linli.backbone import audit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("what", choices=("verify", "seal"), help="verify 验证；seal 现在就封存")


def run(arguments: argparse.Namespace) -> int:
    """Prove the chain; 1 with every fault named when it does not hold."""
    if arguments.what == "seal":
        while audit.seal_batch(datetime.now(UTC)):
            pass
    verdict = audit.verify()
    for fault in verdict.faults:
        sys.stderr.write(f"{fault.words}\n")
    if verdict.faults:
        return 1
    sys.stdout.write(
        f"审计链完好：{verdict.events} 条记录、{verdict.seals} 道封条，{verdict.waiting} 条待封。"
        f"链头 {verdict.head[:16]}\n"
    )
    return 0
