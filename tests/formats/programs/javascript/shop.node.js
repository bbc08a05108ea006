'use strict'
const assert = require('node:assert')
const { describe, it, test } = require('node:test')
const { Cart } = require('./shop')

describe('cart', () => {
  it('adds', () => {
    const cart = new Cart()
    cart.add(10)
    assert.equal(cart.total(), 10)
  })
  it('fails # here', () => { assert.equal(new Cart().total(), 1) })
  it('is skipped', { skip: 'no network' }, () => {})
  it('is to do', { todo: true }, () => { assert.fail('not yet') })
})

test('outer', async (t) => {
  await t.test('inner', () => {})
  await t.test('inner fails', () => { throw new Error('inside') })
})
