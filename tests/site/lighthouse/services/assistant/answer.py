from lib.models.client import ask


def answer(question):
    if not question:
        return ""
    return ask(question)
