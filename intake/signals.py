"""What happened in a folder that apps above may want to hear. They connect in `ready`."""

from __future__ import annotations

from django.dispatch import Signal

# Somebody took back a consent. Sent inside the transaction that keeps the answer, with
# `case`, `code` (C1 ... C10) and `by` (a User): a receiver that raises keeps both from
# being saved. Sent for every code; C1, C2, C3 and C8 stop an open request.
consent_withdrawn = Signal()

# Asks the apps above what the papers of a folder hold, with `case`. A receiver answers a
# dictionary with any of `genetic` and `foreign_language`, true when such a paper is there.
paper_facts = Signal()

# Something in a folder changed: an answer, a record, a question. Sent inside the
# transaction that keeps the change, with `case`.
case_changed = Signal()
