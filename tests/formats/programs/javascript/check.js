'use strict'

// What a mutation must break to be noticed: a part of shop.js, and nothing of `unused`.
const assert = require('assert')
const { Cart } = require('./shop.js')

const cart = new Cart()
cart.add(60)
assert.strictEqual(cart.total(), 60)
cart.add(70, 2)
assert.strictEqual(cart.total(), 180)
assert.throws(() => cart.add(1, 0))
