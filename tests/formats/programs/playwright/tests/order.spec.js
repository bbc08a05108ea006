const { test } = require('@playwright/test');

test.describe.configure({ mode: 'serial' });
test('begins', () => {});
test('pays', () => {
    throw 'no bank';
});
test('ends', () => {});
