from tests.brought.models import Loan


def ask_back(now):
    return Loan.objects.filter(until__lt=now.date()).count()
