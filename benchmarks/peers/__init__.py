"""spamscore beside the open filters: the same mails in the same forms, one table."""
