"""Harbour: berths, dues and invoices of an invented port."""
