Feature: cart
  Background:
    Given an empty cart

  Scenario: adds
    When I add 10
    Then the total is 10

  Scenario: fails
    When I add 10
    Then the total is 11

  Scenario: is undefined
    When I do what nobody knows

  @skip
  Scenario: is skipped
    When I add 10
