def send(number, text):
    print(number)
    if len(text) > 160:
        raise ValueError("too long")
    return {"to": number, "text": text}
