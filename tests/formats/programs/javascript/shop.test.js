'use strict'
const assert = require('assert')
const { Cart } = require('./shop')

describe('cart', function () {
  it('adds', function () {
    const cart = new Cart()
    cart.add(10)
    cart.add(20, 2)
    assert.equal(cart.total(), 50)
  })

  describe('nested <suite>', function () {
    it('fails', function () { assert.equal(new Cart().total(), 1) })
    it('is pending')
    it.skip('is skipped', function () {})
  })
})
