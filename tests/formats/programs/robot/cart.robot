*** Settings ***
Library    Collections

*** Test Cases ***
Adds
    ${sum} =    Evaluate    1 + 1
    Should Be Equal As Integers    ${sum}    2

Fails
    Should Be Equal    one    two    an empty <cart>

Is Skipped
    Skip    later

Recovers
    ${status} =    Run Keyword And Return Status    Fail    inside
    Should Not Be True    ${status}
