"""pain.001, the ISO 20022 payment file: written payment by payment, never held as a whole."""

from ledger.banking.pain001.order import Account, Order, Payment, Service
from ledger.banking.pain001.writing import write

__all__ = ["Account", "Order", "Payment", "Service", "write"]
