def total(lines):
    return sum(lines)
def tax(total):
    return total * 19 // 100
