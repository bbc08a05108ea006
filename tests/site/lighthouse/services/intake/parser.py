def subject(mail):
    for line in mail.splitlines():
        if line.startswith("Subject: "):
            return line[9:]
    return None
