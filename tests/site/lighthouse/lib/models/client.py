import modelkit


def ask(question):
    return modelkit.ask(question)
