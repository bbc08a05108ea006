from behave import given, then, when


@given("an empty cart")
def empty(context):
    context.sum = 0


@when("I add {price:d}")
def add(context, price):
    context.sum += price


@then("the total is {total:d}")
def check(context, total):
    assert context.sum == total, f"{context.sum} is not {total}"
