"""What the check page shows."""


def page(case, asked):
    return {}
